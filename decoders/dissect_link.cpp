// SPDX-License-Identifier: Apache-2.0
// The link layers: what a capture's link type says its packets start with.
#include "decoders/dissect_layers.h"
#include "decoders/tunnel.h"

namespace vedette::decoders {
namespace {

using core::LinkType;
using core::MacAddress;

/// BSD loopback: a protocol family in the byte order of the machine that captured. The numbers are below 256, so the
/// order shows. IPv6 has one number on Linux and three on the BSDs.
NextLayer loopback(Dissection& d) {
  std::uint32_t family = d.in.be32();
  if (!d.in.ok()) return d.refuse(FrameDefect::truncated_link);
  if (family > 0xffff) family = __builtin_bswap32(family);
  switch (family) {
    case 2:
      return dissect_ipv4(d);
    case 10:
    case 24:
    case 28:
    case 30:
      return dissect_ipv6(d);
    default:
      return d.stop();
  }
}

/// Protocol numbers below 0x0600 mean frames without an Ethernet type: 4 is 802.2 LLC, others are CAN and the like.
NextLayer by_cooked_protocol(Dissection& d, std::uint16_t protocol) {
  if (protocol >= first_ether_type) return by_ether_type(d, protocol);
  return protocol == 4 ? dissect_llc(d) : d.stop();
}

/// Eight octets of room for the sender's address, of which the header says how many are used.
NextLayer linux_cooked(Dissection& d) {
  const auto header = d.header<16>();
  if (!header) return d.refuse(FrameDefect::truncated_link);
  if (header->be16<4>() == 6) d.frame.source.mac = MacAddress::from(header->bytes<6, 6>());
  return by_cooked_protocol(d, header->be16<14>());
}

NextLayer linux_cooked_v2(Dissection& d) {
  const auto header = d.header<20>();
  if (!header) return d.refuse(FrameDefect::truncated_link);
  if (header->u8<11>() == 6) d.frame.source.mac = MacAddress::from(header->bytes<12, 6>());
  return by_cooked_protocol(d, header->be16<0>());
}

/// Address and control (RFC 1662, 3.1) are left out where both ends agreed to (RFC 1661, 6.6).
NextLayer ppp_link(Dissection& d) {
  const core::Bytes rest = d.in.peek();
  if (rest.size() >= 2 && rest[0] == 0xff && rest[1] == 0x03) d.in.skip(2);
  return dissect_ppp(d);
}

/// Cisco's HDLC: address (0x0f unicast, 0x8f multicast), control, an Ethernet type.
NextLayer cisco_hdlc(Dissection& d) {
  const auto header = d.header<4>();
  if (!header) return d.refuse(FrameDefect::truncated_link);
  return header->be16<2>() >= first_ether_type ? by_ether_type(d, header->be16<2>()) : d.stop();
}

NextLayer ppp_or_cisco_hdlc(Dissection& d) {
  const core::Bytes rest = d.in.peek();
  return !rest.empty() && (rest[0] == 0x0f || rest[0] == 0x8f) ? cisco_hdlc(d) : ppp_link(d);
}

}  // namespace

NextLayer dissect_ethernet(Dissection& d) {
  const auto header = d.header<14>();
  if (!header) return d.refuse(FrameDefect::truncated_link);
  d.frame.target.mac = MacAddress::from(header->bytes<0, 6>());
  d.frame.source.mac = MacAddress::from(header->bytes<6, 6>());
  return dissect_type_or_length(d, header->be16<12>());
}

/// An IEEE 802.3 frame tells its length instead of a type; LLC follows.
NextLayer dissect_type_or_length(Dissection& d, std::uint16_t type_or_length) {
  if (type_or_length >= first_ether_type) return by_ether_type(d, type_or_length);
  d.frame.ether_type = 0;
  d.limit(type_or_length, FrameDefect::none);
  return dissect_llc(d);
}

/// IEEE 802.2: IP by its own number, or SNAP (RFC 1042) with an Ethernet type; 00-00-f8 is what bridges write for types
/// that mean something else to them (IEEE 802.1H). All else is left as payload, behind the header where that is whole
/// and says what follows, else from it on.
NextLayer dissect_llc(Dissection& d) {
  core::ByteCursor in = d.in;
  const std::uint16_t access_points = in.be16();
  const std::uint8_t control = in.u8();
  if (!in.ok() || control != 0x03) return d.stop();
  if (access_points == 0x0606) {
    d.in = in;
    return {LayerKind::ip_version};
  }
  if (access_points != 0xaaaa) {
    d.in = in;
    return stop_at_link(d, link_by_llc(static_cast<std::uint8_t>(access_points >> 8)));
  }
  const std::uint32_t organisation = in.be24();
  const std::uint16_t type = in.be16();
  const bool has_ether_type = (organisation == 0 || organisation == 0x0000f8) && type >= first_ether_type;
  if (!in.ok()) return d.stop();
  d.in = in;
  return has_ether_type ? by_ether_type(d, type) : stop_at_link(d, link_by_snap(organisation, type));
}

/// RFC 1661, 2: the protocol's last octet is odd and all before it even, so one that is left out shows.
NextLayer dissect_ppp(Dissection& d) {
  core::ByteCursor in = d.in;
  std::uint16_t protocol = in.u8();
  if ((protocol & 1) == 0) protocol = static_cast<std::uint16_t>(protocol << 8 | in.u8());
  if (!in.ok()) return d.refuse(FrameDefect::truncated_link);
  switch (protocol) {
    case 0x0021:
      d.in = in;
      return dissect_ipv4(d);
    case 0x0057:
      d.in = in;
      return dissect_ipv6(d);
    case 0x0281:
    case 0x0283:
      d.in = in;
      return {LayerKind::mpls};
    default:
      return d.stop();
  }
}

NextLayer dissect_link(Dissection& d, LinkType link) {
  switch (link) {
    case LinkType::ethernet:
      return dissect_ethernet(d);
    case LinkType::linux_sll:
      return linux_cooked(d);
    case LinkType::linux_sll2:
      return linux_cooked_v2(d);
    case LinkType::null:
    case LinkType::loop:
      return loopback(d);
    case LinkType::raw:
      return {LayerKind::ip_version};
    case LinkType::ipv4:
      return dissect_ipv4(d);
    case LinkType::ipv6:
      return dissect_ipv6(d);
    case LinkType::ppp:
      return ppp_link(d);
    case LinkType::ppp_hdlc:
      return ppp_or_cisco_hdlc(d);
    case LinkType::c_hdlc:
      return cisco_hdlc(d);
    case LinkType::ppp_ether:
      return dissect_pppoe(d);
    case LinkType::nflog:
      return dissect_nflog(d);
    default:
      break;
  }
  return d.refuse(FrameDefect::unknown_link_type);
}

}  // namespace vedette::decoders
