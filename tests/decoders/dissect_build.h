// SPDX-License-Identifier: Apache-2.0
// Frames built by hand, one layer at a time, after the specifications and without the dissector's help.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/arena.h"
#include "decoders/dissector.h"
#include "decoders/frame.h"

namespace vedette::decoders::build {

using Octets = std::vector<std::uint8_t>;

inline Octets operator+(Octets left, const Octets& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}
inline Octets be16(std::size_t value) {
  return {static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}
inline Octets be24(std::size_t value) {
  return Octets{static_cast<std::uint8_t>(value >> 16)} + be16(value);
}
inline Octets be32(std::size_t value) {
  return be16(value >> 16) + be16(value);
}
inline Octets text(std::string_view value) {
  return {value.begin(), value.end()};
}
inline Octets cut(Octets bytes, std::size_t size) {
  bytes.resize(size);
  return bytes;
}

inline const Octets source_mac{0x02, 0, 0, 0, 0, 0x0a}, target_mac{0x02, 0, 0, 0, 0, 0x0b};

inline Octets ethernet(std::size_t type, const Octets& payload) {
  return target_mac + source_mac + be16(type) + payload;
}
inline Octets tag(std::size_t id, std::size_t type, const Octets& payload) {
  return be16(id) + be16(type) + payload;
}

/// What an IPv4 header says, and what may be wrong with it.
struct V4 {
  std::uint8_t version_and_words = 0x45;
  std::size_t fragment = 0;
  int length_off_by = 0;
  bool no_length = false;
  Octets options{};
  std::size_t id = 0x1234;
  std::uint8_t net = 10;  ///< the first octet of both addresses
};
/// RFC 1071, octet by octet.
inline std::size_t ones_sum(const Octets& bytes) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) sum += std::size_t{bytes[i]} << (i % 2 == 0 ? 8 : 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return sum;
}
inline Octets ipv4(std::uint8_t protocol, const Octets& payload, const V4& as = {}) {
  const auto length =
      static_cast<std::size_t>(static_cast<int>(20 + as.options.size() + payload.size()) + as.length_off_by);
  const Octets head = Octets{as.version_and_words, 0} + be16(as.no_length ? 0 : length) + be16(as.id) +
                      be16(as.fragment) + Octets{64, protocol};
  const Octets tail = Octets{as.net, 0, 0, 1, as.net, 0, 0, 2} + as.options;
  return head + be16(0xffff - ones_sum(head + tail)) + tail + payload;
}
inline Octets ipv6_address(std::uint8_t net, std::uint8_t last) {
  Octets address(16);
  address[0] = net;
  address[15] = last;
  return address;
}
inline Octets ipv6(std::uint8_t next, const Octets& payload, int length_off_by = 0, std::uint8_t version = 0x60,
                   std::uint8_t net = 0xfd) {
  const auto length = static_cast<std::size_t>(static_cast<int>(payload.size()) + length_off_by);
  return Octets{version, 0, 0, 0} + be16(length) + Octets{next, 64} + ipv6_address(net, 1) + ipv6_address(net, 2) +
         payload;
}
inline Octets tcp(std::uint8_t words_and_flags_high, std::uint8_t flags, const Octets& after_header) {
  return be16(1234) + be16(502) + Octets{0x01, 0x02, 0x03, 0x04, 0x0a, 0x0b, 0x0c, 0x0d, words_and_flags_high, flags} +
         be16(8192) + Octets{0, 0, 0, 0} + after_header;
}
inline Octets udp_between(std::size_t source, std::size_t target, const Octets& payload, int length_off_by = 0) {
  return be16(source) + be16(target) +
         be16(static_cast<std::size_t>(static_cast<int>(8 + payload.size()) + length_off_by)) + Octets{0, 0} + payload;
}
inline Octets udp(const Octets& payload, int length_off_by = 0) {
  return udp_between(47808, 53, payload, length_off_by);
}
inline Octets cooked(std::size_t protocol, const Octets& payload) {
  return be16(0) + be16(1) + be16(6) + source_mac + Octets{0, 0} + be16(protocol) + payload;
}
inline Octets cooked_v2(std::size_t protocol, const Octets& payload) {
  return be16(protocol) + Octets{0, 0, 0, 0, 0, 3, 0, 1, 0, 6} + source_mac + Octets{0, 0} + payload;
}
inline Octets arp(std::size_t operation) {
  return be16(1) + be16(0x0800) + Octets{6, 4} + be16(operation) + source_mac + Octets{10, 0, 0, 1} + Octets(6) +
         Octets{10, 0, 0, 2};
}
inline Octets gre(std::size_t flags, std::size_t type, const Octets& rest) {
  return be16(flags) + be16(type) + rest;
}
inline Octets vxlan(std::size_t network, const Octets& frame) {
  return Octets{8, 0, 0, 0} + be24(network) + Octets{0} + frame;
}
inline Octets geneve(std::size_t network, std::size_t type, const Octets& payload, const Octets& options = {}) {
  return Octets{static_cast<std::uint8_t>(options.size() / 4), 0} + be16(type) + be24(network) + Octets{0} + options +
         payload;
}
inline Octets gtp(std::uint8_t flags, const Octets& after_id) {
  return Octets{flags, 255} + be16(after_id.size()) + be32(0xdeadbeef) + after_id;
}
inline Octets mpls(std::size_t label, bool is_last, const Octets& payload) {
  return be32(label << 12 | (is_last ? 0x100u : 0u) | 64) + payload;
}
inline Octets pppoe(const Octets& ppp) {
  return Octets{0x11, 0, 0, 7} + be16(ppp.size()) + ppp;
}
inline Octets nsh(std::uint8_t next, const Octets& payload) {
  return Octets{0x0f, 0xc2, 2, next} + be32(0x00002aff) + payload;
}
/// A piece of `datagram`'s octets [begin, end), in IPv4.
inline Octets ipv4_piece(std::uint8_t protocol, const Octets& datagram, std::size_t begin, std::size_t end,
                         V4 as = {}) {
  as.fragment = begin / 8 | (end < datagram.size() ? 0x2000u : 0u);
  const auto at = [&](std::size_t offset) { return datagram.begin() + static_cast<std::ptrdiff_t>(offset); };
  return ipv4(protocol, Octets(at(begin), at(end)), as);
}
inline Octets ipv6_piece(std::uint8_t protocol, const Octets& datagram, std::size_t begin, std::size_t end,
                         std::size_t id = 1) {
  const auto at = [&](std::size_t offset) { return datagram.begin() + static_cast<std::ptrdiff_t>(offset); };
  return ipv6(44, Octets{protocol, 0} + be16(begin | (end < datagram.size() ? 1u : 0u)) + be32(id) +
                      Octets(at(begin), at(end)));
}

/// Owns what the frame points to, in a heap block of exactly its size: a sanitizer sees a read past its end.
struct Dissected {
  std::unique_ptr<std::uint8_t[]> block;
  Frame frame;

  std::string payload() const { return std::string{core::as_text(frame.payload)}; }
};
inline core::Packet packet_of(const Dissected& d, std::size_t size, core::LinkType link, std::size_t missing) {
  core::Packet packet;
  packet.bytes = {d.block.get(), size};
  packet.wire_length = static_cast<std::uint32_t>(size + missing);
  packet.link = link;
  return packet;
}
inline Dissected dissected(const Octets& bytes, core::LinkType link = core::LinkType::ethernet,
                           std::size_t missing = 0) {
  Dissected d{std::make_unique<std::uint8_t[]>(bytes.size()), {}};
  std::copy(bytes.begin(), bytes.end(), d.block.get());
  d.frame = dissect(packet_of(d, bytes.size(), link, missing));
  return d;
}
/// Without its views, which would outlive the bytes.
inline Frame frame_of(const Octets& bytes, core::LinkType link = core::LinkType::ethernet, std::size_t missing = 0) {
  Frame frame = dissected(bytes, link, missing).frame;
  frame.payload = frame.segment = {};
  return frame;
}
inline core::IpAddress ip(std::string_view address) {
  return core::IpAddress::parse(address).value();
}
inline std::vector<Tunnel> tunnels_of(const Frame& frame) {
  return {frame.tunnels.begin(), frame.tunnels.begin() + frame.tunnel_count};
}

/// A dissector with its arena and clock.
struct Bench {
  explicit Bench(const DissectorLimits& limits = {}) : dissector(limits) {}
  Dissected send(const Octets& bytes, core::LinkType link = core::LinkType::ethernet, std::size_t missing = 0) {
    Dissected d{std::make_unique<std::uint8_t[]>(bytes.size()), {}};
    std::copy(bytes.begin(), bytes.end(), d.block.get());
    d.frame = dissector.dissect(packet_of(d, bytes.size(), link, missing), now, room);
    return d;
  }
  Dissector dissector;
  core::Arena room;
  core::Timestamp now = core::timestamp_from_ns(1'000'000'000);
};

inline constexpr std::uint8_t plain = 0x50;  // a TCP header of five words
inline const Octets modbus_tcp = ethernet(0x0800, ipv4(6, tcp(plain, 0x18, text("payload"))));

}  // namespace vedette::decoders::build
