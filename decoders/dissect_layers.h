// SPDX-License-Identifier: Apache-2.0
// Between the files of the dissector. A frame is taken apart by a loop: each layer reads its header off the cursor,
// puts what it found into the frame and names the layer behind it. A new layer (MPLS, PPP, a tunnel) is one more
// function and one more case in the table that leads to it; nothing recurses, so nesting costs time only in proportion
// to bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "core/byte_cursor.h"
#include "decoders/frame.h"

namespace vedette::decoders {

/// A header of N octets that is there as a whole: checked once, then read at offsets that the compiler checks. On the
/// packet path this is worth it; what is read once in a thousand frames uses the cursor.
template <std::size_t N>
class FixedHeader {
 public:
  explicit FixedHeader(core::Bytes bytes) : octets_(bytes.first<N>()) {}

  template <std::size_t At>
  std::uint8_t u8() const {
    static_assert(At < N);
    return octets_[At];
  }
  template <std::size_t At>
  std::uint16_t be16() const {
    static_assert(At + 2 <= N);
    return static_cast<std::uint16_t>(octets_[At] << 8 | octets_[At + 1]);
  }
  template <std::size_t At>
  std::uint32_t be32() const {
    return static_cast<std::uint32_t>(be16<At>()) << 16 | be16<At + 2>();
  }
  template <std::size_t At, std::size_t Size>
  core::Bytes bytes() const {
    static_assert(At + Size <= N);
    return octets_.template subspan<At, Size>();
  }

 private:
  std::span<const std::uint8_t, N> octets_;
};

/// Which table the next layer's number belongs to.
enum class LayerKind : std::uint8_t {
  done,
  ether_type,   ///< IEEE 802 numbers
  ip_version,   ///< unnamed: the version nibble tells
  ip_protocol,  ///< IANA protocol numbers
};

struct NextLayer {
  LayerKind kind = LayerKind::done;
  std::uint16_t number = 0;
};

struct Dissection {
  Frame& frame;
  core::ByteCursor in;  ///< what the layers so far have not consumed
  bool cut;             ///< the capture holds less of the packet than was on the wire
  unsigned tags = 0, extension_headers = 0;

  /// The next N octets, which are then consumed; nothing where fewer are left.
  template <std::size_t N>
  std::optional<FixedHeader<N>> header() {
    if (in.remaining() < N) return std::nullopt;
    return FixedHeader<N>{in.bytes(N)};
  }
  /// Ends the dissection with what is left as payload.
  NextLayer stop() {
    frame.payload = in.rest();
    return {};
  }
  /// Ends it without payload: what is left can't be told apart from a broken header.
  NextLayer refuse(FrameDefect defect) {
    note(defect);
    return {};
  }
  /// The first defect of a frame is kept.
  void note(FrameDefect defect) {
    if (frame.defect == FrameDefect::none) frame.defect = defect;
  }
  /// What a header says about the length of what follows it. Less than there is: the rest is padding. More: the
  /// capture was cut, or the header lies.
  void limit(std::size_t promised, FrameDefect if_it_lies) {
    if (promised < in.remaining()) {
      in = in.sub(promised);
    } else if (promised > in.remaining()) {
      if (cut) {
        frame.snapped = true;
      } else {
        note(if_it_lies);
      }
    }
  }
};

inline constexpr unsigned max_tags = 4;
inline constexpr unsigned max_extension_headers = 8;

NextLayer dissect_arp(Dissection& d);
NextLayer dissect_ip_version(Dissection& d);
NextLayer dissect_ipv4(Dissection& d);
NextLayer dissect_ipv6(Dissection& d);
NextLayer dissect_ip_protocol(Dissection& d, std::uint8_t protocol);

}  // namespace vedette::decoders
