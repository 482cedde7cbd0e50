// SPDX-License-Identifier: Apache-2.0
// The loop over the layers, and the numbers that lead from one to the next.
#include <array>

#include "core/flow_key.h"
#include "core/hash.h"
#include "decoders/dissect_layers.h"
#include "decoders/tunnel.h"

namespace vedette::decoders {
namespace {

using core::ByteCursor;

NextLayer by_type(Dissection& d, std::uint16_t ether_type) {
  switch (ether_type) {
    case 0x0800:
      return dissect_ipv4(d);
    case 0x86dd:
      return dissect_ipv6(d);
    case 0x8100:  // 802.1Q
    case 0x88a8:  // 802.1ad
    case 0x9100:  // stacked tags before 802.1ad had a number
    case 0x9200:
    case 0x9300:
      return dissect_vlan_tag(d);
    case 0x8926:
    case 0x893f:
    case 0x88e7:
    case 0x8903:
      return dissect_other_tag(d, ether_type);
    case 0x8847:
    case 0x8848:
      return dissect_mpls(d);
    case 0x8864:
      return dissect_pppoe(d);
    case 0x8870:  // longer than a length could say: LLC as in IEEE 802.3
      return dissect_llc(d);
    case 0x894f:
      return dissect_nsh(d);
    default:
      return stop_at_link(d, link_by_type(ether_type));
  }
}

NextLayer inner_ethernet(Dissection& d) {
  if (d.in.remaining() < 14) return d.refuse(FrameDefect::truncated_link);
  begin_inner(d);
  return dissect_ethernet(d);
}

constexpr std::array<std::string_view, frame_defect_count> defect_names{
    "none",
    "unknown_link_type",
    "truncated_link",
    "truncated_network",
    "bad_ip_header",
    "truncated_transport",
    "bad_transport_header",
    "too_many_tags",
    "too_many_extension_headers",
    "too_many_tunnels",
    "truncated_tunnel",
    "bad_tunnel_header",
    "tunnel_routing",
    "bad_ip_option",
    "bad_fragment",
    "fragment_overlap",
    "fragment_evicted",
};

constexpr std::array<std::string_view, tunnel_name_count> tunnel_names{
    "none",      "gre",    "erspan", "vxlan", "geneve", "gtp_u",   "ip_in_ip",
    "ip_in_ip6", "teredo", "nsh",    "mpls",  "pppoe",  "ether_ip"};

std::uint64_t hash_mac(const core::MacAddress& mac) {
  return core::hash_bytes(mac.octets);
}

std::uint64_t pair_hash_of(const Frame& frame) {
  const bool has_ip = frame.source.ip.is_set() && frame.transport != core::IpProtocol::none;
  return has_ip ? core::address_pair_hash(frame.source.ip, frame.target.ip)
                : hash_mac(frame.source.mac) + hash_mac(frame.target.mac);
}

}  // namespace

std::string_view to_string(FrameDefect defect) {
  return defect_names.at(static_cast<std::size_t>(defect));
}

std::string_view to_string(Tunnel tunnel) {
  return tunnel_names.at(static_cast<std::size_t>(tunnel));
}

void dissect_layers(const core::Packet& packet, Reassembly* reassembly, Frame& frame) {
  Dissection d{frame, ByteCursor{packet.bytes}, packet.wire_length > packet.bytes.size(), reassembly};
  NextLayer next = dissect_link(d, packet.link);
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
      case LayerKind::ethernet:
        next = inner_ethernet(d);
        break;
      case LayerKind::ppp:
        next = dissect_ppp(d);
        break;
      case LayerKind::mpls:
        next = dissect_mpls(d);
        break;
      case LayerKind::nsh:
        next = dissect_nsh(d);
        break;
      case LayerKind::done:
        break;
    }
  }
}

void dissect_with(const core::Packet& packet, Reassembly* reassembly, Frame& frame) {
  frame.wire_bytes = packet.wire_length;
  if (!dissect_plain(packet, frame)) dissect_layers(packet, reassembly, frame);
  frame.pair_hash = pair_hash_of(frame);
  frame.shard = static_cast<std::uint8_t>(frame.pair_hash % shard_count);
}

Frame dissect(const core::Packet& packet) {
  Frame frame;
  dissect_with(packet, nullptr, frame);
  return frame;
}

}  // namespace vedette::decoders
