// SPDX-License-Identifier: Apache-2.0
// IPv4 and IPv6, and what their protocol numbers lead to.
#include "decoders/dissect_layers.h"
#include "decoders/ones_complement.h"
#include "decoders/tunnel.h"

namespace vedette::decoders {
namespace {

void set_protocol(Frame& frame, std::uint8_t protocol) {
  frame.ip_protocol = protocol;
  frame.transport = static_cast<core::IpProtocol>(protocol);
}

NextLayer ip_in_ip(Dissection& d) {
  const bool in_v4 = d.frame.source.ip.family() == core::IpFamily::v4;
  if (!enter_tunnel(d, in_v4 ? Tunnel::ip_in_ip : Tunnel::ip_in_ip6)) return d.refuse(FrameDefect::too_many_tunnels);
  return {LayerKind::ip_version};
}

NextLayer other_protocol(Dissection& d, std::uint8_t protocol) {
  const bool in_v6 = d.frame.source.ip.family() == core::IpFamily::v6;
  if (protocol == 51 || (in_v6 && is_ipv6_extension(protocol))) {
    if (d.extension_headers++ == max_extension_headers) return d.refuse(FrameDefect::too_many_extension_headers);
    return protocol == 51 ? dissect_authentication_header(d) : dissect_ipv6_extension(d, protocol);
  }
  d.frame.segment = d.frame.payload = d.in.peek();
  switch (protocol) {
    case 1:
    case 58:
      return dissect_icmp(d);
    case 4:
    case 41:
      return ip_in_ip(d);
    case 47:
      return dissect_gre(d);
    case 97:
      return dissect_ether_ip(d);
    case 33:   // DCCP
    case 132:  // SCTP
    case 136:  // UDP-Lite
      return dissect_ports_only(d);
    default:
      return d.stop();
  }
}

}  // namespace

NextLayer dissect_ip_version(Dissection& d) {
  const core::Bytes packet = d.in.peek();
  if (packet.empty()) return d.refuse(FrameDefect::truncated_network);
  switch (packet[0] >> 4) {
    case 4:
      return dissect_ipv4(d);
    case 6:
      return dissect_ipv6(d);
    default:
      return d.refuse(FrameDefect::bad_ip_header);
  }
}

/// RFC 791, 3.1. A total length of 0 is what a capture sees of segmentation offload: the card fills it in later.
NextLayer dissect_ipv4(Dissection& d) {
  const core::Bytes from_here = d.in.peek();
  const auto header = d.header<20>();
  if (!header) return d.refuse(FrameDefect::truncated_network);
  const std::size_t length = (header->u8<0>() & 0x0fu) * 4u;
  if (header->u8<0>() >> 4 != 4 || length < 20) return d.refuse(FrameDefect::bad_ip_header);
  if (d.entering) begin_inner(d);
  d.frame.source.ip.assign_v4(header->bytes<12, 4>());
  d.frame.target.ip.assign_v4(header->bytes<16, 4>());
  const std::uint8_t protocol = header->u8<9>();
  set_protocol(d.frame, protocol);
  d.frame.ip_id = header->be16<4>();
  d.frame.ttl = header->u8<8>();
  if (length > 20) {
    d.in.skip(length - 20);
    if (!d.in.ok()) return d.refuse(FrameDefect::truncated_network);
    read_ipv4_options(d, from_here.subspan(20, length - 20));
  }
  if (!is_all_ones(ones_complement_sum(from_here.first(length)))) d.frame.bad_ip_checksum = true;
  const std::size_t total = header->be16<2>();
  const bool is_length_sure = total >= length && total - length <= d.in.remaining();
  d.frame.snapped = false;  // of a packet around this one that was told already
  if (total >= length) {
    d.limit(total - length, FrameDefect::bad_ip_header);
  } else if (total == 0) {
    d.frame.snapped = d.cut;
  } else {
    d.note(FrameDefect::bad_ip_header);
  }
  constexpr std::uint16_t more_fragments = 0x2000, offset = 0x1fff;
  const std::uint16_t fragment = header->be16<6>();
  if ((fragment & (more_fragments | offset)) == 0) return by_protocol(protocol);
  return dissect_fragment(d, {.id = header->be16<4>(),
                              .offset = (fragment & offset) * 8u,
                              .protocol = protocol,
                              .has_more = (fragment & more_fragments) != 0,
                              .is_length_sure = is_length_sure});
}

/// RFC 8200, 3. A payload length of 0 is a jumbogram (RFC 2675) or segmentation offload.
NextLayer dissect_ipv6(Dissection& d) {
  const auto header = d.header<40>();
  if (!header) return d.refuse(FrameDefect::truncated_network);
  if (header->u8<0>() >> 4 != 6) return d.refuse(FrameDefect::bad_ip_header);
  if (d.entering) begin_inner(d);
  d.frame.source.ip.assign_v6(header->bytes<8, 16>());
  d.frame.target.ip.assign_v6(header->bytes<24, 16>());
  d.frame.ttl = header->u8<7>();
  const std::size_t length = header->be16<4>();
  d.may_be_jumbo = length == 0;
  d.frame.snapped = false;
  if (length != 0) {
    d.limit(length, FrameDefect::bad_ip_header);
  } else {
    d.frame.snapped = d.cut;
  }
  return by_protocol(header->u8<6>());
}

NextLayer dissect_ip_protocol(Dissection& d, std::uint8_t protocol) {
  set_protocol(d.frame, protocol);
  switch (protocol) {
    case 6:
      return dissect_tcp(d);
    case 17:
      return dissect_udp(d);
    default:
      return other_protocol(d, protocol);
  }
}

}  // namespace vedette::decoders
