// SPDX-License-Identifier: Apache-2.0
// What stands between an IP header and the transport: options of IPv4, extension headers of IPv6, authentication
// headers, and the fragment headers of both.
#include "decoders/dissect_layers.h"
#include "decoders/fragments.h"

namespace vedette::decoders {
namespace {

enum : std::uint8_t {
  hop_by_hop = 0,
  routing = 43,
  fragment = 44,
  no_next_header = 59,
  destination_options = 60,
  mobility = 135,
  host_identity = 139,
  shim6 = 140,
};

/// RFC 2675, 2: counted from behind the IPv6 header on. Only where that header has no length, and only if it needs it.
void jumbo_payload(Dissection& d, std::size_t header_length, std::uint32_t length) {
  if (!d.may_be_jumbo || length <= 0xffff) return d.note(FrameDefect::bad_ip_option);
  d.may_be_jumbo = false;
  d.frame.snapped = false;
  d.limit(length - header_length, FrameDefect::bad_ip_header);
}

/// RFC 8200, 4.2: type, length, value; padding of one octet has no length.
void read_ipv6_options(Dissection& d, core::ByteCursor options, std::size_t header_length) {
  constexpr std::uint8_t pad1 = 0, jumbo = 0xc2, home_address = 0xc9;
  while (!options.empty()) {
    const std::uint8_t type = options.u8();
    if (type == pad1) continue;
    core::ByteCursor value{options.bytes(options.u8())};
    if (!options.ok()) return d.note(FrameDefect::bad_ip_option);
    if (type == home_address) d.frame.is_rerouted = true;  // RFC 6275, 6.3
    if (type != jumbo) continue;
    const std::uint32_t length = value.be32();
    value.ok() && value.empty() ? jumbo_payload(d, header_length, length) : d.note(FrameDefect::bad_ip_option);
  }
}

/// RFC 8200, 4.5. An atomic fragment (RFC 6946) is the whole datagram.
NextLayer fragment_header(Dissection& d) {
  const auto header = d.header<8>();
  if (!header) return d.refuse(FrameDefect::truncated_network);
  const std::uint8_t next = header->u8<0>();
  const std::uint16_t offset_and_more = header->be16<2>() & 0xfff9;
  if (offset_and_more == 0) return by_protocol(next);
  d.frame.ip_protocol = next;
  d.frame.transport = static_cast<core::IpProtocol>(next);
  return dissect_fragment(d, {.id = header->be32<4>(),
                              .offset = offset_and_more & 0xfff8u,
                              .protocol = next,
                              .has_more = (offset_and_more & 1) != 0,
                              .is_length_sure = !d.frame.snapped && d.frame.defect != FrameDefect::bad_ip_header});
}

/// RFC 8200, 4.4: what is left to visit stands in the header, the next of them in the address.
void read_routing(Dissection& d, core::Bytes header) {
  if (header[3] != 0) d.frame.is_rerouted = true;
}

}  // namespace

/// RFC 791, 3.1: an option's length counts its type and itself. The source routes (131 loose, 137 strict) point at the
/// next address to visit, counted from 1.
void read_ipv4_options(Dissection& d, core::Bytes options) {
  constexpr std::uint8_t end = 0, nothing = 1, loose_route = 131, strict_route = 137;
  core::ByteCursor in{options};
  while (!in.empty()) {
    const std::uint8_t type = in.u8();
    if (type == end) return;
    if (type == nothing) continue;
    const std::size_t length = in.u8();
    core::ByteCursor value{in.bytes(length < 2 ? in.remaining() + 1 : length - 2)};
    if (!in.ok()) return d.note(FrameDefect::bad_ip_option);
    const bool is_route = type == loose_route || type == strict_route;
    if (is_route && value.u8() <= length) d.frame.is_rerouted = true;
  }
}

bool is_ipv6_extension(std::uint8_t protocol) {
  switch (protocol) {
    case hop_by_hop:
    case routing:
    case fragment:
    case destination_options:
    case mobility:
    case host_identity:
    case shim6:
      return true;
    default:
      return false;
  }
}

/// All of them but the fragment header start alike (RFC 6564): next header, length in 8 octets without the first 8.
NextLayer dissect_ipv6_extension(Dissection& d, std::uint8_t protocol) {
  if (protocol == fragment) return fragment_header(d);
  core::ByteCursor in = d.in;
  const std::uint8_t next = in.u8();
  const std::size_t length = 8 + std::size_t{8} * in.u8();
  const core::Bytes all = d.in.peek();
  if (!in.ok() || length > all.size()) return d.refuse(FrameDefect::truncated_network);
  // Mobility, host identity and shim6 messages mostly carry nothing (RFC 6275, 6.1.1): then they are the transport.
  if (protocol >= mobility && next == no_next_header) {
    d.frame.segment = all;
    return d.stop();
  }
  d.in.skip(length);
  if (protocol == routing) read_routing(d, all.first(length));
  const bool has_options = protocol == hop_by_hop || protocol == destination_options;
  if (has_options) read_ipv6_options(d, core::ByteCursor{all.subspan(2, length - 2)}, length);
  return by_protocol(next);
}

/// RFC 4302, 2.2: length in 4 octets without the first 8.
NextLayer dissect_authentication_header(Dissection& d) {
  const std::uint8_t next = d.in.u8();
  const std::size_t length = d.in.u8();
  d.in.skip(6 + 4 * length);
  return d.in.ok() ? by_protocol(next) : d.refuse(FrameDefect::truncated_network);
}

NextLayer dissect_fragment(Dissection& d, const FragmentHeader& header) {
  d.frame.fragment = Fragment::piece;
  const bool is_first = header.offset == 0;
  // The rest of a piece that was cut is nowhere: the datagram can't become whole. Its first piece still has the ports.
  if (d.reassembly != nullptr && d.frame.snapped && is_first) return by_protocol(header.protocol);
  if (d.reassembly == nullptr || !header.is_length_sure) return d.stop();
  const bool is_v4 = d.frame.source.ip.family() == core::IpFamily::v4;
  const FragmentKey key{.source = d.frame.source.ip,
                        .target = d.frame.target.ip,
                        .id = header.id,
                        .network = d.frame.source.network,
                        .vlan = d.frame.source.vlan,
                        .outer_vlan = d.frame.source.outer_vlan,
                        .protocol = is_v4 ? header.protocol : std::uint8_t{fragment}};
  const FragmentPiece piece{.bytes = d.in.peek(),
                            .offset = header.offset,
                            .wire_bytes = d.frame.wire_bytes,
                            .frames = d.frame.pieces,
                            .protocol = header.protocol,
                            .has_more = header.has_more};
  const FragmentResult result =
      d.reassembly->table.add(key, piece, d.reassembly->now, d.reassembly->room, d.reassembly->stats);
  d.note(result.defect);
  if (!result.is_whole) return d.stop();
  d.frame.fragment = Fragment::whole;
  d.frame.pieces = result.frames;
  d.frame.wire_bytes = result.wire_bytes;
  d.cut = d.may_be_jumbo = false;
  d.in = core::ByteCursor{result.whole};
  return by_protocol(result.protocol);
}

}  // namespace vedette::decoders
