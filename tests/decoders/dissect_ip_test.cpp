// SPDX-License-Identifier: Apache-2.0
// IPv4 and IPv6: lengths, options, extension headers, and fragments that stay pieces.
#include <gtest/gtest.h>

#include "tests/decoders/dissect_build.h"

namespace vedette::decoders {
namespace {

using namespace build;
using core::IpProtocol;
using core::LinkType;

TEST(DissectIp, OptionsAreSkipped) {
  const auto d = dissected(ethernet(0x0800, ipv4(6, tcp(0x60, 0x10, Octets{1, 1, 1, 1} + text("x")),
                                                 {.version_and_words = 0x46, .options = Octets(4)})));
  EXPECT_EQ(d.frame.defect, FrameDefect::none);
  EXPECT_EQ(d.frame.target.port.number, 502);
  EXPECT_EQ(d.payload(), "x");
}

TEST(DissectIp, PaddingIsNoPayload) {
  const auto d = dissected(ethernet(0x0800, ipv4(17, udp(text("ab")))) + Octets(16));
  EXPECT_EQ(d.payload(), "ab");
  EXPECT_EQ(dissected(ethernet(0x86dd, ipv6(17, udp(text("ab")))) + Octets(16)).payload(), "ab");
  EXPECT_EQ(dissected(ethernet(0x0800, ipv4(17, udp(text("abXX"), -2)))).payload(), "ab") << "UDP has a length too";
}

TEST(DissectIp, SegmentationOffloadLeavesNoLength) {
  const auto d = dissected(ethernet(0x0800, ipv4(6, tcp(plain, 0x10, text("long")), {.no_length = true})));
  EXPECT_EQ(d.frame.defect, FrameDefect::none);
  EXPECT_EQ(d.payload(), "long");
  const auto v6 = dissected(ethernet(0x86dd, ipv6(17, udp(text("jumbo"), -13), -13)));
  EXPECT_EQ(v6.frame.defect, FrameDefect::none);
  EXPECT_EQ(v6.payload(), "jumbo");
}

TEST(DissectIp, SnapLengthCutsThePayload) {
  Octets cut = modbus_tcp;
  cut.resize(cut.size() - 3);
  const auto d = dissected(cut, LinkType::ethernet, 3);
  EXPECT_TRUE(d.frame.snapped);
  EXPECT_EQ(d.frame.defect, FrameDefect::none);
  EXPECT_EQ(d.payload(), "payl");
  const auto lies = dissected(cut);
  EXPECT_FALSE(lies.frame.snapped);
  EXPECT_EQ(lies.frame.defect, FrameDefect::bad_ip_header);
  EXPECT_EQ(lies.payload(), "payl");
  const Octets padded = modbus_tcp + Octets(4);
  EXPECT_FALSE(frame_of(padded, LinkType::ethernet, 10).snapped) << "only padding was cut";
}

TEST(DissectIp, Ipv4Fragments) {
  for (const std::size_t fragment : {0x2000u, 0x0010u, 0x2010u}) {
    const auto d = dissected(ethernet(0x0800, ipv4(17, udp(text("piece")), {.fragment = fragment})));
    EXPECT_EQ(d.frame.fragment, Fragment::piece);
    EXPECT_EQ(d.frame.transport, IpProtocol::udp);
    EXPECT_EQ(d.frame.source.port.number, 0) << "not even the first piece's";
    EXPECT_EQ(d.frame.payload.size(), 13u) << "the IP payload";
  }
  EXPECT_FALSE(frame_of(ethernet(0x0800, ipv4(17, udp({}), {.fragment = 0x4000}))).fragment == Fragment::piece)
      << "don't fragment";
}

TEST(DissectIp, Ipv6Extensions) {
  const auto options = [](std::uint8_t next) { return Octets{next, 0, 1, 4, 0, 0, 0, 0}; };
  const Octets chain =
      options(43) + options(60) + Octets{51, 1} + Octets(14) + Octets{17, 2} + Octets(14) + udp(text("deep"));
  const auto d = dissected(ethernet(0x86dd, ipv6(0, chain)));
  EXPECT_EQ(d.frame.defect, FrameDefect::none);
  EXPECT_EQ(d.frame.transport, IpProtocol::udp);
  EXPECT_EQ(d.payload(), "deep");
  EXPECT_EQ(frame_of(ethernet(0x86dd, ipv6(59, {}))).ip_protocol, 59) << "no next header";
  EXPECT_EQ(frame_of(ethernet(0x0800, ipv4(60, options(17) + udp({})))).ip_protocol, 60) << "none in IPv4";

  Octets eight = udp(text("x"));
  for (int i = 0; i < 8; ++i) eight = options(i == 0 ? 17 : 60) + eight;
  EXPECT_EQ(dissected(ethernet(0x86dd, ipv6(60, eight))).payload(), "x");
}

TEST(DissectIp, Ipv6Fragments) {
  const auto piece = [](std::size_t offset_and_more) {
    return ethernet(0x86dd, ipv6(44, Octets{17, 0} + be16(offset_and_more) + Octets{1, 2, 3, 4} + udp(text("x"))));
  };
  EXPECT_EQ(frame_of(piece(0x0001)).fragment, Fragment::piece);
  EXPECT_EQ(frame_of(piece(0x0008)).fragment, Fragment::piece);
  EXPECT_EQ(frame_of(piece(0x0008)).transport, IpProtocol::udp);
  EXPECT_EQ(frame_of(piece(0x0008)).source.port.number, 0);
  const auto atomic = dissected(piece(0x0006));  // reserved bits only
  EXPECT_EQ(atomic.frame.fragment, Fragment::none);
  EXPECT_EQ(atomic.frame.target.port.number, 53);
  EXPECT_EQ(atomic.payload(), "x");
}

TEST(DissectIp, WhatTheHeaderSays) {
  const auto v4 = frame_of(ethernet(0x0800, ipv4(17, udp(text("x")))));
  EXPECT_EQ(v4.ip_id, 0x1234u);
  EXPECT_EQ(v4.ttl, 64);
  EXPECT_FALSE(v4.bad_ip_checksum);
  EXPECT_EQ(v4.wire_bytes, 43u);
  EXPECT_EQ(v4.pieces, 1);
  const auto v6 = frame_of(ethernet(0x86dd, ipv6(17, udp(text("x")))));
  EXPECT_EQ(v6.ip_id, 0u);
  EXPECT_EQ(v6.ttl, 64);
  Octets wrong = ipv4(17, udp(text("x")), {.version_and_words = 0x46, .options = {1, 1, 1, 1}});
  EXPECT_FALSE(frame_of(wrong, LinkType::raw).bad_ip_checksum) << "options are part of it";
  wrong[23] = 0;
  EXPECT_TRUE(frame_of(wrong, LinkType::raw).bad_ip_checksum);
}

TEST(DissectIp, WrongOptionsDoNotHideTheTransport) {
  const auto f =
      frame_of(ipv4(17, udp(text("x")), {.version_and_words = 0x46, .options = {68, 9, 0, 0}}), LinkType::raw);
  EXPECT_EQ(f.defect, FrameDefect::bad_ip_option);
  EXPECT_EQ(f.target.port.number, 53);
  const auto ended =
      frame_of(ipv4(17, udp(text("x")), {.version_and_words = 0x46, .options = {0, 9, 9, 9}}), LinkType::raw);
  EXPECT_EQ(ended.defect, FrameDefect::none) << "what is behind the end is padding";
}

TEST(DissectIp, SourceRoutesLeaveTheAddressesOfTheWire) {
  const auto route = [](std::uint8_t type, std::uint8_t at) {
    return frame_of(ipv4(17, udp(text("x")), {.version_and_words = 0x47, .options = {type, 7, at, 1, 2, 3, 4, 0}}),
                    LinkType::raw);
  };
  EXPECT_TRUE(route(131, 4).is_rerouted);
  EXPECT_TRUE(route(137, 4).is_rerouted);
  EXPECT_FALSE(route(131, 8).is_rerouted) << "visited";
  EXPECT_FALSE(route(7, 4).is_rerouted) << "a record of the route";
  const auto routing = [](std::uint8_t left) {
    return frame_of(ipv6(43, Octets{17, 2, 0, left} + Octets(4) + ipv6_address(0xfe, 9) + udp(text("x"))),
                    LinkType::raw);
  };
  EXPECT_TRUE(routing(1).is_rerouted);
  EXPECT_EQ(routing(1).target.ip, ip("fd00::2"));
  EXPECT_FALSE(routing(0).is_rerouted);
  const Octets home = Octets{17, 2, 1, 2, 0, 0, 0xc9, 16} + ipv6_address(0xfe, 9);
  EXPECT_TRUE(frame_of(ipv6(60, home + udp(text("x"))), LinkType::raw).is_rerouted);
}

TEST(DissectIp, MobilityAndItsLikes) {
  const auto message = dissected(ipv6(135, Octets{59, 1} + Octets(14)), LinkType::raw);
  EXPECT_EQ(message.frame.ip_protocol, 135);
  EXPECT_EQ(message.frame.payload.size(), 16u);
  EXPECT_EQ(message.frame.defect, FrameDefect::none);
  for (const std::uint8_t header : Octets{135, 139, 140}) {
    EXPECT_EQ(dissected(ipv6(header, Octets{17, 1} + Octets(14) + udp(text("x"))), LinkType::raw).payload(), "x");
  }
}

TEST(DissectIp, Jumbograms) {
  const Octets data(70000, 0x55);
  const auto jumbo = [&](std::size_t length, int off_by) {
    const Octets after = Octets{17, 0, 0xc2, 4} + be32(length) + udp_between(1, 2, data);
    Octets bytes = ipv6(0, after, off_by);
    bytes[48 + 4] = bytes[48 + 5] = 0;  // UDP has no room for such a length either
    return dissected(bytes + Octets(7), LinkType::raw);
  };
  const auto no_length = -static_cast<int>(8 + 8 + data.size());
  const auto right = jumbo(8 + 8 + data.size(), no_length);
  EXPECT_EQ(right.frame.defect, FrameDefect::none);
  EXPECT_EQ(right.frame.payload.size(), data.size()) << "without what is behind it";
  EXPECT_EQ(jumbo(8 + 8 + data.size() + 8, no_length).frame.defect, FrameDefect::bad_ip_header);
  EXPECT_EQ(jumbo(65535, no_length).frame.defect, FrameDefect::bad_ip_option) << "needs no such option";
  EXPECT_EQ(frame_of(ipv6(0, Octets{17, 0, 0xc2, 4} + be32(80000) + udp({})), LinkType::raw).defect,
            FrameDefect::bad_ip_option)
      << "the header has a length";
}

}  // namespace
}  // namespace vedette::decoders
