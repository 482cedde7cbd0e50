// SPDX-License-Identifier: Apache-2.0
// The loop over the layers, and the link layers. IP and what it carries are in dissect_ip.cpp.
#include <array>

#include "core/flow_key.h"
#include "core/hash.h"
#include "decoders/dissect_layers.h"

namespace vedette::decoders {
namespace {

using core::ByteCursor;
using core::LinkType;
using core::MacAddress;

/// Below this the field is the length of an IEEE 802.3 frame (IEEE 802.3, 3.2.6).
constexpr std::uint16_t first_ether_type = 0x0600;

NextLayer by_ether_type(Dissection& d, std::uint16_t type) {
  d.frame.ether_type = type;
  return {LayerKind::ether_type, type};
}

/// An IEEE 802.3 frame tells its length instead of a type; LLC follows, which is left as payload.
NextLayer by_type_or_length(Dissection& d, std::uint16_t type_or_length) {
  if (type_or_length >= first_ether_type) return by_ether_type(d, type_or_length);
  d.frame.ether_type = 0;
  d.limit(type_or_length, FrameDefect::none);
  return d.stop();
}

NextLayer ethernet(Dissection& d) {
  const auto header = d.header<14>();
  if (!header) return d.refuse(FrameDefect::truncated_link);
  d.frame.target.mac = MacAddress::from(header->bytes<0, 6>());
  d.frame.source.mac = MacAddress::from(header->bytes<6, 6>());
  return by_type_or_length(d, header->be16<12>());
}

/// IEEE 802.1Q and 802.1ad, one tag a turn. A tag with id 0 carries a priority and no VLAN.
NextLayer vlan_tag(Dissection& d) {
  if (d.tags++ == max_tags) return d.refuse(FrameDefect::too_many_tags);
  const auto tag = d.header<4>();
  if (!tag) return d.refuse(FrameDefect::truncated_link);
  const std::uint16_t id = tag->be16<0>() & 0x0fff;
  if (id != 0) d.frame.source.vlan = d.frame.target.vlan = {id};
  return by_type_or_length(d, tag->be16<2>());
}

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

/// Protocol numbers below 0x0600 mean frames without an Ethernet type (802.2 LLC, CAN).
NextLayer by_cooked_protocol(Dissection& d, std::uint16_t protocol) {
  return protocol >= first_ether_type ? by_ether_type(d, protocol) : d.stop();
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

NextLayer link_layer(Dissection& d, LinkType link) {
  switch (link) {
    case LinkType::ethernet:
      return ethernet(d);
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
    default:
      break;
  }
  return d.refuse(FrameDefect::unknown_link_type);
}

NextLayer by_type(Dissection& d, std::uint16_t ether_type) {
  switch (ether_type) {
    case 0x0800:
      return dissect_ipv4(d);
    case 0x86dd:
      return dissect_ipv6(d);
    case 0x0806:
      return dissect_arp(d);
    case 0x8100:  // 802.1Q
    case 0x88a8:  // 802.1ad
    case 0x9100:  // stacked tags before 802.1ad had a number
      return vlan_tag(d);
    default:
      return d.stop();
  }
}

constexpr std::array<std::string_view, frame_defect_count> defect_names{"none",
                                                                        "unknown_link_type",
                                                                        "truncated_link",
                                                                        "truncated_network",
                                                                        "bad_ip_header",
                                                                        "truncated_transport",
                                                                        "bad_transport_header",
                                                                        "too_many_tags",
                                                                        "too_many_extension_headers"};

constexpr std::array<std::string_view, 12> tunnel_names{"none",     "gre",       "erspan", "vxlan", "geneve", "gtp_u",
                                                        "ip_in_ip", "ip_in_ip6", "teredo", "nsh",   "mpls",   "pppoe"};

std::uint64_t hash_mac(const core::MacAddress& mac) {
  return core::hash_bytes(mac.octets);
}

/// Frames without IP go by their MAC pair.
std::uint8_t shard_of(const Frame& frame) {
  const bool has_ip = frame.source.ip.is_set() && frame.transport != core::IpProtocol::none;
  const std::uint64_t hash = has_ip ? core::address_pair_hash(frame.source.ip, frame.target.ip)
                                    : hash_mac(frame.source.mac) + hash_mac(frame.target.mac);
  return static_cast<std::uint8_t>(hash % shard_count);
}

}  // namespace

std::string_view to_string(FrameDefect defect) {
  return defect_names.at(static_cast<std::size_t>(defect));
}

std::string_view to_string(Tunnel tunnel) {
  return tunnel_names.at(static_cast<std::size_t>(tunnel));
}

Frame dissect(const core::Packet& packet) {
  Frame frame;
  frame.wire_bytes = packet.wire_length;
  Dissection d{frame, ByteCursor{packet.bytes}, packet.wire_length > packet.bytes.size()};
  NextLayer next = link_layer(d, packet.link);
  while (next.kind != LayerKind::done) {
    switch (next.kind) {
      case LayerKind::ether_type:
        next = by_type(d, next.number);
        break;
      case LayerKind::ip_version:
        next = dissect_ip_version(d);
        break;
      case LayerKind::ip_protocol:
        next = dissect_ip_protocol(d, static_cast<std::uint8_t>(next.number));
        break;
      case LayerKind::done:
        break;
    }
  }
  frame.shard = shard_of(frame);
  return frame;
}

}  // namespace vedette::decoders
