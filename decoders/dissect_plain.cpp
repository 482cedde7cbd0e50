// SPDX-License-Identifier: Apache-2.0
// What nearly all packets are, read at once: a whole frame of Ethernet, IPv4 without options in one piece, TCP or UDP.
// All lengths agree, so each is checked once. Anything else is left to the layers one by one, and so is all that is
// wrong.
#include "decoders/dissect_layers.h"
#include "decoders/ones_complement.h"
#include "decoders/tunnel.h"

namespace vedette::decoders {
namespace {

constexpr std::size_t ethernet_size = 14, ip_size = 20, udp_size = 8, tcp_size = 20;

bool read_udp(core::Bytes segment, Frame& frame) {
  const FixedHeader<udp_size> header(segment);
  const std::uint16_t source = header.be16<0>(), target = header.be16<2>();
  if (header.be16<4>() != segment.size() || is_tunnel_port(source, target)) return false;
  frame.source.port = {source};
  frame.target.port = {target};
  frame.payload = segment.subspan(udp_size);
  return true;
}

bool read_tcp(core::Bytes segment, Frame& frame) {
  if (segment.size() < tcp_size) return false;
  const FixedHeader<tcp_size> header(segment);
  const std::size_t length = (header.u8<12>() >> 4) * 4u;
  if (length < tcp_size || length > segment.size()) return false;
  frame.source.port = {header.be16<0>()};
  frame.target.port = {header.be16<2>()};
  frame.tcp = tcp_fields(header);
  frame.payload = segment.subspan(length);
  return true;
}

}  // namespace

bool dissect_plain(const core::Packet& packet, Frame& frame) {
  const core::Bytes all = packet.bytes;
  constexpr std::size_t least = ethernet_size + ip_size + udp_size;
  if (packet.link != core::LinkType::ethernet || all.size() < least || packet.wire_length > all.size()) return false;
  const FixedHeader<least> header(all);
  constexpr std::uint16_t more_fragments_or_offset = 0x3fff;
  if (header.be16<12>() != 0x0800 || header.u8<14>() != 0x45 || (header.be16<20>() & more_fragments_or_offset) != 0)
    return false;
  const std::size_t total = header.be16<16>();
  if (total < ip_size + udp_size || total > all.size() - ethernet_size) return false;
  const core::Bytes segment = all.subspan(ethernet_size + ip_size, total - ip_size);
  const auto transport = static_cast<core::IpProtocol>(header.u8<23>());
  const bool is_plain = transport == core::IpProtocol::tcp   ? read_tcp(segment, frame)
                        : transport == core::IpProtocol::udp ? read_udp(segment, frame)
                                                             : false;
  if (!is_plain) return false;
  frame.target.mac = core::MacAddress::from(header.bytes<0, 6>());
  frame.source.mac = core::MacAddress::from(header.bytes<6, 6>());
  frame.ether_type = header.be16<12>();
  frame.source.ip.assign_v4(header.bytes<26, 4>());
  frame.target.ip.assign_v4(header.bytes<30, 4>());
  frame.transport = transport;
  frame.ip_protocol = header.u8<23>();
  frame.ip_id = header.be16<18>();
  frame.ttl = header.u8<22>();
  frame.bad_ip_checksum = !is_all_ones(ones_complement_sum(all.subspan(ethernet_size, ip_size)));
  frame.has_transport = true;
  frame.segment = segment;
  return true;
}

}  // namespace vedette::decoders
