// SPDX-License-Identifier: Apache-2.0
// Who claims which address.
#include <gtest/gtest.h>

#include "tests/decoders/dissect_build.h"

namespace vedette::decoders {
namespace {

using namespace build;

TEST(DissectNeighbor, ArpIsLeftToItsDecoder) {
  const auto d = dissected(ethernet(0x0806, arp(1) + Octets(18)));
  EXPECT_FALSE(d.frame.claim);
  EXPECT_EQ(d.frame.link_protocol, link_by_type(0x0806));
  EXPECT_EQ(d.frame.payload.size(), arp(1).size() + 18);
  EXPECT_FALSE(d.frame.source.ip.is_set()) << "the frame carries no IP";
}

const Octets own_mac{0x02, 9, 9, 9, 9, 9}, looked_for = ipv6_address(0xfd, 0x77);
Octets option(std::uint8_t type) {
  return Octets{type, 1} + own_mac;
}
/// From fd00::1 with a hop limit of 255.
Octets neighbor(const Octets& message, std::uint8_t hop_limit = 255, bool has_source = true) {
  Octets bytes = ipv6(58, message);
  bytes[7] = hop_limit;
  if (!has_source) std::fill_n(bytes.begin() + 8, 16, 0);
  return ethernet(0x86dd, bytes);
}
const Octets solicitation = Octets{135, 0, 0, 0, 0, 0, 0, 0} + looked_for,
             advertisement = Octets{136, 0, 0, 0, 0x60, 0, 0, 0} + looked_for;

TEST(DissectNeighbor, NeighborDiscovery) {
  const auto ask = frame_of(neighbor(solicitation + option(1)));
  ASSERT_TRUE(ask.claim);
  EXPECT_EQ(ask.claim->kind, ClaimKind::neighbor_solicitation);
  EXPECT_EQ(ask.claim->sender_ip, ip("fd00::1"));
  EXPECT_EQ(ask.claim->sender_mac.to_string(), "02:09:09:09:09:09");
  EXPECT_EQ(ask.claim->target_ip, ip("fd00::77"));
  const auto answer = frame_of(neighbor(advertisement + option(2)));
  ASSERT_TRUE(answer.claim);
  EXPECT_EQ(answer.claim->kind, ClaimKind::neighbor_advertisement);
  EXPECT_EQ(answer.claim->sender_ip, ip("fd00::77"));
  EXPECT_EQ(answer.claim->sender_mac.to_string(), "02:09:09:09:09:09");
  EXPECT_EQ(frame_of(neighbor(advertisement)).claim->sender_mac.to_string(), "02:00:00:00:00:0a") << "the frame's";
  const auto router = frame_of(neighbor(Octets{134, 0} + Octets(14) + Octets{3, 4} + Octets(30) + option(1)));
  EXPECT_EQ(router.claim->kind, ClaimKind::router_advertisement);
  EXPECT_EQ(router.claim->sender_mac.to_string(), "02:09:09:09:09:09") << "behind another option";
  EXPECT_FALSE(router.claim->target_ip.is_set());
  EXPECT_EQ(frame_of(neighbor(Octets{133, 0} + Octets(6))).claim->kind, ClaimKind::router_solicitation);
}

TEST(DissectNeighbor, WhoLooksForDuplicatesOwnsNothingYet) {
  const auto f = frame_of(neighbor(solicitation + option(1), 255, false));
  ASSERT_TRUE(f.claim);
  EXPECT_FALSE(f.claim->sender_ip.is_set());
  EXPECT_TRUE(f.claim->sender_mac.is_zero());
  EXPECT_EQ(f.claim->target_ip, ip("fd00::77"));
}

TEST(DissectNeighbor, MessagesThatAHostWouldDiscard) {
  EXPECT_FALSE(frame_of(neighbor(advertisement + option(2), 254)).claim) << "came over a router";
  Octets code = advertisement;
  code[1] = 1;
  EXPECT_FALSE(frame_of(neighbor(code)).claim);
  EXPECT_FALSE(frame_of(neighbor(cut(advertisement, 23))).claim);
  EXPECT_FALSE(frame_of(neighbor(advertisement + Octets{2, 0} + own_mac)).claim) << "an option of no length";
  EXPECT_FALSE(frame_of(neighbor(advertisement + Octets{2, 2} + own_mac)).claim) << "an option past the end";
  Octets group = advertisement;
  group[8] = 0xff;
  EXPECT_FALSE(frame_of(neighbor(group)).claim);
  EXPECT_FALSE(frame_of(neighbor(Octets{128, 0} + Octets(22))).claim) << "a ping";
}

}  // namespace
}  // namespace vedette::decoders
