// SPDX-License-Identifier: Apache-2.0
#include "core/flow_key.h"

#include <array>
#include <cstring>
#include <openssl/evp.h>
#include <optional>
#include <tuple>
#include <vector>

#include "core/hash.h"

namespace vedette::core {
namespace {

std::uint64_t hash_address(const IpAddress& ip) {
  std::array<std::uint64_t, 2> words;
  std::memcpy(words.data(), ip.raw().data(), sizeof words);
  return hash_combine(hash_combine(static_cast<std::uint64_t>(ip.family()), words[0]), words[1]);
}

/// The type that answers a message, or that it answers; none for what stands alone.
std::optional<std::uint16_t> icmp_counterpart(IpProtocol protocol, std::uint8_t type) {
  if (protocol == IpProtocol::icmp) {
    switch (type) {
      case 0:  // echo
        return 8;
      case 8:
        return 0;
      case 9:  // router advertisement and solicitation
        return 10;
      case 10:
        return 9;
      case 13:  // timestamp
      case 15:  // information
      case 17:  // address mask
        return type + 1;
      case 14:
      case 16:
      case 18:
        return type - 1;
      default:
        return std::nullopt;
    }
  }
  switch (type) {
    case 128:  // echo
    case 130:  // listener query and report
    case 144:  // home agent discovery
      return type + 1;
    case 129:
    case 131:
    case 145:
      return type - 1;
    case 133:  // router solicitation
    case 135:  // neighbor solicitation
    case 139:  // node information
      return type + 1;
    case 134:
    case 136:
    case 140:
      return type - 1;
    default:
      return std::nullopt;
  }
}

FlowKey key_from(const Endpoint& source, const Endpoint& target, IpProtocol protocol) {
  return {.a = source.ip,
          .b = target.ip,
          .port_a = source.port,
          .port_b = target.port,
          .protocol = protocol,
          .vlan = {},
          .outer_vlan = {},
          .network = source.network};
}

DirectedKey ordered(FlowKey key) {
  if (std::tie(key.a, key.port_a) <= std::tie(key.b, key.port_b)) return {key, Direction::a_to_b};
  std::swap(key.a, key.b);
  std::swap(key.port_a, key.port_b);
  return {key, Direction::b_to_a};
}

/// Protocols whose ports count (the specification, "port-enabled" protocols).
bool has_ports(IpProtocol protocol) {
  constexpr auto sctp = static_cast<IpProtocol>(132);
  return protocol == IpProtocol::tcp || protocol == IpProtocol::udp || protocol == sctp ||
         protocol == IpProtocol::icmp || protocol == IpProtocol::icmpv6;
}

}  // namespace

DirectedKey make_flow_key(const Endpoint& source, const Endpoint& target, IpProtocol protocol) {
  return ordered(key_from(source, target, protocol));
}

DirectedKey make_link_key(const Endpoint& source, const Endpoint& target, std::uint16_t ether_type) {
  FlowKey key;
  key.a = IpAddress::link(source.mac);
  key.b = IpAddress::link(target.mac);
  key.port_a = key.port_b = {ether_type};
  key.network = source.network;
  return ordered(key);
}

IcmpPorts icmp_ports(IpProtocol protocol, std::uint8_t type, std::uint8_t code) {
  if (const auto answer = icmp_counterpart(protocol, type)) return {{type}, {*answer}, false};
  return {{type}, {code}, true};
}

DirectedKey make_flow_key(const Endpoint& source, const Endpoint& target, IpProtocol protocol, const IcmpPorts& ports) {
  FlowKey key = key_from(source, target, protocol);
  key.port_a = ports.source;
  key.port_b = ports.target;
  return ports.one_way ? DirectedKey{key, Direction::a_to_b} : ordered(key);
}

std::uint64_t stable_hash(const FlowKey& key) {
  const std::uint64_t rest =
      static_cast<std::uint64_t>(key.port_a.number) << 48 | static_cast<std::uint64_t>(key.port_b.number) << 32 |
      static_cast<std::uint64_t>(key.vlan.number) << 20 | static_cast<std::uint64_t>(key.outer_vlan.number) << 8 |
      static_cast<std::uint64_t>(key.protocol);
  return hash_combine(hash_combine(hash_combine(hash_address(key.a), hash_address(key.b)), rest), key.network);
}

std::uint64_t address_pair_hash(const IpAddress& a, const IpAddress& b) {
  const std::uint64_t x = hash_address(a), y = hash_address(b);
  return hash_combine(x + y, x ^ y);
}

std::string community_id(const FlowKey& key, std::uint16_t seed) {
  if (!key.a.is_set() || !key.b.is_set()) return {};
  std::vector<std::uint8_t> input{static_cast<std::uint8_t>(seed >> 8), static_cast<std::uint8_t>(seed)};
  const auto append = [&](Bytes bytes) { input.insert(input.end(), bytes.begin(), bytes.end()); };
  append(key.a.octets());
  append(key.b.octets());
  input.push_back(static_cast<std::uint8_t>(key.protocol));
  input.push_back(0);
  if (has_ports(key.protocol)) {
    for (const Port port : {key.port_a, key.port_b}) {
      input.push_back(static_cast<std::uint8_t>(port.number >> 8));
      input.push_back(static_cast<std::uint8_t>(port.number));
    }
  }
  std::array<std::uint8_t, 20> digest{};
  EVP_Digest(input.data(), input.size(), digest.data(), nullptr, EVP_sha1(), nullptr);
  std::array<unsigned char, 29> base64{};
  EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
  return "1:" + std::string(reinterpret_cast<const char*>(base64.data()), 28);
}

std::string community_id(const Endpoint& source, const Endpoint& target, IpProtocol protocol, std::uint16_t seed) {
  return community_id(make_flow_key(source, target, protocol).key, seed);
}

}  // namespace vedette::core
