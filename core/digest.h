// SPDX-License-Identifier: Apache-2.0
// SHA-256, for ids and for the digests of files; MD5, for fingerprints that are defined by it. Fast table hashes are in
// core/hash.h.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"

namespace vedette::core {

/// Without it nothing can be signed or named: a library that has none ends the program.
std::array<std::uint8_t, 32> sha256(Bytes bytes);
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

/// 32 lower-case hexadecimal digits; no protection against anybody. Nothing where the cryptographic library has no MD5
/// to give: one that is held to FIPS 140 has none.
std::optional<std::string> md5_hex(std::string_view bytes);

}  // namespace vedette::core
