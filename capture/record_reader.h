// SPDX-License-Identifier: Apache-2.0
// What the readers of the capture formats share. A reader takes nothing from the buffer until all of a record is there,
// so after none_now it is simply called again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "capture/read_buffer.h"
#include "core/bytes.h"

namespace vedette::capture {

enum class Found {
  it,        ///< what was looked for
  none_now,  ///< its bytes are not there yet
  end,       ///< the file ends before it, where it may
  cut,       ///< the file ends inside it
  damaged,   ///< what is there can't be; the reader says why
  failed,    ///< no more bytes can be had; their source says why
};

/// What a lack of bytes means, inside a record or in front of one.
inline Found lack(Supply supply, bool inside) {
  switch (supply) {
    case Supply::some:
      return Found::it;
    case Supply::none_now:
      return Found::none_now;
    case Supply::end:
      return inside ? Found::cut : Found::end;
    case Supply::failed:
      break;
  }
  return Found::failed;
}

/// No capture holds larger packets on purpose: libpcap's limit (MAXIMUM_SNAPLEN).
constexpr std::uint32_t max_captured = 262'144;

/// Numbers in the byte order of a file, at fixed places of a header that is known to be there.
template <std::size_t N>
class Fields {
 public:
  /// `bytes` holds at least N.
  Fields(core::Bytes bytes, bool little) : bytes_(bytes.first<N>()), little_(little) {}

  template <std::size_t At>
  std::uint16_t u16() const {
    static_assert(At + 2 <= N);
    return static_cast<std::uint16_t>(little_ ? bytes_[At] | bytes_[At + 1] << 8 : bytes_[At] << 8 | bytes_[At + 1]);
  }
  template <std::size_t At>
  std::uint32_t u32() const {
    static_assert(At + 4 <= N);
    const std::uint32_t a = bytes_[At], b = bytes_[At + 1], c = bytes_[At + 2], d = bytes_[At + 3];
    return little_ ? a | b << 8 | c << 16 | d << 24 : a << 24 | b << 16 | c << 8 | d;
  }

 private:
  std::span<const std::uint8_t, N> bytes_;
  bool little_;
};

}  // namespace vedette::capture
