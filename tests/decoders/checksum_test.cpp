// SPDX-License-Identifier: Apache-2.0
// Checksums against one that adds octet by octet, and on frames that tshark was asked about.
#include "decoders/checksum.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/decoders/dissect_build.h"

namespace vedette::decoders {
namespace {

using namespace build;
using core::LinkType;

/// The segment with its checksum in place, `at` octets from its start.
Octets with_checksum(Octets segment, std::size_t at, const Octets& pseudo_header) {
  segment[at] = segment[at + 1] = 0;
  std::size_t sum = 0xffff - ones_sum(pseudo_header + segment);
  if (sum == 0) sum = 0xffff;  // RFC 768: zero means that there is none
  segment[at] = static_cast<std::uint8_t>(sum >> 8);
  segment[at + 1] = static_cast<std::uint8_t>(sum);
  return segment;
}
Octets pseudo_v4(std::uint8_t protocol, std::size_t size) {
  return Octets{10, 0, 0, 1, 10, 0, 0, 2, 0, protocol} + be16(size);
}
Octets pseudo_v6(std::uint8_t protocol, std::size_t size) {
  return ipv6_address(0xfd, 1) + ipv6_address(0xfd, 2) + be32(size) + Octets{0, 0, 0, protocol};
}

struct Case {
  const char* what;
  Octets packet;
};
std::vector<Case> good_packets(const Octets& data) {
  const Octets t = tcp(plain, 0x18, data), u = udp(data), echo = Octets{8, 0, 0, 0} + data;
  const Octets echo_6 = Octets{128, 0, 0, 0} + data;
  return {
      {"TCP", ipv4(6, with_checksum(t, 16, pseudo_v4(6, t.size())))},
      {"UDP", ipv4(17, with_checksum(u, 6, pseudo_v4(17, u.size())))},
      {"ICMP", ipv4(1, with_checksum(echo, 2, {}))},
      {"TCP in IPv6", ipv6(6, with_checksum(t, 16, pseudo_v6(6, t.size())))},
      {"UDP in IPv6", ipv6(17, with_checksum(u, 6, pseudo_v6(17, u.size())))},
      {"ICMPv6", ipv6(58, with_checksum(echo_6, 2, pseudo_v6(58, echo_6.size())))},
  };
}
Checksum checksum_of(const Octets& packet, std::size_t missing = 0) {
  return transport_checksum(dissected(packet, LinkType::raw, missing).frame);
}

RC_GTEST_PROP(TransportChecksum, AgreesWithOneThatAddsOctets, (const std::vector<std::uint8_t>& data)) {
  for (const Case& c : good_packets(data)) {
    RC_ASSERT(checksum_of(c.packet) == Checksum::good);
    Octets wrong = c.packet;
    const std::size_t header = wrong[0] >> 4 == 4 ? 20 : 40;
    const auto at = *rc::gen::inRange<std::size_t>(header + 8, std::max(header + 9, wrong.size()));
    // What says the length of TCP's header is no fault of the sum alone.
    if (at >= wrong.size() || (c.what[0] == 'T' && at == header + 12)) continue;
    wrong[at] ^= *rc::gen::inRange<std::uint8_t>(1, 255);
    RC_ASSERT(checksum_of(wrong) == Checksum::bad);
  }
}

TEST(TransportChecksum, LongSegments) {
  for (const std::size_t size : {1459u, 1460u, 9001u, 65000u}) {
    for (const Case& c : good_packets(Octets(size, 0xff))) EXPECT_EQ(checksum_of(c.packet), Checksum::good) << c.what;
  }
}

TEST(TransportChecksum, UnknownWhereItCannotBeTold) {
  Octets datagram = udp(text("abcd"));
  EXPECT_EQ(checksum_of(ipv4(17, datagram)), Checksum::unknown) << "the sender left it out";
  EXPECT_EQ(checksum_of(ipv6(17, datagram)), Checksum::bad) << "which it may not in IPv6";
  for (const Case& c : good_packets(text("abcdefgh"))) {
    EXPECT_EQ(checksum_of(cut(c.packet, c.packet.size() - 1), 1), Checksum::unknown) << c.what << ", cut";
    EXPECT_EQ(checksum_of(cut(c.packet, c.packet.size() - 1)), Checksum::unknown) << c.what << ", shorter than told";
  }
  EXPECT_EQ(checksum_of(ipv4(17, datagram, {.fragment = 0x2000})), Checksum::unknown) << "a piece";
  EXPECT_EQ(checksum_of(ipv4(132, Octets(12))), Checksum::unknown) << "SCTP";
  EXPECT_EQ(checksum_of(ipv4(6, Octets(12))), Checksum::unknown) << "half a header";
  const Octets t = with_checksum(tcp(plain, 0x18, {}), 16, pseudo_v4(6, 20));
  const V4 routed{.version_and_words = 0x47, .options = {131, 7, 4, 1, 2, 3, 4, 0}};
  EXPECT_EQ(checksum_of(ipv4(6, t, routed)), Checksum::unknown) << "counts the last address, not the next";
  const V4 wrong_option{.version_and_words = 0x46, .options = {7, 1, 0, 0}};
  EXPECT_EQ(checksum_of(ipv4(6, t, wrong_option)), Checksum::good);
}

TEST(TransportChecksum, OfTheInnermost) {
  const auto packets = good_packets(text("inside"));
  EXPECT_EQ(checksum_of(ipv4(4, packets[0].packet, {.net = 99})), Checksum::good);
  EXPECT_EQ(checksum_of(ipv6(41, packets[4].packet, 0, 0x60, 0xfc)), Checksum::good);
}

TEST(TransportChecksum, OfADatagramThatWasJoined) {
  const Octets t = tcp(plain, 0x18, Octets(100, 3)), whole = with_checksum(t, 16, pseudo_v4(6, t.size()));
  Bench bench;
  bench.send(ipv4_piece(6, whole, 0, 64), LinkType::raw);
  EXPECT_EQ(transport_checksum(bench.send(ipv4_piece(6, whole, 64, whole.size()), LinkType::raw).frame),
            Checksum::good);
}

}  // namespace
}  // namespace vedette::decoders
