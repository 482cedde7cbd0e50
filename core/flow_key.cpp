// SPDX-License-Identifier: Apache-2.0
#include "core/flow_key.h"

#include <array>
#include <cstring>
#include <openssl/evp.h>
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

}  // namespace

DirectedKey make_flow_key(const Endpoint& source, const Endpoint& target, IpProtocol protocol) {
  FlowKey key{source.ip, target.ip, source.port, target.port, protocol, source.vlan, source.network};
  if (std::tie(source.ip, source.port) <= std::tie(target.ip, target.port)) return {key, Direction::a_to_b};
  std::swap(key.a, key.b);
  std::swap(key.port_a, key.port_b);
  return {key, Direction::b_to_a};
}

std::uint64_t stable_hash(const FlowKey& key) {
  const std::uint64_t rest =
      static_cast<std::uint64_t>(key.port_a.number) << 48 | static_cast<std::uint64_t>(key.port_b.number) << 32 |
      static_cast<std::uint64_t>(key.vlan.number) << 8 | static_cast<std::uint64_t>(key.protocol);
  return hash_combine(hash_combine(hash_combine(hash_address(key.a), hash_address(key.b)), rest), key.network);
}

std::uint64_t address_pair_hash(const IpAddress& a, const IpAddress& b) {
  const std::uint64_t x = hash_address(a), y = hash_address(b);
  return hash_combine(x + y, x ^ y);
}

std::string community_id(const Endpoint& source, const Endpoint& target, IpProtocol protocol, std::uint16_t seed) {
  if (!source.ip.is_set() || !target.ip.is_set()) return {};
  const auto [key, direction] = make_flow_key(source, target, protocol);
  std::vector<std::uint8_t> input{static_cast<std::uint8_t>(seed >> 8), static_cast<std::uint8_t>(seed)};
  const auto append = [&](Bytes bytes) { input.insert(input.end(), bytes.begin(), bytes.end()); };
  append(key.a.octets());
  append(key.b.octets());
  input.push_back(static_cast<std::uint8_t>(protocol));
  input.push_back(0);
  if (protocol == IpProtocol::tcp || protocol == IpProtocol::udp) {
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

}  // namespace vedette::core
