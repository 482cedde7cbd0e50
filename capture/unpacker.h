// SPDX-License-Identifier: Apache-2.0
// Undoes one kind of compression, piece by piece. The only place that knows zlib and libzstd.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "capture/file_format.h"
#include "core/bytes.h"

namespace vedette::capture {

class Unpacker {
 public:
  /// None where there is no memory for it.
  static std::unique_ptr<Unpacker> make(Compression compression);
  virtual ~Unpacker() = default;

  struct Step {
    std::size_t taken = 0, made = 0;
    std::string damage;  ///< the library's words; empty where all is well
  };
  /// Turns some of `in` (which may be empty: output may be held back) into bytes in `room`. Several members or frames,
  /// one behind the other, are one stream.
  virtual Step step(core::Bytes in, std::span<std::uint8_t> room) = 0;
  /// An end here would cut a member or frame.
  virtual bool inside() const = 0;

  /// A zstd frame may ask its reader for a window of 2^31 bytes; this is what zstd's own tool gives without being told.
  static constexpr int max_window_log = 27;
};

}  // namespace vedette::capture
