// SPDX-License-Identifier: Apache-2.0
// Tunnels over UDP. A port number is a hint and no more, so each header must look like the tunnel's in every bit that
// is fixed, and what it says is inside must look like that; else it stays what it is, the payload of UDP.
#include "decoders/tunnel.h"

namespace vedette::decoders {
namespace {

enum : std::uint16_t {
  gtp_user_port = 2152,
  teredo_port = 3544,
  gre_port = 4754,
  vxlan_port = 4789,
  vxlan_gpe_port = 4790,
  geneve_port = 6081,
  vxlan_linux_port = 8472,  // before there was an official one
};
using Inside = std::optional<NextLayer>;

Inside enter(Dissection& d, core::ByteCursor in, Tunnel tunnel, LayerKind kind, std::uint32_t network = 0) {
  if (!enter_tunnel(d, tunnel, network)) return d.refuse(FrameDefect::too_many_tunnels);
  d.in = in;
  return NextLayer{kind};
}

bool has_ethernet_header(const core::ByteCursor& in) {
  return in.ok() && in.remaining() >= 14;
}
bool has_ip_version(const core::ByteCursor& in) {
  const core::Bytes rest = in.peek();
  return !rest.empty() && (rest[0] >> 4 == 4 || rest[0] >> 4 == 6);
}

/// draft-ietf-nvo3-vxlan-gpe-13, 3: where no protocol is told it's Ethernet.
Inside vxlan_gpe(Dissection& d) {
  core::ByteCursor in = d.in;
  const std::uint8_t flags = in.u8();
  const std::uint16_t reserved_16 = in.be16();
  std::uint8_t protocol = in.u8();
  std::uint32_t network = in.be24();
  const std::uint8_t reserved = in.u8();
  constexpr std::uint8_t has_network = 0x08, has_protocol = 0x04, fixed_bits = 0xf1;
  if (!in.ok() || (flags & fixed_bits) != 0 || reserved_16 != 0 || reserved != 0) return std::nullopt;
  if ((flags & has_network) == 0) network = 0;
  if ((flags & has_protocol) == 0) protocol = 3;
  switch (protocol) {
    case 1:
    case 2:
      if (!has_ip_version(in)) return std::nullopt;
      return enter(d, in, Tunnel::vxlan, LayerKind::ip_version, network);
    case 3:
      if (!has_ethernet_header(in)) return std::nullopt;
      return enter(d, in, Tunnel::vxlan, LayerKind::ethernet, network);
    case 4:
      return enter(d, in, Tunnel::vxlan, LayerKind::nsh, network);
    case 5:
      return enter(d, in, Tunnel::vxlan, LayerKind::mpls, network);
    default:
      return std::nullopt;
  }
}

/// RFC 7348, 5. What is reserved there some switches use, for a group policy for one; then only the frame inside can
/// confirm what the port says. Where a header of VXLAN-GPE comes to the old port it's read as one.
Inside vxlan(Dissection& d) {
  core::ByteCursor in = d.in;
  const std::uint8_t flags = in.u8();
  const std::uint32_t reserved_24 = in.be24();
  const std::uint32_t network = in.be24();
  const std::uint8_t reserved = in.u8();
  constexpr std::uint8_t has_network = 0x08, has_protocol = 0x04, has_group = 0x80;
  if ((flags & has_protocol) != 0) return vxlan_gpe(d);
  if ((flags & ~has_group) != has_network || reserved != 0 || !has_ethernet_header(in)) return std::nullopt;
  const bool is_plain = flags == has_network && reserved_24 == 0;
  if (!is_plain && !looks_like_ethernet(in.peek())) return std::nullopt;
  return enter(d, in, Tunnel::vxlan, LayerKind::ethernet, network);
}

/// RFC 8926, 3.4. Control packets carry no one's conversation.
Inside geneve(Dissection& d) {
  core::ByteCursor in = d.in;
  const std::uint8_t version_and_length = in.u8(), flags = in.u8();
  const std::uint16_t type = in.be16();
  const std::uint32_t network = in.be24();
  const std::uint8_t reserved = in.u8();
  constexpr std::uint8_t is_critical = 0x40;
  if (version_and_length >> 6 != 0 || (flags & ~is_critical) != 0 || reserved != 0) return std::nullopt;
  in.skip((version_and_length & 0x3fu) * std::size_t{4});
  switch (type) {
    case 0x6558:
      if (!has_ethernet_header(in)) return std::nullopt;
      return enter(d, in, Tunnel::geneve, LayerKind::ethernet, network);
    case 0x0800:
    case 0x86dd:
      if (!has_ip_version(in)) return std::nullopt;
      return enter(d, in, Tunnel::geneve, LayerKind::ip_version, network);
    default:
      return std::nullopt;
  }
}

/// 3GPP TS 29.281, 5.2: a chain of extension headers, each in words of four octets that end with the next one's type.
bool skip_gtp_extensions(core::ByteCursor& in, std::uint8_t type) {
  for (unsigned count = 0; type != 0; ++count) {
    const std::size_t words = in.u8();
    if (!in.ok() || words == 0 || count == max_extension_headers) return false;
    in.skip(words * 4 - 2);
    type = in.u8();
  }
  return in.ok();
}

/// The same, 5.1: user data in version 1. Signalling, and what is no IP inside, stays the outer packet's payload.
Inside gtp_u(Dissection& d) {
  core::ByteCursor in = d.in;
  const std::uint8_t flags = in.u8(), type = in.u8();
  const std::size_t length = in.be16();
  in.skip(4);  // tunnel endpoint id: its receiver's, so another for each direction
  constexpr std::uint8_t fixed_bits = 0xf8, version_1 = 0x30, has_options = 0x07, has_extension = 0x04;
  constexpr std::uint8_t user_data = 255;
  if ((flags & fixed_bits) != version_1 || type != user_data) return std::nullopt;
  if (length != in.remaining() && !(length > in.remaining() && d.cut)) return std::nullopt;
  if ((flags & has_options) != 0) {
    in.skip(3);  // sequence and N-PDU numbers
    const std::uint8_t extension = in.u8();
    if ((flags & has_extension) != 0 && !skip_gtp_extensions(in, extension)) return std::nullopt;
  }
  if (!has_ip_version(in)) return std::nullopt;
  return enter(d, in, Tunnel::gtp_u, LayerKind::ip_version);
}

/// RFC 4380, 5.1.1: authentication, then origin, either may be left out; then IPv6, of which the length must fit.
Inside teredo(Dissection& d) {
  core::ByteCursor in = d.in;
  if (core::ByteCursor head = in; head.be16() == 0x0001 && head.ok()) {
    const std::size_t id_length = head.u8(), value_length = head.u8();
    head.skip(id_length + value_length + 9);  // nonce and confirmation
    in = head;
  }
  if (core::ByteCursor head = in; head.be16() == 0x0000 && head.ok()) {
    head.skip(6);
    in = head;
  }
  core::ByteCursor inner = in;
  const std::uint32_t version = inner.be32() >> 28;
  const std::size_t length = inner.be16();
  inner.skip(34);
  if (!inner.ok() || version != 6 || (length > inner.remaining() && !d.cut)) return std::nullopt;
  return enter(d, in, Tunnel::teredo, LayerKind::ip_version);
}

/// RFC 8086.
Inside gre_in_udp(Dissection& d) {
  if (!looks_like_gre(d.in.peek())) return std::nullopt;
  return dissect_gre(d);
}

}  // namespace

bool is_tunnel_port(std::uint16_t source, std::uint16_t target) {
  switch (target) {
    case gtp_user_port:
    case teredo_port:
    case gre_port:
    case vxlan_port:
    case vxlan_gpe_port:
    case geneve_port:
    case vxlan_linux_port:
      return true;
    default:
      return source == teredo_port;
  }
}

std::optional<NextLayer> dissect_udp_tunnel(Dissection& d) {
  switch (d.frame.target.port.number) {
    case gtp_user_port:
      return gtp_u(d);
    case gre_port:
      return gre_in_udp(d);
    case vxlan_port:
    case vxlan_linux_port:
      return vxlan(d);
    case vxlan_gpe_port:
      return vxlan_gpe(d);
    case geneve_port:
      return geneve(d);
    default:
      return teredo(d);
  }
}

}  // namespace vedette::decoders
