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

/// A conversation's identity: innermost addresses and ports, VLAN and tunnel network id. The lower (address, port) is
/// end a, so both directions have the same key. Outer addresses and ids that differ by direction are not part of it.
struct FlowKey {
  IpAddress a, b;
  Port port_a, port_b;
  IpProtocol protocol = IpProtocol::none;
  VlanId vlan;
  std::uint32_t network = 0;  ///< tunnel's network id (VNI, virtual subnet, GRE key); 0 outside tunnels

  auto operator<=>(const FlowKey&) const = default;
};

struct DirectedKey {
  FlowKey key;
  Direction direction;
};

/// Orders the ends of a packet from source to target.
DirectedKey make_flow_key(const Endpoint& source, const Endpoint& target, IpProtocol protocol);

/// Fixed-seed hash: it decides order-relevant placement (shards), so it's the same in every run.
std::uint64_t stable_hash(const FlowKey& key);
/// Of the unordered address pair only: fragments and both directions meet in one shard.
std::uint64_t address_pair_hash(const IpAddress& a, const IpAddress& b);

/// Community ID, version 1 (https://github.com/corelight/community-id-spec), seed 0 unless told.
std::string community_id(const Endpoint& source, const Endpoint& target, IpProtocol protocol, std::uint16_t seed = 0);

}  // namespace vedette::core
