// SPDX-License-Identifier: Apache-2.0
// ARP, IPv4, IPv6 with its extension headers, and the transports on them.
#include "decoders/dissect_layers.h"

namespace vedette::decoders {
namespace {

using core::IpAddress;
using core::IpProtocol;

NextLayer by_protocol(std::uint8_t protocol) {
  return {LayerKind::ip_protocol, protocol};
}

void set_protocol(Frame& frame, std::uint8_t protocol) {
  frame.ip_protocol = protocol;
  frame.transport = static_cast<IpProtocol>(protocol);
}

NextLayer fragment(Dissection& d) {
  d.frame.fragment = Fragment::piece;
  return d.stop();
}

/// Hop-by-hop, routing and destination options (RFC 8200, 4.3 to 4.6): length in 8 octets without the first 8.
NextLayer ipv6_options(Dissection& d) {
  const std::uint8_t next = d.in.u8();
  const std::size_t length = d.in.u8();
  d.in.skip(6 + 8 * length);
  return d.in.ok() ? by_protocol(next) : d.refuse(FrameDefect::truncated_network);
}

/// RFC 4302, 2.2: length in 4 octets without the first 8.
NextLayer authentication_header(Dissection& d) {
  const std::uint8_t next = d.in.u8();
  const std::size_t length = d.in.u8();
  d.in.skip(6 + 4 * length);
  return d.in.ok() ? by_protocol(next) : d.refuse(FrameDefect::truncated_network);
}

/// RFC 8200, 4.5. An atomic fragment (RFC 6946) is the whole datagram.
NextLayer fragment_header(Dissection& d) {
  const std::uint8_t next = d.in.u8();
  d.in.skip(1);
  const std::uint16_t offset_and_more = d.in.be16() & 0xfff9;
  d.in.skip(4);  // identification
  if (!d.in.ok()) return d.refuse(FrameDefect::truncated_network);
  if (offset_and_more == 0) return by_protocol(next);
  set_protocol(d.frame, next);
  return fragment(d);
}

/// Where a transport header is cut, its ports may still be there.
NextLayer cut_transport(Dissection& d) {
  if (const auto ports = d.header<4>()) {
    d.frame.source.port = {ports->be16<0>()};
    d.frame.target.port = {ports->be16<2>()};
  }
  return d.refuse(FrameDefect::truncated_transport);
}

/// RFC 9293, 3.1.
NextLayer tcp(Dissection& d) {
  const auto header = d.header<20>();
  if (!header) return cut_transport(d);
  d.frame.source.port = {header->be16<0>()};
  d.frame.target.port = {header->be16<2>()};
  const std::uint8_t flags = header->u8<13>();
  d.frame.tcp = {.sequence = header->be32<4>(),
                 .acknowledgement = header->be32<8>(),
                 .window = header->be16<14>(),
                 .fin = (flags & 0x01) != 0,
                 .syn = (flags & 0x02) != 0,
                 .rst = (flags & 0x04) != 0,
                 .psh = (flags & 0x08) != 0,
                 .ack = (flags & 0x10) != 0,
                 .urg = (flags & 0x20) != 0};
  const std::size_t length = static_cast<std::size_t>(header->u8<12>() >> 4) * 4;
  if (length < 20) return d.refuse(FrameDefect::bad_transport_header);
  d.in.skip(length - 20);
  if (d.in.ok()) return d.stop();
  return d.refuse(d.frame.snapped ? FrameDefect::truncated_transport : FrameDefect::bad_transport_header);
}

/// RFC 768; length 0 means a jumbo datagram (RFC 2675, 4).
NextLayer udp(Dissection& d) {
  const auto header = d.header<8>();
  if (!header) return cut_transport(d);
  d.frame.source.port = {header->be16<0>()};
  d.frame.target.port = {header->be16<2>()};
  const std::size_t length = header->be16<4>();
  if (length == 0) return d.stop();
  if (length < 8) return d.refuse(FrameDefect::bad_transport_header);
  d.limit(length - 8, FrameDefect::bad_transport_header);
  return d.stop();
}

}  // namespace

/// RFC 826, for IPv4 over Ethernet addresses; other pairs are left as payload.
NextLayer dissect_arp(Dissection& d) {
  const auto kinds = d.header<6>();  // hardware, protocol, and the lengths of their addresses
  if (!kinds) return d.refuse(FrameDefect::truncated_network);
  if (kinds->be16<0>() != 1 || kinds->be16<2>() != 0x0800 || kinds->be16<4>() != 0x0604) return d.stop();
  const auto body = d.header<22>();
  if (!body) return d.refuse(FrameDefect::truncated_network);
  const std::uint16_t operation = body->be16<0>();
  AddressClaim& claim = d.frame.claim.emplace();
  if (operation == 1) claim.kind = ClaimKind::arp_request;
  if (operation == 2) claim.kind = ClaimKind::arp_reply;
  claim.sender_mac = core::MacAddress::from(body->bytes<2, 6>());
  claim.sender_ip = IpAddress::v4(body->bytes<8, 4>());
  claim.target_ip = IpAddress::v4(body->bytes<18, 4>());
  return {};
}

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
  const auto header = d.header<20>();
  if (!header) return d.refuse(FrameDefect::truncated_network);
  const std::size_t length = (header->u8<0>() & 0x0fu) * 4u;
  if (header->u8<0>() >> 4 != 4 || length < 20) return d.refuse(FrameDefect::bad_ip_header);
  d.frame.source.ip.assign_v4(header->bytes<12, 4>());
  d.frame.target.ip.assign_v4(header->bytes<16, 4>());
  const std::uint8_t protocol = header->u8<9>();
  set_protocol(d.frame, protocol);
  d.in.skip(length - 20);
  if (!d.in.ok()) return d.refuse(FrameDefect::truncated_network);
  const std::size_t total = header->be16<2>();
  if (total >= length) {
    d.limit(total - length, FrameDefect::bad_ip_header);
  } else if (total == 0) {
    d.frame.snapped = d.cut;
  } else {
    d.note(FrameDefect::bad_ip_header);
  }
  constexpr std::uint16_t more_fragments = 0x2000, offset = 0x1fff;
  return (header->be16<6>() & (more_fragments | offset)) != 0 ? fragment(d) : by_protocol(protocol);
}

/// RFC 8200, 3. A payload length of 0 is a jumbogram (RFC 2675) or segmentation offload.
NextLayer dissect_ipv6(Dissection& d) {
  const auto header = d.header<40>();
  if (!header) return d.refuse(FrameDefect::truncated_network);
  if (header->u8<0>() >> 4 != 6) return d.refuse(FrameDefect::bad_ip_header);
  d.frame.source.ip.assign_v6(header->bytes<8, 16>());
  d.frame.target.ip.assign_v6(header->bytes<24, 16>());
  const std::size_t length = header->be16<4>();
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
      return tcp(d);
    case 17:
      return udp(d);
    default:
      break;
  }
  const bool options = protocol == 0 || protocol == 43 || protocol == 60;
  const bool is_extension =
      protocol == 51 || (d.frame.source.ip.family() == core::IpFamily::v6 && (options || protocol == 44));
  if (!is_extension) return d.stop();
  if (d.extension_headers++ == max_extension_headers) return d.refuse(FrameDefect::too_many_extension_headers);
  if (protocol == 44) return fragment_header(d);
  return options ? ipv6_options(d) : authentication_header(d);
}

}  // namespace vedette::decoders
