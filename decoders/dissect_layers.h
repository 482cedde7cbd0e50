// SPDX-License-Identifier: Apache-2.0
// Between the files of the dissector. A frame is taken apart by a loop: each layer reads its header off the cursor,
// puts what it found into the frame and names the layer behind it. A new layer is one more function and one more case
// in the table that leads to it; nothing recurses, so nesting costs time only in proportion to bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "core/arena.h"
#include "core/byte_cursor.h"
#include "core/time.h"
#include "decoders/dissector.h"
#include "decoders/frame.h"

namespace vedette::decoders {

class FragmentTable;

/// A header of N octets that is there as a whole: checked once, then read at offsets that the compiler checks. On the
/// packet path this is worth it; what is read once in a thousand frames uses the cursor.
template <std::size_t N>
class FixedHeader {
 public:
  /// `bytes` holds at least N.
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

/// Which layer comes next, or which table its number belongs to.
enum class LayerKind : std::uint8_t {
  done,
  ether_type,   ///< IEEE 802 numbers
  ip_version,   ///< unnamed: the version nibble tells
  ip_protocol,  ///< IANA protocol numbers
  ethernet,     ///< a whole frame inside another
  ppp,          ///< from the protocol field on
  mpls,
  nsh,
};

struct NextLayer {
  LayerKind kind = LayerKind::done;
  std::uint16_t number = 0;
};

/// Where fragments are put together, if they are.
struct Reassembly {
  FragmentTable& table;
  DissectorStats& stats;
  core::Arena& room;
  core::Timestamp now;
};

/// Without a reassembly fragments stay pieces.
void dissect_with(const core::Packet& packet, Reassembly* reassembly, Frame& frame);
// Its two ways, but for what is worked out from the ends at last (Frame::pair_hash, shard).
/// All at once. False where the packet is not of the usual kind: then nothing was put into the frame.
bool dissect_plain(const core::Packet& packet, Frame& frame);
/// The loop over the layers.
void dissect_layers(const core::Packet& packet, Reassembly* reassembly, Frame& frame);

struct Dissection {
  Frame& frame;
  core::ByteCursor in;  ///< what the layers so far have not consumed
  bool cut;             ///< the capture holds less of the packet than was on the wire
  Reassembly* reassembly = nullptr;
  unsigned tags = 0, extension_headers = 0;
  bool entering = false;            ///< a tunnel over IP was opened, and nothing inside it has been read
  bool has_borrowed_vlan = false;   ///< the VLAN is that of a mirror's header, not of a tag
  bool may_be_jumbo = false;        ///< an IPv6 header without a length came last
  std::uint16_t mirrored_vlan = 0;  ///< what a mirror's header says of the frame inside
  std::uint32_t network = 0;        ///< id of the tunnel being entered

  /// The next N octets, which are then consumed; nothing where fewer are left.
  template <std::size_t N>
  std::optional<FixedHeader<N>> header() {
    if (in.remaining() < N) return std::nullopt;
    return FixedHeader<N>{in.bytes(N)};
  }
  /// Ends the dissection with what is left as payload. Of a tunnel in which nothing could be read that is what the
  /// transport around it carries.
  NextLayer stop() {
    if (!entering) frame.payload = in.rest();
    return {};
  }
  /// Ends it without payload: what is left can't be told apart from a broken header.
  NextLayer refuse(FrameDefect defect) {
    note(defect);
    frame.payload = {};
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

inline constexpr unsigned max_tags = 4;  ///< of all kinds, between two tunnels
inline constexpr unsigned max_labels = 16;
inline constexpr unsigned max_extension_headers = 8;

/// Below this the field is the length of an IEEE 802.3 frame (IEEE 802.3, 3.2.6).
inline constexpr std::uint16_t first_ether_type = 0x0600;

inline NextLayer by_ether_type(Dissection& d, std::uint16_t type) {
  d.frame.ether_type = type;
  return {LayerKind::ether_type, type};
}
/// No IP: what is left is of that protocol.
inline NextLayer stop_at_link(Dissection& d, LinkProtocol protocol) {
  if (!d.entering) d.frame.link_protocol = protocol;
  return d.stop();
}
inline NextLayer by_protocol(std::uint8_t protocol) {
  return {LayerKind::ip_protocol, protocol};
}

// dissect_link.cpp
NextLayer dissect_link(Dissection& d, core::LinkType link);
NextLayer dissect_ethernet(Dissection& d);
NextLayer dissect_type_or_length(Dissection& d, std::uint16_t type_or_length);
NextLayer dissect_llc(Dissection& d);
NextLayer dissect_ppp(Dissection& d);
// dissect_nflog.cpp
NextLayer dissect_nflog(Dissection& d);
// dissect_tags.cpp
NextLayer dissect_vlan_tag(Dissection& d);
NextLayer dissect_other_tag(Dissection& d, std::uint16_t ether_type);
NextLayer dissect_mpls(Dissection& d);
NextLayer dissect_pppoe(Dissection& d);
NextLayer dissect_nsh(Dissection& d);
// neighbor.cpp
void read_neighbor_claim(Dissection& d);
// dissect_ip.cpp
NextLayer dissect_ip_version(Dissection& d);
NextLayer dissect_ipv4(Dissection& d);
NextLayer dissect_ipv6(Dissection& d);
NextLayer dissect_ip_protocol(Dissection& d, std::uint8_t protocol);
// dissect_options.cpp
void read_ipv4_options(Dissection& d, core::Bytes options);
bool is_ipv6_extension(std::uint8_t protocol);
NextLayer dissect_ipv6_extension(Dissection& d, std::uint8_t protocol);
NextLayer dissect_authentication_header(Dissection& d);
// dissect_transport.cpp
inline TcpHeader tcp_fields(const FixedHeader<20>& header) {
  const std::uint8_t flags = header.u8<13>();
  return {.sequence = header.be32<4>(),
          .acknowledgement = header.be32<8>(),
          .window = header.be16<14>(),
          .fin = (flags & 0x01) != 0,
          .syn = (flags & 0x02) != 0,
          .rst = (flags & 0x04) != 0,
          .psh = (flags & 0x08) != 0,
          .ack = (flags & 0x10) != 0,
          .urg = (flags & 0x20) != 0};
}
NextLayer dissect_tcp(Dissection& d);
NextLayer dissect_udp(Dissection& d);
NextLayer dissect_icmp(Dissection& d);
NextLayer dissect_ports_only(Dissection& d);

/// One piece of a fragmented datagram: `d.in` stands at its bytes.
struct FragmentHeader {
  std::uint32_t id = 0;
  std::uint32_t offset = 0;    ///< in octets
  std::uint8_t protocol = 0;   ///< that the datagram carries
  bool has_more = false;       ///< after it
  bool is_length_sure = true;  ///< the headers say how long it is, and it is there
};
/// Goes on with the datagram where it is whole now, else stops.
NextLayer dissect_fragment(Dissection& d, const FragmentHeader& header);

}  // namespace vedette::decoders
