// SPDX-License-Identifier: Apache-2.0
// Where the bytes of a capture come from: a file or pipe (ByteStream), or what is packed in one (UnpackedStream).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/result.h"

namespace vedette::capture {

enum class Supply {
  some,      ///< there are bytes
  none_now,  ///< none for now; more may come (only where the file is followed)
  end,       ///< all were given
  failed,    ///< no more can be had, see failure()
};

/// Why there are no more bytes, in the parts of a sentence: "<file>: <what> after packet 3 (<detail>)".
struct Failure {
  core::ErrorKind kind = core::ErrorKind::unavailable;
  std::string what, detail;
};

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  /// Puts up to room.size() bytes there and says how many; some means at least one. What is not some stays so, except
  /// for none_now.
  virtual Supply fill(std::span<std::uint8_t> room, std::size_t& got) = 0;
  virtual const Failure& failure() const = 0;
};

}  // namespace vedette::capture
