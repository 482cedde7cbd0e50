// SPDX-License-Identifier: Apache-2.0
// SHA-256, for ids and for the digests of files. Fast table hashes are in core/hash.h.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/bytes.h"

namespace vedette::core {

/// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

/// The same of bytes that come piece by piece.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(Bytes bytes);
  /// Once, at the end.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vedette::core
