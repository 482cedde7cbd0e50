// SPDX-License-Identifier: Apache-2.0
// What is wrong with a frame, and that nothing that can be wrong with one does harm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <rapidcheck/gtest.h>

#include "tests/decoders/dissect_build.h"

namespace vedette::decoders {
namespace {

using namespace build;
using core::IpProtocol;
using core::LinkType;

struct DefectCase {
  const char* what;
  FrameDefect defect;
  Octets bytes;
  LinkType link = LinkType::ethernet;
};

std::vector<DefectCase> defect_cases() {
  using enum FrameDefect;
  const Octets datagram = udp(text("x"));
  Octets nine = datagram, five = tag(1, 0x0800, ipv4(17, datagram));
  for (int i = 0; i < 9; ++i) nine = Octets{static_cast<std::uint8_t>(i == 0 ? 17 : 60), 0, 1, 4, 0, 0, 0, 0} + nine;
  for (int i = 0; i < 4; ++i) five = tag(1, 0x8100, five);
  Octets labels = mpls(1, true, {}), nested = datagram;
  for (int i = 0; i < 16; ++i) labels = mpls(1, false, labels);
  for (int i = 0; i < 9; ++i) nested = ipv4(i == 0 ? 17 : 4, nested);
  const auto gre4 = [](std::size_t flags, std::size_t type, const Octets& rest) {
    return ethernet(0x0800, ipv4(47, gre(flags, type, rest)));
  };
  return {
      {"unknown link", unknown_link_type, {1, 2, 3}, static_cast<LinkType>(127)},
      {"no Ethernet header", truncated_link, cut(modbus_tcp, 13)},
      {"half a tag", truncated_link, ethernet(0x8100, {0, 1})},
      {"no family", truncated_link, {2, 0, 0}, LinkType::null},
      {"half a cooked header", truncated_link, cut(cooked(0x0800, {}), 15), LinkType::linux_sll},
      {"half a cooked v2 header", truncated_link, cut(cooked_v2(0x0800, {}), 19), LinkType::linux_sll2},
      {"empty raw packet", truncated_network, {}, LinkType::raw},
      {"half an IPv4 header", truncated_network, cut(modbus_tcp, 33)},
      {"IPv4 options missing", truncated_network, ethernet(0x0800, ipv4(6, {}, {.version_and_words = 0x46}))},
      {"half an IPv6 header", truncated_network, cut(ethernet(0x86dd, ipv6(17, {})), 53)},
      {"half an option header", truncated_network, ethernet(0x86dd, ipv6(0, {17, 1, 0, 0, 0, 0, 0, 0}))},
      {"half a fragment header", truncated_network, ethernet(0x86dd, ipv6(44, {17, 0, 0, 0, 0, 0, 0}))},
      {"half an AH", truncated_network, ethernet(0x86dd, ipv6(51, {17, 4, 0, 0, 0, 0, 0, 0}))},
      {"version 5", bad_ip_header, ethernet(0x0800, ipv4(6, {}, {.version_and_words = 0x55}))},
      {"four words", bad_ip_header, ethernet(0x0800, ipv4(6, {}, {.version_and_words = 0x44}))},
      {"total below header", bad_ip_header, ethernet(0x0800, ipv4(17, datagram, {.length_off_by = -10}))},
      {"total beyond frame", bad_ip_header, ethernet(0x0800, ipv4(17, datagram, {.length_off_by = 1}))},
      {"IPv6 version 4", bad_ip_header, ethernet(0x86dd, ipv6(17, datagram, 0, 0x40))},
      {"IPv6 beyond frame", bad_ip_header, ethernet(0x86dd, ipv6(17, datagram, 1))},
      {"raw version 9", bad_ip_header, {0x90, 0, 0}, LinkType::raw},
      {"half a TCP header", truncated_transport, ethernet(0x0800, ipv4(6, cut(tcp(plain, 0, {}), 19)))},
      {"half a UDP header", truncated_transport, ethernet(0x0800, ipv4(17, cut(datagram, 7)))},
      {"TCP of four words", bad_transport_header, ethernet(0x0800, ipv4(6, tcp(0x40, 0, {})))},
      {"TCP options missing", bad_transport_header, ethernet(0x0800, ipv4(6, tcp(0xf0, 0, {})))},
      {"UDP below header", bad_transport_header, ethernet(0x0800, ipv4(17, udp(text("x"), -2)))},
      {"UDP beyond IP", bad_transport_header, ethernet(0x0800, ipv4(17, udp(text("x"), 1)))},
      {"five tags", too_many_tags, ethernet(0x8100, five)},
      {"nine extensions", too_many_extension_headers, ethernet(0x86dd, ipv6(60, nine))},
      {"17 labels", too_many_tags, ethernet(0x8847, labels)},
      {"five port tags", too_many_tags,
       ethernet(0x8100, tag(1, 0x8100, tag(1, 0x8100, tag(1, 0x8100, tag(1, 0x8926, Octets(4) + be16(0x0800))))))},
      {"nine tunnels", too_many_tunnels, ethernet(0x0800, ipv4(4, nested))},
      {"half a VN-tag", truncated_link, ethernet(0x8926, Octets(5))},
      {"half an I-tag", truncated_link, ethernet(0x88e7, Octets(3))},
      {"no frame in an I-tag", truncated_link, ethernet(0x88e7, Octets(17))},
      {"half a label", truncated_tunnel, ethernet(0x8847, Octets(3))},
      {"nothing behind a label", truncated_network, ethernet(0x8847, mpls(1, true, {}))},
      {"half a PPPoE header", truncated_tunnel, ethernet(0x8864, {0x11, 0, 0, 7, 0})},
      {"PPPoE version 2", bad_tunnel_header, ethernet(0x8864, Octets{0x21, 0, 0, 7, 0, 2, 0, 0x21})},
      {"PPPoE beyond frame", bad_tunnel_header, ethernet(0x8864, Octets{0x11, 0, 0, 7, 0, 99, 0xc0, 0x21, 'x'})},
      {"no PPP protocol", truncated_link, {0xff, 0x03, 0x00}, LinkType::ppp},
      {"half a Cisco HDLC header", truncated_link, {0x0f, 0x00, 0x08}, LinkType::c_hdlc},
      {"half an NFLOG header", truncated_link, {2, 0, 0}, LinkType::nflog},
      {"NFLOG value of 3 octets", truncated_link, {2, 0, 0, 0, 3, 0, 9, 0}, LinkType::nflog},
      {"NFLOG value past the end", truncated_link, {2, 0, 0, 0, 9, 0, 9, 0, 1}, LinkType::nflog},
      {"half an NSH", truncated_tunnel, ethernet(0x894f, Octets(7))},
      {"NSH metadata missing", truncated_tunnel, ethernet(0x894f, Octets{0x0f, 0xc6, 1, 1, 0, 0, 0, 0})},
      {"NSH of one word", bad_tunnel_header, ethernet(0x894f, Octets{0x0f, 0xc1, 2, 1, 0, 0, 0, 0})},
      {"NSH type 1 of five words", bad_tunnel_header, ethernet(0x894f, Octets{0x0f, 0xc5, 1, 1} + Octets(16))},
      {"NSH version 1", bad_tunnel_header, ethernet(0x894f, Octets{0x4f, 0xc2, 2, 1, 0, 0, 0, 0})},
      {"half a GRE header", truncated_tunnel, ethernet(0x0800, ipv4(47, {0, 0, 8}))},
      {"GRE key missing", truncated_tunnel, gre4(0x2000, 0x0800, {1, 2, 3})},
      {"GRE version 2", bad_tunnel_header, gre4(2, 0x0800, Octets(40))},
      {"GRE with routes", tunnel_routing, gre4(0x4000, 0x0800, Octets(40))},
      {"GRE version 1 without key", bad_tunnel_header, gre4(0x1001, 0x880b, Octets(40))},
      {"half a call id", truncated_tunnel, gre4(0x2001, 0x880b, Octets(3))},
      {"PPTP sequence missing", truncated_tunnel, gre4(0x3001, 0x880b, Octets(5))},
      {"ERSPAN II header missing", truncated_tunnel, gre4(0x1000, 0x88be, Octets(11))},
      {"ERSPAN II version 0", bad_tunnel_header, gre4(0x1000, 0x88be, Octets(40))},
      {"ERSPAN III header missing", truncated_tunnel, gre4(0x1000, 0x22eb, Octets(15))},
      {"ERSPAN III version 1", bad_tunnel_header, gre4(0x1000, 0x22eb, Octets(4) + Octets{0x10} + Octets(40))},
      {"ERSPAN III of another type", bad_tunnel_header,
       gre4(0x1000, 0x22eb, Octets(4) + Octets{0x20} + Octets(9) + be16(1 << 10) + Octets(40))},
      {"ERSPAN III subheader missing", truncated_tunnel,
       gre4(0x1000, 0x22eb, Octets(4) + Octets{0x20} + Octets(10) + Octets{1} + Octets(7))},
      {"half an EtherIP header", truncated_tunnel, ethernet(0x0800, ipv4(97, {0x30}))},
      {"EtherIP version 4", bad_tunnel_header, ethernet(0x0800, ipv4(97, Octets{0x40, 0} + modbus_tcp))},
      {"half a frame in GRE", truncated_link, gre4(0, 0x6558, cut(modbus_tcp, 13))},
      {"version 5 in GRE", bad_ip_header, gre4(0, 0x0800, ipv4(6, {}, {.version_and_words = 0x55}))},
      {"option of one octet", bad_ip_option,
       ethernet(0x0800, ipv4(6, cut(tcp(plain, 0, {}), 20), {.version_and_words = 0x46, .options = {7, 1, 0, 0}}))},
      {"option past the header", bad_ip_option,
       ethernet(0x0800, ipv4(6, cut(tcp(plain, 0, {}), 20), {.version_and_words = 0x46, .options = {7, 5, 0, 0}}))},
      {"IPv6 option past the header", bad_ip_option,
       ethernet(0x86dd, ipv6(60, Octets{6, 0, 1, 5, 0, 0, 0, 0} + tcp(plain, 0, {})))},
      {"half an ICMP", truncated_transport, ethernet(0x0800, ipv4(1, {8, 0, 0}))},
  };
}

TEST(Dissect, NamesEachDefect) {
  std::map<FrameDefect, int> reached;
  for (const auto& c : defect_cases()) {
    const Frame frame = frame_of(c.bytes, c.link);
    EXPECT_EQ(to_string(frame.defect), to_string(c.defect)) << c.what;
    ++reached[frame.defect];
  }
  EXPECT_EQ(reached.size(), frame_defect_count - 4) << "all but none, and those of fragments (fragments_test)";
}

TEST(Dissect, KeepsWhatWasReadBeforeTheDefect) {
  const auto ports = frame_of(ethernet(0x0800, ipv4(6, {0x04, 0xd2, 0x01, 0xf6, 9})));
  EXPECT_EQ(ports.source.port.number, 1234);
  EXPECT_EQ(ports.target.port.number, 502);
  EXPECT_EQ(ports.source.ip, ip("10.0.0.1"));
  const auto lying = dissected(ethernet(0x0800, ipv4(17, udp(text("x")), {.length_off_by = 9})));
  EXPECT_EQ(lying.frame.target.port.number, 53);
  EXPECT_EQ(lying.payload(), "x");
}

TEST(Dissect, ABrokenHeaderIsNobodysPayload) {
  for (const auto& c : defect_cases()) {
    const auto d = dissected(c.bytes, c.link);
    // Where only a length lies, what is there is still decoded.
    const std::string_view what{c.what};
    if (what.find("beyond") != std::string_view::npos || what == "total below header") {
      EXPECT_THAT(d.payload(), ::testing::EndsWith("x")) << c.what;
    } else {
      EXPECT_EQ(d.payload(), "") << c.what;
    }
  }
}

TEST(Dissect, DefectsHaveDistinctNames) {
  std::map<std::string_view, int> names;
  for (std::size_t i = 0; i < frame_defect_count; ++i) ++names[to_string(static_cast<FrameDefect>(i))];
  EXPECT_EQ(names.size(), frame_defect_count);
}

/// The payload, where there is one, lies within the packet.
void expect_inside(const Dissected& d, std::size_t size) {
  if (d.frame.payload.empty()) return;
  if (!d.frame.segment.empty()) {
    ASSERT_GE(d.frame.segment.data(), d.block.get());
    ASSERT_EQ(d.frame.segment.data() + d.frame.segment.size(), d.frame.payload.data() + d.frame.payload.size())
        << "a suffix";
  }
  ASSERT_GE(d.frame.payload.data(), d.block.get());
  ASSERT_LE(d.frame.payload.data() + d.frame.payload.size(), d.block.get() + size);
}

TEST(Dissect, SurvivesEveryTruncation) {
  auto frames = defect_cases();
  frames.push_back({"tcp", FrameDefect::none, modbus_tcp});
  frames.push_back({"udp6", FrameDefect::none, ethernet(0x86dd, ipv6(17, udp(text("payload"))))});
  frames.push_back({"arp", FrameDefect::none, ethernet(0x0806, arp(1))});
  frames.push_back({"sll", FrameDefect::none, cooked(0x0800, ipv4(17, udp(text("x")))), LinkType::linux_sll});
  const Octets inside = ethernet(0x8100, tag(5, 0x0800, ipv4(17, udp(text("x")))));
  frames.push_back({"vxlan", FrameDefect::none, ethernet(0x0800, ipv4(17, udp_between(1, 4789, vxlan(9, inside))))});
  frames.push_back({"geneve", FrameDefect::none,
                    ethernet(0x0800, ipv4(17, udp_between(1, 6081, geneve(9, 0x6558, inside, Octets(8)))))});
  frames.push_back({"gre", FrameDefect::none, ethernet(0x86dd, ipv6(47, gre(0xb000, 0x6558, Octets(12) + inside)))});
  frames.push_back({"gtp", FrameDefect::none,
                    ethernet(0x0800, ipv4(17, udp_between(1, 2152, gtp(0x30, ipv6(17, udp(text("x")))))))});
  for (const auto& c : frames) {
    for (std::size_t size = 0; size <= c.bytes.size(); ++size) {
      const Octets cut(c.bytes.begin(), c.bytes.begin() + static_cast<std::ptrdiff_t>(size));
      for (const std::size_t missing : {std::size_t{0}, c.bytes.size() - size}) {
        const auto d = dissected(cut, c.link, missing);
        expect_inside(d, size);
        if (missing > 0 && c.defect == FrameDefect::none) {
          EXPECT_THAT(d.frame.defect,
                      ::testing::AnyOf(FrameDefect::none, FrameDefect::truncated_link, FrameDefect::truncated_network,
                                       FrameDefect::truncated_transport, FrameDefect::truncated_tunnel))
              << c.what << ": the snap length is no fault of the sender";
        }
      }
    }
  }
}

RC_GTEST_PROP(Dissect, SurvivesEveryChange, ()) {
  static const auto frames = defect_cases();
  const auto& base = frames[*rc::gen::inRange<std::size_t>(0, frames.size())];
  Octets bytes = base.bytes;
  const auto changes = *rc::gen::container<std::vector<std::pair<std::uint8_t, std::uint8_t>>>(
      rc::gen::arbitrary<std::pair<std::uint8_t, std::uint8_t>>());
  for (const auto& [at, value] : changes) {
    if (!bytes.empty()) bytes[at % bytes.size()] = value;
  }
  const auto link = *rc::gen::element(base.link, LinkType::ethernet, LinkType::raw, LinkType::null, LinkType::linux_sll,
                                      LinkType::linux_sll2, LinkType::ipv6, LinkType::ppp_hdlc, LinkType::nflog);
  const auto d = dissected(bytes, link, *rc::gen::inRange<std::size_t>(0, 2));
  expect_inside(d, bytes.size());
}

}  // namespace
}  // namespace vedette::decoders
