// SPDX-License-Identifier: Apache-2.0
// TCP, UDP, ICMP and the transports of which only the ports are read.
#include "decoders/dissect_layers.h"
#include "decoders/tunnel.h"

namespace vedette::decoders {
namespace {

/// Where a transport header is cut, its ports may still be there.
NextLayer cut_transport(Dissection& d) {
  if (const auto ports = d.header<4>()) {
    d.frame.source.port = {ports->be16<0>()};
    d.frame.target.port = {ports->be16<2>()};
  }
  return d.refuse(FrameDefect::truncated_transport);
}

}  // namespace

/// RFC 9293, 3.1.
NextLayer dissect_tcp(Dissection& d) {
  d.frame.segment = d.in.peek();
  const auto header = d.header<20>();
  if (!header) return cut_transport(d);
  d.frame.source.port = {header->be16<0>()};
  d.frame.target.port = {header->be16<2>()};
  d.frame.tcp = tcp_fields(*header);
  const std::size_t length = static_cast<std::size_t>(header->u8<12>() >> 4) * 4;
  if (length < 20) return d.refuse(FrameDefect::bad_transport_header);
  d.in.skip(length - 20);
  if (!d.in.ok()) {
    // Where only the capture was cut the segment was a good one. Where its header lies no receiver takes it.
    d.frame.has_transport = d.frame.snapped;
    return d.refuse(d.frame.snapped ? FrameDefect::truncated_transport : FrameDefect::bad_transport_header);
  }
  d.frame.has_transport = true;
  d.frame.payload = d.in.rest();
  return {};
}

/// RFC 768; length 0 means a jumbo datagram (RFC 2675, 4).
NextLayer dissect_udp(Dissection& d) {
  const core::Bytes all = d.frame.segment = d.in.peek();
  const auto header = d.header<8>();
  if (!header) return cut_transport(d);
  const std::uint16_t source = header->be16<0>(), target = header->be16<2>();
  d.frame.source.port = {source};
  d.frame.target.port = {target};
  const std::size_t length = header->be16<4>();
  if (length != 0) {
    if (length < 8) return d.refuse(FrameDefect::bad_transport_header);
    d.limit(length - 8, FrameDefect::bad_transport_header);
    d.frame.segment = all.first(8 + d.in.remaining());
  }
  d.frame.has_transport = true;
  d.frame.payload = d.in.peek();
  if (is_tunnel_port(source, target)) {
    if (const auto inside = dissect_udp_tunnel(d)) return *inside;
  }
  return {};
}

/// RFC 792 and RFC 4443: type, code, checksum. What neighbor discovery claims is read too.
NextLayer dissect_icmp(Dissection& d) {
  const core::Bytes message = d.in.peek();
  if (message.size() < 4) return d.refuse(FrameDefect::truncated_transport);
  d.frame.icmp = {.type = message[0], .code = message[1]};
  d.frame.has_transport = true;
  if (d.frame.transport == core::IpProtocol::icmpv6) read_neighbor_claim(d);
  return d.stop();
}

/// DCCP (RFC 4340), SCTP (RFC 9260), UDP-Lite (RFC 3828): the ports come first in all three.
NextLayer dissect_ports_only(Dissection& d) {
  const core::Bytes segment = d.in.peek();
  core::ByteCursor in{segment};
  const std::uint16_t source = in.be16(), target = in.be16();
  if (in.ok()) {
    d.frame.source.port = {source};
    d.frame.target.port = {target};
  }
  return d.stop();
}

}  // namespace vedette::decoders
