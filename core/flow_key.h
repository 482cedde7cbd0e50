// SPDX-License-Identifier: Apache-2.0
// What makes two packets one conversation, and its public name.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "core/address.h"

namespace vedette::core {

/// Which way a packet goes within its conversation's key.
enum class Direction : std::uint8_t { a_to_b = 0, b_to_a = 1 };
constexpr Direction opposite(Direction d) {
  return d == Direction::a_to_b ? Direction::b_to_a : Direction::a_to_b;
}
constexpr std::size_t index(Direction d) {
  return static_cast<std::size_t>(d);
}

/// A conversation's identity: innermost addresses and ports, and the tunnel's network id. The lower (address, port) is
/// end a, so both directions have the same key. Outer addresses and ids that differ by direction are not part of it.
/// VLANs are only where they always are part of an identity (VlanInIdentity::always).
struct FlowKey {
  IpAddress a, b;
  Port port_a, port_b;  ///< of ICMP what Community ID takes for ports
  IpProtocol protocol = IpProtocol::none;
  VlanId vlan, outer_vlan;
  std::uint32_t network = 0;  ///< tunnel's network id (VNI, virtual subnet, GRE key); 0 outside tunnels

  auto operator<=>(const FlowKey&) const = default;
  /// Else its ends are link addresses: see make_link_key().
  bool has_ip() const { return protocol != IpProtocol::none; }
};

struct DirectedKey {
  FlowKey key;
  Direction direction;
};

/// Orders the ends of a packet from source to target. Without VLANs.
DirectedKey make_flow_key(const Endpoint& source, const Endpoint& target, IpProtocol protocol);

/// Of a frame without IP: the link addresses, with the Ethernet type (0 for IEEE 802.2) in place of ports.
DirectedKey make_link_key(const Endpoint& source, const Endpoint& target, std::uint16_t ether_type);

/// What stands for the ports of an ICMP message: its type, and the type that answers it. A message that nothing answers
/// is one way, with its code in the second place (https://github.com/corelight/community-id-spec).
struct IcmpPorts {
  Port source, target;
  bool one_way = false;
};
IcmpPorts icmp_ports(IpProtocol protocol, std::uint8_t type, std::uint8_t code);
/// Messages that nothing answers keep their order: end a sent them.
DirectedKey make_flow_key(const Endpoint& source, const Endpoint& target, IpProtocol protocol, const IcmpPorts& ports);

/// Fixed-seed hash: it decides order-relevant placement (shards), so it's the same in every run.
std::uint64_t stable_hash(const FlowKey& key);
/// Of the unordered address pair only: fragments and both directions meet in one shard.
std::uint64_t address_pair_hash(const IpAddress& a, const IpAddress& b);

/// Community ID, version 1 (https://github.com/corelight/community-id-spec), seed 0 unless told. Empty without
/// addresses.
std::string community_id(const FlowKey& key, std::uint16_t seed = 0);
/// Of anything but ICMP, whose types the ends don't tell.
std::string community_id(const Endpoint& source, const Endpoint& target, IpProtocol protocol, std::uint16_t seed = 0);

}  // namespace vedette::core
