// SPDX-License-Identifier: Apache-2.0
// What is read at once says the same as the layers one by one.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "decoders/dissect_layers.h"
#include "tests/decoders/dissect_build.h"
#include "tests/decoders/same_frame.h"

namespace vedette::decoders {
namespace {

using namespace build;

enum class Outcome { plain, by_layers, different };

Outcome read(const Octets& bytes, std::size_t cut_off = 0, core::LinkType link = core::LinkType::ethernet) {
  core::Packet packet;
  packet.bytes = bytes;
  packet.wire_length = static_cast<std::uint32_t>(bytes.size() + cut_off);
  packet.link = link;
  Frame at_once, by_layers;
  const bool is_plain = dissect_plain(packet, at_once);
  dissect_layers(packet, nullptr, by_layers);
  if (!is_plain) return same_frame(at_once, Frame{}) ? Outcome::by_layers : Outcome::different;
  return same_frame(at_once, by_layers) ? Outcome::plain : Outcome::different;
}

Octets with_udp(const Octets& payload) {
  return ethernet(0x0800, ipv4(17, udp(payload)));
}
Octets with_tcp(const Octets& payload, std::uint8_t words = 0x50) {
  return ethernet(0x0800, ipv4(6, tcp(words, 0x18, payload)));
}

TEST(DissectPlain, ReadsWhatIsUsual) {
  EXPECT_EQ(read(with_udp(text("hello"))), Outcome::plain);
  EXPECT_EQ(read(with_udp({})), Outcome::plain);
  EXPECT_EQ(read(with_tcp(text("hello"))), Outcome::plain);
  EXPECT_EQ(read(with_tcp(Octets(12) + text("after options"), 0x80)), Outcome::plain);
  EXPECT_EQ(read(with_udp(text("x")) + Octets(17)), Outcome::plain) << "padded by Ethernet";
}

TEST(DissectPlain, LeavesAllElseToTheLayers) {
  EXPECT_EQ(read(with_udp(text("hello")), 1), Outcome::by_layers) << "cut by the snap length";
  EXPECT_EQ(read(with_udp(text("hello")), 0, core::LinkType::ppp), Outcome::by_layers);
  EXPECT_EQ(read(ethernet(0x8100, tag(5, 0x0800, ipv4(17, udp(text("hello")))))), Outcome::by_layers);
  EXPECT_EQ(read(ethernet(0x86dd, ipv6(17, udp(text("hello"))))), Outcome::by_layers);
  EXPECT_EQ(read(ethernet(0x0800, ipv4(17, udp(text("hello")), {.options = Octets(4)}))), Outcome::by_layers);
  EXPECT_EQ(read(ethernet(0x0800, ipv4(17, udp(text("hello")), {.fragment = 0x2000}))), Outcome::by_layers);
  EXPECT_EQ(read(ethernet(0x0800, ipv4(17, udp(text("hello"), 1)))), Outcome::by_layers) << "UDP says too much";
  EXPECT_EQ(read(ethernet(0x0800, ipv4(17, udp_between(9, 4789, vxlan(7, with_udp(text("inside"))))))),
            Outcome::by_layers);
  EXPECT_EQ(read(ethernet(0x0800, ipv4(1, Octets(8)))), Outcome::by_layers);
  EXPECT_EQ(read(with_tcp(text("too short for that"), 0xf0)), Outcome::by_layers);
}

RC_GTEST_PROP(DissectPlain, SaysTheSameAsTheLayersWhateverIsChanged, (std::vector<std::uint8_t> payload)) {
  Octets bytes = *rc::gen::arbitrary<bool>() ? with_udp(payload) : with_tcp(payload);
  const auto changes = *rc::gen::inRange(0, 4);
  for (int i = 0; i < changes; ++i)
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<std::uint8_t>();
  bytes.resize(*rc::gen::weightedOneOf<std::size_t>(
      {{3, rc::gen::just(bytes.size())}, {1, rc::gen::inRange<std::size_t>(0, bytes.size() + 20)}}));
  const Outcome outcome = read(bytes, *rc::gen::element<std::size_t>(0, 0, 0, 4));
  RC_TAG(outcome == Outcome::plain ? "plain" : "by layers");
  RC_ASSERT(outcome != Outcome::different);
}

}  // namespace
}  // namespace vedette::decoders
