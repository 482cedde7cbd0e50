// SPDX-License-Identifier: Apache-2.0
// GRE in its versions, the mirrors that ride on it, and EtherIP.
#include "decoders/tunnel.h"

namespace vedette::decoders {
namespace {

enum : std::uint16_t { has_checksum = 0x8000, has_routing = 0x4000, has_key = 0x2000, has_sequence = 0x1000 };
enum : std::uint16_t {
  ipv4 = 0x0800,
  ipv6 = 0x86dd,
  transparent_ethernet = 0x6558,
  mpls_unicast = 0x8847,
  mpls_multicast = 0x8848,
  point_to_point = 0x880b,
  erspan = 0x88be,
  erspan_3 = 0x22eb,
  service_header = 0x894f,
};

NextLayer enter(Dissection& d, LayerKind kind, std::uint32_t network = 0) {
  return enter_tunnel(d, Tunnel::gre, network) ? NextLayer{kind} : d.refuse(FrameDefect::too_many_tunnels);
}

NextLayer enter_mirror(Dissection& d, std::uint16_t vlan, LayerKind kind) {
  if (!enter_tunnel(d, Tunnel::erspan)) return d.refuse(FrameDefect::too_many_tunnels);
  d.mirrored_vlan = vlan & 0x0fff;
  return {kind};
}

/// draft-foschiano-erspan-03, 4.2: version 1 and the VLAN of the mirrored frame, which it keeps in its own tag or not.
NextLayer erspan_type_2(Dissection& d) {
  const auto header = d.header<8>();
  if (!header) return d.refuse(FrameDefect::truncated_tunnel);
  if (header->u8<0>() >> 4 != 1) return d.refuse(FrameDefect::bad_tunnel_header);
  return enter_mirror(d, header->be16<0>(), LayerKind::ethernet);
}

/// The same, 4.3: version 2, the type of what was mirrored, and a subheader where the last bit is set.
NextLayer erspan_type_3(Dissection& d) {
  const auto header = d.header<12>();
  if (!header) return d.refuse(FrameDefect::truncated_tunnel);
  if (header->u8<0>() >> 4 != 2) return d.refuse(FrameDefect::bad_tunnel_header);
  if ((header->u8<11>() & 0x01) != 0 && !d.header<8>()) return d.refuse(FrameDefect::truncated_tunnel);
  constexpr unsigned ethernet_frame = 0, ip_packet = 2;
  const unsigned frame_type = header->be16<10>() >> 10 & 0x1f;
  if (frame_type != ethernet_frame && frame_type != ip_packet) return d.refuse(FrameDefect::bad_tunnel_header);
  return enter_mirror(d, header->be16<0>(), frame_type == ip_packet ? LayerKind::ip_version : LayerKind::ethernet);
}

/// RFC 7637, 3.2: with a key, but neither checksum nor sequence, its upper 24 bits are the virtual subnet; the rest
/// spreads flows over links.
NextLayer ethernet_in_gre(Dissection& d, std::uint16_t flags, std::uint32_t key) {
  const bool is_nvgre = (flags & (has_checksum | has_key | has_sequence)) == has_key;
  return enter(d, LayerKind::ethernet, is_nvgre ? key >> 8 : key);
}

/// RFC 2784 and 2890; the mirrors are types of payload, the older of which share one number.
NextLayer version_0(Dissection& d, std::uint16_t flags, std::uint16_t type) {
  if ((flags & has_routing) != 0) return d.refuse(FrameDefect::tunnel_routing);
  core::ByteCursor in = d.in;
  if ((flags & has_checksum) != 0) in.skip(4);
  const std::uint32_t key = (flags & has_key) != 0 ? in.be32() : 0;
  if ((flags & has_sequence) != 0) in.skip(4);
  if (!in.ok()) return d.refuse(FrameDefect::truncated_tunnel);
  d.in = in;
  switch (type) {
    case ipv4:
    case ipv6:
      return enter(d, LayerKind::ip_version, key);
    case transparent_ethernet:
      return ethernet_in_gre(d, flags, key);
    case mpls_unicast:
    case mpls_multicast:
      return enter(d, LayerKind::mpls, key);
    case point_to_point:
      return enter(d, LayerKind::ppp, key);
    case service_header:
      return enter(d, LayerKind::nsh, key);
    case erspan:
      return (flags & has_sequence) != 0 ? erspan_type_2(d) : enter_mirror(d, 0, LayerKind::ethernet);
    case erspan_3:
      return erspan_type_3(d);
    default:
      return {};  // the payload is that of IP
  }
}

/// RFC 2637, 4.1: the key is a length and a call id, which is another for each direction. Without a sequence number
/// it carries nothing but an acknowledgement.
NextLayer version_1(Dissection& d, std::uint16_t flags, std::uint16_t type) {
  constexpr std::uint16_t has_acknowledgement = 0x0080;
  if (type != point_to_point || (flags & has_key) == 0) return d.refuse(FrameDefect::bad_tunnel_header);
  const auto key = d.header<4>();
  if (!key) return d.refuse(FrameDefect::truncated_tunnel);
  if ((flags & has_sequence) == 0) return {};
  d.in.skip((flags & has_acknowledgement) != 0 ? 8 : 4);
  if (!d.in.ok()) return d.refuse(FrameDefect::truncated_tunnel);
  d.limit(key->be16<0>(), FrameDefect::bad_tunnel_header);
  const core::Bytes rest = d.in.peek();
  if (rest.size() >= 2 && rest[0] == 0xff && rest[1] == 0x03) d.in.skip(2);
  return enter(d, LayerKind::ppp);
}

}  // namespace

NextLayer dissect_gre(Dissection& d) {
  const auto header = d.header<4>();
  if (!header) return d.refuse(FrameDefect::truncated_tunnel);
  const std::uint16_t flags = header->be16<0>();
  switch (flags & 0x0007) {
    case 0:
      return version_0(d, flags, header->be16<2>());
    case 1:
      return version_1(d, flags, header->be16<2>());
    default:
      return d.refuse(FrameDefect::bad_tunnel_header);
  }
}

bool looks_like_gre(core::Bytes bytes) {
  core::ByteCursor in{bytes};
  const std::uint16_t flags = in.be16(), type = in.be16();
  if (!in.ok() || (flags & 0x4fff) != 0) return false;
  switch (type) {
    case ipv4:
    case ipv6:
    case transparent_ethernet:
    case mpls_unicast:
    case mpls_multicast:
    case point_to_point:
    case service_header:
    case erspan:
    case erspan_3:
      return true;
    default:
      return false;
  }
}

/// RFC 3378, 3.1.
NextLayer dissect_ether_ip(Dissection& d) {
  const auto header = d.header<2>();
  if (!header) return d.refuse(FrameDefect::truncated_tunnel);
  if (header->be16<0>() != 0x3000) return d.refuse(FrameDefect::bad_tunnel_header);
  return enter_tunnel(d, Tunnel::ether_ip) ? NextLayer{LayerKind::ethernet} : d.refuse(FrameDefect::too_many_tunnels);
}

}  // namespace vedette::decoders
