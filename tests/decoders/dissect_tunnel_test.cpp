// SPDX-License-Identifier: Apache-2.0
// Tunnels over IP: whose addresses a frame has, which network, which tags.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/decoders/dissect_build.h"

namespace vedette::decoders {
namespace {

using namespace build;
using core::IpProtocol;
using core::LinkType;

/// What is inside: 20.0.0.1 > 20.0.0.2 or fc00::1 > fc00::2, from station 02:01:01:01:01:01.
const Octets inner_v4 = ipv4(17, udp(text("inner")), {.net = 20});
const Octets inner_v6 = ipv6(17, udp(text("inner")), 0, 0x60, 0xfc);
const Octets other_mac{0x02, 1, 1, 1, 1, 1};
const Octets plain_frame = other_mac + other_mac + be16(0x0800) + inner_v4;
const Octets tagged_frame = other_mac + other_mac + be16(0x8100) + tag(30, 0x0800, inner_v4);

/// In VLAN 7 of the transport network.
Octets over_ip(std::uint8_t protocol, const Octets& payload) {
  return ethernet(0x8100, tag(7, 0x0800, ipv4(protocol, payload)));
}
Octets over_udp(std::size_t port, const Octets& payload, std::size_t source = 50000) {
  return over_ip(17, udp_between(source, port, payload));
}

struct TunnelCase {
  const char* what;
  std::vector<Tunnel> tunnels;
  Octets bytes;
  bool has_mac = false;
  bool is_v6 = false;
  std::uint16_t vlan = 0;
  std::uint32_t network = 0;
};

std::vector<TunnelCase> tunnel_cases() {
  using enum Tunnel;
  const Octets key = be32(0x00012345), four(4);
  const Octets erspan_2 = be16(0x1000 | 44) + be16(0x1000) + four, erspan_2_untagged = be16(0x1000) + be16(0) + four;
  const auto erspan_3 = [](std::size_t vlan, std::size_t type_bits) {
    return be16(0x2000 | vlan) + Octets(8) + be16(type_bits);
  };
  const Octets teredo_authentication = Octets{0, 1, 2, 3} + Octets(5) + Octets(9),
               teredo_origin = Octets{0, 0, 9, 9, 1, 2, 3, 4};
  return {
      {"IP in IP", {ip_in_ip}, over_ip(4, inner_v4)},
      {"6in4", {ip_in_ip}, over_ip(41, inner_v6), false, true},
      {"4in6", {ip_in_ip6}, ethernet(0x86dd, ipv6(4, inner_v4))},
      {"6in6", {ip_in_ip6}, ethernet(0x86dd, ipv6(41, inner_v6)), false, true},
      {"GRE", {gre}, over_ip(47, build::gre(0, 0x0800, inner_v4))},
      {"GRE, IPv6", {gre}, over_ip(47, build::gre(0, 0x86dd, inner_v6)), false, true},
      {"GRE, key", {gre}, over_ip(47, build::gre(0x2000, 0x0800, key + inner_v4)), false, false, 0, 0x12345},
      {"GRE, all options",
       {gre},
       over_ip(47, build::gre(0xb000, 0x0800, four + key + four + inner_v4)),
       false,
       false,
       0,
       0x12345},
      {"GRE, Ethernet", {gre}, over_ip(47, build::gre(0, 0x6558, tagged_frame)), true, false, 30},
      {"NVGRE", {gre}, over_ip(47, build::gre(0x2000, 0x6558, be32(0x00567899) + plain_frame)), true, false, 0, 0x5678},
      {"GRE, Ethernet, key and sequence",
       {gre},
       over_ip(47, build::gre(0x3000, 0x6558, key + four + plain_frame)),
       true,
       false,
       0,
       0x12345},
      {"GRE, label", {gre, mpls}, over_ip(47, build::gre(0, 0x8847, build::mpls(5, true, inner_v4)))},
      {"GRE, service header", {gre, nsh}, over_ip(47, build::gre(0, 0x894f, build::nsh(1, inner_v4)))},
      {"GRE, PPP", {gre}, over_ip(47, build::gre(0, 0x880b, Octets{0, 0x21} + inner_v4))},
      {"PPTP",
       {gre},
       over_ip(47,
               build::gre(0x3081, 0x880b,
                          be16(inner_v4.size() + 4) + be16(77) + four + four + Octets{0xff, 3, 0, 0x21} + inner_v4))},
      {"ERSPAN I", {erspan}, over_ip(47, build::gre(0, 0x88be, tagged_frame)), true, false, 30},
      {"ERSPAN II", {erspan}, over_ip(47, build::gre(0x1000, 0x88be, four + erspan_2 + plain_frame)), true, false, 44},
      {"ERSPAN II, tagged inside",
       {erspan},
       over_ip(47, build::gre(0x1000, 0x88be, four + erspan_2 + tagged_frame)),
       true,
       false,
       30},
      {"ERSPAN II, no VLAN",
       {erspan},
       over_ip(47, build::gre(0x1000, 0x88be, four + erspan_2_untagged + plain_frame)),
       true},
      {"ERSPAN III",
       {erspan},
       over_ip(47, build::gre(0x1000, 0x22eb, four + erspan_3(45, 0) + plain_frame)),
       true,
       false,
       45},
      {"ERSPAN III, subheader",
       {erspan},
       over_ip(47, build::gre(0x1000, 0x22eb, four + erspan_3(0, 1) + Octets(8) + plain_frame)),
       true},
      {"ERSPAN III, IP",
       {erspan},
       over_ip(47, build::gre(0x1000, 0x22eb, four + erspan_3(45, 2u << 10) + inner_v4)),
       false,
       false,
       45},
      {"EtherIP", {ether_ip}, over_ip(97, Octets{0x30, 0} + tagged_frame), true, false, 30},
      {"VXLAN", {vxlan}, over_udp(4789, build::vxlan(0xabcdef, plain_frame)), true, false, 0, 0xabcdef},
      {"VXLAN, old port", {vxlan}, over_udp(8472, build::vxlan(5, tagged_frame)), true, false, 30, 5},
      {"VXLAN with a policy",
       {vxlan},
       over_udp(4789, Octets{0x88, 0x08, 1, 2, 0, 0, 5, 0} + plain_frame),
       true,
       false,
       0,
       5},
      {"VXLAN-GPE, IPv4", {vxlan}, over_udp(4790, Octets{0x0c, 0, 0, 1, 0, 0, 6, 0} + inner_v4), false, false, 0, 6},
      {"VXLAN-GPE, IPv6", {vxlan}, over_udp(4790, Octets{0x0c, 0, 0, 2, 0, 0, 6, 0} + inner_v6), false, true, 0, 6},
      {"VXLAN-GPE, Ethernet",
       {vxlan},
       over_udp(4790, Octets{0x0c, 0, 0, 3, 0, 0, 6, 0} + plain_frame),
       true,
       false,
       0,
       6},
      {"VXLAN-GPE, service header",
       {vxlan, nsh},
       over_udp(4790, Octets{0x0c, 0, 0, 4, 0, 0, 6, 0} + build::nsh(1, inner_v4)),
       false,
       false,
       0,
       6},
      {"VXLAN-GPE at the old port",
       {vxlan},
       over_udp(4789, Octets{0x0c, 0, 0, 3, 0, 0, 6, 0} + plain_frame),
       true,
       false,
       0,
       6},
      {"Geneve", {geneve}, over_udp(6081, build::geneve(9, 0x6558, tagged_frame)), true, false, 30, 9},
      {"Geneve, options",
       {geneve},
       over_udp(6081, build::geneve(9, 0x0800, inner_v4, Octets(252))),
       false,
       false,
       0,
       9},
      {"Geneve, IPv6", {geneve}, over_udp(6081, build::geneve(9, 0x86dd, inner_v6)), false, true, 0, 9},
      {"GTP-U", {gtp_u}, over_udp(2152, gtp(0x30, inner_v4))},
      {"GTP-U, extensions",
       {gtp_u},
       over_udp(2152, gtp(0x34, Octets{0, 0, 0, 0x85, 1, 0, 9, 0x40, 2, 0, 0, 0, 0, 0, 0, 0} + inner_v6)),
       false,
       true},
      {"GTP-U, sequence", {gtp_u}, over_udp(2152, gtp(0x32, Octets{0, 1, 0, 0x85} + inner_v4))},
      {"Teredo", {teredo}, over_udp(3544, inner_v6), false, true},
      {"Teredo, answer", {teredo}, over_udp(50000, inner_v6, 3544), false, true},
      {"Teredo, indications", {teredo}, over_udp(3544, teredo_authentication + teredo_origin + inner_v6), false, true},
      {"GRE in UDP", {gre}, over_udp(4754, build::gre(0x2000, 0x0800, key + inner_v4)), false, false, 0, 0x12345},
      {"AH before", {ip_in_ip}, over_ip(51, Octets{4, 1} + Octets(10) + inner_v4)},
      {"the innermost id",
       {vxlan, gre},
       over_udp(4789, build::vxlan(5, ethernet(0x0800, ipv4(47, build::gre(0x2000, 0x0800, key + inner_v4))))),
       false,
       false,
       0,
       0x12345},
      {"the only id",
       {vxlan, ip_in_ip},
       over_udp(4789, build::vxlan(5, ethernet(0x0800, ipv4(4, inner_v4)))),
       false,
       false,
       0,
       5},
  };
}

TEST(DissectTunnel, TheInnerPacketIsTheConversation) {
  for (const auto& c : tunnel_cases()) {
    const auto d = dissected(c.bytes);
    const Frame& f = d.frame;
    EXPECT_EQ(to_string(f.defect), "none") << c.what;
    EXPECT_EQ(tunnels_of(f), c.tunnels) << c.what;
    EXPECT_EQ(f.source.ip.to_string(), c.is_v6 ? "fc00::1" : "20.0.0.1") << c.what;
    EXPECT_EQ(f.target.ip.to_string(), c.is_v6 ? "fc00::2" : "20.0.0.2") << c.what;
    EXPECT_EQ(f.source.port.number, 47808) << c.what;
    EXPECT_EQ(f.target.port.number, 53) << c.what;
    EXPECT_EQ(f.transport, IpProtocol::udp) << c.what;
    EXPECT_EQ(d.payload(), "inner") << c.what;
    EXPECT_EQ(f.segment.size(), 13u) << c.what;
    for (const core::Endpoint& end : {f.source, f.target}) {
      EXPECT_EQ(end.mac.to_string(), c.has_mac ? "02:01:01:01:01:01" : "00:00:00:00:00:00") << c.what;
      EXPECT_EQ(end.vlan.number, c.vlan) << c.what << ": not the transport network's";
      EXPECT_EQ(end.outer_vlan.number, 0) << c.what;
      EXPECT_EQ(end.network, c.network) << c.what;
    }
    EXPECT_TRUE(f.has_transport) << c.what;
    EXPECT_FALSE(f.bad_ip_checksum) << c.what;
  }
}

TEST(DissectTunnel, BothDirectionsMeetInTheShardOfTheInnerAddresses) {
  for (const auto& c : tunnel_cases()) {
    EXPECT_EQ(frame_of(c.bytes).shard, frame_of(c.is_v6 ? inner_v6 : inner_v4, LinkType::raw).shard) << c.what;
  }
}

TEST(DissectTunnel, ABrokenInnerHeaderLeavesTheOuterAddresses) {
  const Octets version_5 = ipv4(17, {}, {.version_and_words = 0x55, .net = 20});
  for (const Octets& bytes :
       {over_ip(4, version_5), over_ip(4, cut(inner_v4, 19)), over_ip(41, cut(inner_v6, 39)),
        over_ip(47, gre(0x2000, 0x0800, be32(9) + version_5)), over_udp(6081, geneve(9, 0x0800, cut(inner_v4, 19)))}) {
    const auto f = frame_of(bytes);
    EXPECT_THAT(f.defect, ::testing::AnyOf(FrameDefect::bad_ip_header, FrameDefect::truncated_network));
    EXPECT_EQ(f.source.ip, ip("10.0.0.1"));
    EXPECT_EQ(f.source.mac.to_string(), "02:00:00:00:00:0a");
    EXPECT_EQ(f.source.vlan.number, 7);
    EXPECT_EQ(f.source.network, 0u);
    EXPECT_EQ(f.tunnel_count, 1);
  }
}

TEST(DissectTunnel, WhatOnlyHasThePortStaysUdp) {
  struct Case {
    const char* what;
    Octets bytes;
  };
  const Octets frame = plain_frame;
  const Case cases[] = {
      {"VXLAN without id", over_udp(4789, Octets(8) + frame)},
      {"VXLAN, reserved end", over_udp(4789, Octets{8, 0, 0, 0, 0, 0, 5, 1} + frame)},
      {"VXLAN, reserved start and no frame", over_udp(4789, Octets{8, 0, 0, 1, 0, 0, 5, 0} + Octets(20, 0xee))},
      {"VXLAN, short", over_udp(4789, vxlan(5, cut(frame, 13)))},
      {"VXLAN from the port", over_udp(50001, vxlan(5, frame), 4789)},
      {"VXLAN-GPE, version 1", over_udp(4790, Octets{0x1c, 0, 0, 3, 0, 0, 6, 0} + frame)},
      {"VXLAN-GPE, another protocol", over_udp(4790, Octets{0x0c, 0, 0, 9, 0, 0, 6, 0} + frame)},
      {"VXLAN-GPE, no IP", over_udp(4790, Octets{0x0c, 0, 0, 1, 0, 0, 6, 0} + text("text"))},
      {"Geneve, version 1", over_udp(6081, Octets{0x40, 0, 0x65, 0x58, 0, 0, 5, 0} + frame)},
      {"Geneve, control", over_udp(6081, Octets{0, 0x80, 0x65, 0x58, 0, 0, 5, 0} + frame)},
      {"Geneve, reserved", over_udp(6081, Octets{0, 0, 0x65, 0x58, 0, 0, 5, 1} + frame)},
      {"Geneve, options past the end", over_udp(6081, Octets{0x3f, 0, 0x65, 0x58, 0, 0, 5, 0} + frame)},
      {"Geneve, another type", over_udp(6081, geneve(5, 0x88cc, frame))},
      {"GTP version 2", over_udp(2152, gtp(0x50, inner_v4))},
      {"GTP'", over_udp(2152, gtp(0x20, inner_v4))},
      {"GTP echo", over_udp(2152, Octets{0x30, 1} + be16(inner_v4.size()) + be32(0) + inner_v4)},
      {"GTP, length", over_udp(2152, Octets{0x30, 255} + be16(inner_v4.size() + 1) + be32(0) + inner_v4)},
      {"GTP, extension of no words", over_udp(2152, gtp(0x34, Octets{0, 0, 0, 0x85, 0, 0, 0, 0} + inner_v4))},
      {"GTP, no IP", over_udp(2152, gtp(0x30, frame))},
      {"Teredo, version 4", over_udp(3544, inner_v4)},
      {"Teredo, length", over_udp(3544, cut(inner_v6, inner_v6.size() - 1))},
      {"GRE in UDP, version 1", over_udp(4754, gre(0x2001, 0x880b, Octets(40)))},
      {"GRE in UDP, type", over_udp(4754, gre(0, 0x1234, Octets(40)))},
  };
  for (const auto& c : cases) {
    const auto d = dissected(c.bytes);
    EXPECT_EQ(d.frame.source.ip, ip("10.0.0.1")) << c.what;
    EXPECT_EQ(d.frame.source.vlan.number, 7) << c.what;
    EXPECT_EQ(d.frame.tunnel_count, 0) << c.what;
    EXPECT_EQ(d.frame.defect, FrameDefect::none) << c.what;
    EXPECT_EQ(d.frame.payload.size(), c.bytes.size() - 46) << c.what;
  }
}

TEST(DissectTunnel, ALongChainOfGtpExtensionsIsNoTunnel) {
  Octets chain;
  for (int i = 0; i < 9; ++i) chain = chain + Octets{1, 0, 0, static_cast<std::uint8_t>(i < 8 ? 0x85 : 0)};
  EXPECT_EQ(frame_of(over_udp(2152, gtp(0x34, Octets{0, 0, 0, 0x85} + chain + inner_v4))).tunnel_count, 0);
  EXPECT_EQ(
      frame_of(over_udp(2152, gtp(0x34, Octets{0, 0, 0, 0x85} + Octets(chain.begin() + 4, chain.end()) + inner_v4)))
          .tunnel_count,
      1);
}

TEST(DissectTunnel, UnknownPayloadOfGreIsTheOuterPacketsOwn) {
  const auto d = dissected(over_ip(47, gre(0, 0x8200, text("radio"))));
  EXPECT_EQ(d.frame.source.ip, ip("10.0.0.1"));
  EXPECT_EQ(d.frame.ip_protocol, 47);
  EXPECT_EQ(d.frame.payload.size(), 9u);
  EXPECT_EQ(d.frame.tunnel_count, 0);
  EXPECT_EQ(frame_of(over_ip(47, gre(0x2081, 0x880b, Octets(8)))).defect, FrameDefect::none) << "acknowledges, no more";
}

TEST(DissectTunnel, EightTunnelsAreOpenedAndNoMore) {
  Octets nested = inner_v4;
  for (int i = 0; i < 8; ++i) nested = ipv4(4, nested);
  const auto eight = frame_of(nested, LinkType::raw);
  EXPECT_EQ(eight.source.ip, ip("20.0.0.1"));
  EXPECT_EQ(eight.tunnel_count, 8);
  const auto nine = frame_of(ipv4(4, nested), LinkType::raw);
  EXPECT_EQ(nine.defect, FrameDefect::too_many_tunnels);
  EXPECT_EQ(nine.source.ip, ip("10.0.0.1")) << "as far as it was read";
}

/// In a block of exactly its size, so that a sanitizer sees a read past the end; as what was sent, and as cut.
TEST(DissectTunnel, EveryTruncationIsSurvived) {
  for (const auto& c : tunnel_cases()) {
    for (std::size_t size = 0; size < c.bytes.size(); ++size) {
      for (const std::size_t missing : {std::size_t{0}, c.bytes.size() - size}) {
        const auto d = dissected(cut(c.bytes, size), LinkType::ethernet, missing);
        EXPECT_NE(d.payload(), "inner") << c.what << " cut to " << size;
        const bool is_told = d.frame.snapped || d.frame.defect != FrameDefect::none;
        EXPECT_TRUE(is_told) << c.what << " cut to " << size;
      }
    }
  }
}

TEST(DissectTunnel, NamesAreDistinct) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < tunnel_name_count; ++i) names.push_back(to_string(static_cast<Tunnel>(i)));
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

TEST(DissectTunnel, ChecksumsOfEveryHeaderOnTheWayCount) {
  Octets bytes = over_ip(4, inner_v4);
  EXPECT_FALSE(frame_of(bytes).bad_ip_checksum);
  bytes[18 + 8] ^= 1;  // the outer header's time to live
  EXPECT_TRUE(frame_of(bytes).bad_ip_checksum);
}

}  // namespace
}  // namespace vedette::decoders
