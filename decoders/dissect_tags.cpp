// SPDX-License-Identifier: Apache-2.0
// What may stand between an Ethernet header and IP: VLAN and port tags, frames in frames, labels, PPPoE, service
// headers.
#include "decoders/dissect_layers.h"
#include "decoders/tunnel.h"

namespace vedette::decoders {
namespace {

/// Tags that say which port of a switch or extender a frame belongs to, which is no identity.
template <std::size_t Length>
NextLayer port_tag(Dissection& d) {
  const auto tag = d.header<Length>();
  if (!tag) return d.refuse(FrameDefect::truncated_link);
  return dissect_type_or_length(d, tag->template be16<Length - 2>());
}

/// A whole frame behind a short header.
NextLayer frame_in_frame(Dissection& d, std::size_t header) {
  d.in.skip(header);
  if (!d.in.ok()) return d.refuse(FrameDefect::truncated_link);
  return {LayerKind::ethernet};
}

/// A frame behind a label stack may have a control word before it (RFC 4448, 4.6): 16 zeros and a sequence number. Only
/// the looks tell, as an address may start with zeros too.
NextLayer pseudowire(Dissection& d) {
  constexpr std::size_t control_word = 4;
  const core::Bytes rest = d.in.peek();
  const bool may_be_control_word = rest.size() > control_word && rest[0] == 0 && rest[1] == 0;
  if (may_be_control_word && looks_like_ethernet(rest.subspan(control_word))) {
    d.in.skip(control_word);
    return {LayerKind::ethernet};
  }
  return looks_like_ethernet(rest) ? NextLayer{LayerKind::ethernet} : d.stop();
}

}  // namespace

/// IEEE 802.1Q and 802.1ad, one tag a turn. A tag with id 0 carries a priority and no VLAN.
NextLayer dissect_vlan_tag(Dissection& d) {
  if (d.tags++ == max_tags) return d.refuse(FrameDefect::too_many_tags);
  const auto tag = d.header<4>();
  if (!tag) return d.refuse(FrameDefect::truncated_link);
  const std::uint16_t id = tag->be16<0>() & 0x0fff;
  if (id != 0) {
    if (!d.has_borrowed_vlan) d.frame.source.outer_vlan = d.frame.target.outer_vlan = d.frame.source.vlan;
    d.has_borrowed_vlan = false;
    d.frame.source.vlan = d.frame.target.vlan = {id};
  }
  return dissect_type_or_length(d, tag->be16<2>());
}

NextLayer dissect_other_tag(Dissection& d, std::uint16_t ether_type) {
  if (d.tags++ == max_tags) return d.refuse(FrameDefect::too_many_tags);
  switch (ether_type) {
    case 0x8926:  // VN-tag
      return port_tag<6>(d);
    case 0x893f:  // E-tag (IEEE 802.1BR)
      return port_tag<8>(d);
    case 0x88e7:  // I-tag (IEEE 802.1ah): flags and service id, then the customer's frame
      return frame_in_frame(d, 4);
    case 0x8903:  // FabricPath: forwarding tag and hop limit, then the frame
      return frame_in_frame(d, 2);
    default:
      return d.stop();
  }
}

/// RFC 3032. What is behind the last label doesn't say what it is.
NextLayer dissect_mpls(Dissection& d) {
  unsigned labels = 0;
  for (bool is_last = false; !is_last;) {
    if (labels++ == max_labels) return d.refuse(FrameDefect::too_many_tags);
    const auto label = d.header<4>();
    if (!label) return d.refuse(FrameDefect::truncated_tunnel);
    is_last = (label->u8<2>() & 0x01) != 0;
  }
  if (!add_tunnel(d, Tunnel::mpls)) return d.refuse(FrameDefect::too_many_tunnels);
  const core::Bytes rest = d.in.peek();
  if (rest.empty()) return d.refuse(FrameDefect::truncated_network);
  const int nibble = rest[0] >> 4;
  return nibble == 4 || nibble == 6 ? NextLayer{LayerKind::ip_version} : pseudowire(d);
}

/// RFC 2516, 4: a session's frames.
NextLayer dissect_pppoe(Dissection& d) {
  const auto header = d.header<6>();
  if (!header) return d.refuse(FrameDefect::truncated_tunnel);
  if (header->be16<0>() != 0x1100) return d.refuse(FrameDefect::bad_tunnel_header);
  if (!add_tunnel(d, Tunnel::pppoe)) return d.refuse(FrameDefect::too_many_tunnels);
  d.limit(header->be16<4>(), FrameDefect::bad_tunnel_header);
  return {LayerKind::ppp};
}

/// RFC 8300, 2.2 to 2.5. Its length counts words of four octets, the base header's two included.
NextLayer dissect_nsh(Dissection& d) {
  const auto header = d.header<8>();
  if (!header) return d.refuse(FrameDefect::truncated_tunnel);
  const std::size_t words = header->u8<1>() & 0x3fu;
  const unsigned metadata = header->u8<2>() & 0x0fu;
  const bool is_length_right = metadata == 1 ? words == 6 : words >= 2;
  if (header->u8<0>() >> 6 != 0 || !is_length_right) return d.refuse(FrameDefect::bad_tunnel_header);
  d.in.skip(words * 4 - 8);
  if (!d.in.ok()) return d.refuse(FrameDefect::truncated_tunnel);
  if (!add_tunnel(d, Tunnel::nsh)) return d.refuse(FrameDefect::too_many_tunnels);
  switch (header->u8<3>()) {
    case 1:
    case 2:
      return {LayerKind::ip_version};
    case 3:
      return {LayerKind::ethernet};
    case 4:
      return {LayerKind::nsh};
    case 5:
      return {LayerKind::mpls};
    default:
      return d.stop();
  }
}

}  // namespace vedette::decoders
