// SPDX-License-Identifier: Apache-2.0
// VLAN tags, labels, frames in frames.
#include <gtest/gtest.h>

#include "tests/decoders/dissect_build.h"

namespace vedette::decoders {
namespace {

using namespace build;
using core::LinkType;

TEST(DissectTags, VlanTags) {
  const Octets inner = ipv4(17, udp(text("x")));
  const auto one = frame_of(ethernet(0x8100, tag(0x6014, 0x0800, inner)));
  EXPECT_EQ(one.source.vlan.number, 20) << "without priority bits";
  EXPECT_EQ(one.target.vlan.number, 20);
  EXPECT_EQ(one.ether_type, 0x0800);
  EXPECT_EQ(one.target.port.number, 53);
  const auto two = frame_of(ethernet(0x88a8, tag(100, 0x8100, tag(20, 0x0800, inner))));
  EXPECT_EQ(two.source.vlan.number, 20) << "the innermost";
  EXPECT_EQ(two.source.outer_vlan.number, 100);
  EXPECT_EQ(two.target.outer_vlan.number, 100);
  const auto priority = frame_of(ethernet(0x8100, tag(20, 0x8100, tag(0xe000, 0x0800, inner))));
  EXPECT_EQ(priority.source.vlan.number, 20) << "id 0 is no VLAN";
  EXPECT_EQ(frame_of(cooked(0x8100, tag(7, 0x0800, inner)), LinkType::linux_sll).source.vlan.number, 7);
  const auto four = ethernet(0x8100, tag(1, 0x8100, tag(2, 0x9100, tag(3, 0x8100, tag(4, 0x0800, inner)))));
  EXPECT_EQ(frame_of(four).defect, FrameDefect::none);
  EXPECT_EQ(frame_of(four).source.vlan.number, 4);
  EXPECT_EQ(frame_of(four).source.outer_vlan.number, 3) << "the one around it";
}

const Octets inner_v4 = ipv4(17, udp(text("x"))), inner_v6 = ipv6(17, udp(text("x")));
/// A frame of other stations, so that it shows whose addresses were kept.
const Octets other_mac{0x02, 1, 1, 1, 1, 1};
const Octets inner_frame = other_mac + other_mac + be16(0x8100) + tag(30, 0x0800, inner_v4);

TEST(DissectTags, PortTagsAreNoVlans) {
  const auto vn = frame_of(ethernet(0x8926, Octets(4) + be16(0x8100) + tag(5, 0x0800, inner_v4)));
  EXPECT_EQ(vn.source.vlan.number, 5);
  EXPECT_EQ(vn.target.port.number, 53);
  EXPECT_EQ(frame_of(ethernet(0x893f, Octets{0xff, 0xff, 0xff, 0xff, 0xff, 0xff} + be16(0x86dd) + inner_v6)).source.ip,
            ip("fd00::1"));
}

TEST(DissectTags, FramesInFrames) {
  for (const Octets& bytes :
       {ethernet(0x88a8, tag(99, 0x88e7, Octets(4) + inner_frame)), ethernet(0x8903, Octets(2) + inner_frame)}) {
    const auto f = frame_of(bytes);
    EXPECT_EQ(f.source.mac.to_string(), "02:01:01:01:01:01");
    EXPECT_EQ(f.source.vlan.number, 30);
    EXPECT_EQ(f.source.outer_vlan.number, 0) << "the backbone's tag is not the customer's";
    EXPECT_EQ(f.target.port.number, 53);
    EXPECT_EQ(f.tunnel_count, 0);
  }
}

TEST(DissectTags, LabelsAndWhatTheyCarry) {
  const auto v4 = frame_of(ethernet(0x8100, tag(7, 0x8847, mpls(1, false, mpls(2, true, inner_v4)))));
  EXPECT_EQ(v4.target.port.number, 53);
  EXPECT_EQ(v4.source.vlan.number, 7);
  EXPECT_EQ(v4.source.mac.to_string(), "02:00:00:00:00:0a") << "no other Ethernet header came";
  EXPECT_EQ(tunnels_of(v4), std::vector{Tunnel::mpls});
  EXPECT_EQ(frame_of(ethernet(0x8848, mpls(1, true, inner_v6))).source.ip, ip("fd00::1"));
  for (const Octets& payload : {Octets(4) + inner_frame, inner_frame}) {
    const auto wire = frame_of(ethernet(0x8100, tag(7, 0x8847, mpls(1, true, payload))));
    EXPECT_EQ(wire.source.mac.to_string(), "02:01:01:01:01:01");
    EXPECT_EQ(wire.source.vlan.number, 30);
    EXPECT_EQ(wire.source.outer_vlan.number, 0);
    EXPECT_EQ(wire.target.port.number, 53);
  }
  const auto unknown = dissected(ethernet(0x8847, mpls(1, true, Octets{0x10, 0, 0, 0} + text("channel, no frame"))));
  EXPECT_EQ(unknown.payload().substr(4), "channel, no frame");
  EXPECT_EQ(unknown.frame.defect, FrameDefect::none);
}

TEST(DissectTags, SixteenLabelsAreReadAndNoMore) {
  Octets labels = mpls(1, true, inner_v4);
  for (int i = 0; i < 15; ++i) labels = mpls(1, false, labels);
  EXPECT_EQ(frame_of(ethernet(0x8847, labels)).target.port.number, 53);
  EXPECT_EQ(frame_of(ethernet(0x8847, mpls(1, false, labels))).defect, FrameDefect::too_many_tags);
}

TEST(DissectTags, PppoeSessions) {
  const auto d =
      dissected(ethernet(0x88a8, tag(9, 0x8100, tag(8, 0x8864, pppoe(Octets{0, 0x21} + inner_v4) + Octets(9)))));
  EXPECT_EQ(d.payload(), "x");
  EXPECT_EQ(d.frame.source.vlan.number, 8);
  EXPECT_EQ(d.frame.source.outer_vlan.number, 9);
  EXPECT_EQ(tunnels_of(d.frame), std::vector{Tunnel::pppoe});
  const auto discovery = dissected(ethernet(0x8863, text("padi")));
  EXPECT_EQ(discovery.payload(), "padi");
  EXPECT_EQ(discovery.frame.tunnel_count, 0);
}

TEST(DissectTags, ServiceHeaders) {
  EXPECT_EQ(frame_of(ethernet(0x894f, nsh(1, inner_v4))).target.port.number, 53);
  EXPECT_EQ(frame_of(ethernet(0x894f, nsh(2, inner_v6))).source.ip, ip("fd00::1"));
  EXPECT_EQ(frame_of(ethernet(0x894f, nsh(3, inner_frame))).source.vlan.number, 30);
  EXPECT_EQ(frame_of(ethernet(0x894f, nsh(5, mpls(4, true, inner_v4)))).target.port.number, 53);
  const auto twice = frame_of(ethernet(0x894f, nsh(4, nsh(1, inner_v4))));
  EXPECT_EQ(tunnels_of(twice), (std::vector{Tunnel::nsh, Tunnel::nsh}));
  const Octets type_1 = Octets{0x0f, 0xc6, 1, 1} + be32(0x2aff) + Octets(16) + inner_v4;
  EXPECT_EQ(frame_of(ethernet(0x894f, type_1)).target.port.number, 53);
}

}  // namespace
}  // namespace vedette::decoders
