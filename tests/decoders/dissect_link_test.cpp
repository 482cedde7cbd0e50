// SPDX-License-Identifier: Apache-2.0
// The link layers and what says which network protocol follows.
#include <gtest/gtest.h>

#include "tests/decoders/dissect_build.h"

namespace vedette::decoders {
namespace {

using namespace build;
using core::IpProtocol;
using core::LinkType;

TEST(DissectLink, FramesWithALengthHaveNoType) {
  const auto d = dissected(ethernet(4, text("LLC!") + Octets(42)));
  EXPECT_EQ(d.frame.ether_type, 0);
  EXPECT_EQ(d.payload(), "LLC!");
  EXPECT_EQ(d.frame.transport, IpProtocol::none);
  EXPECT_EQ(d.frame.defect, FrameDefect::none);
  EXPECT_EQ(dissected(ethernet(0x8100, tag(5, 3, text("LLC..")))).payload(), "LLC");
}

TEST(DissectLink, UnknownTypesAreLeftAsPayload) {
  const auto d = dissected(ethernet(0x88cc, text("lldp")));
  EXPECT_EQ(d.frame.ether_type, 0x88cc);
  EXPECT_EQ(d.payload(), "lldp");
  EXPECT_EQ(d.frame.defect, FrameDefect::none);
}

TEST(DissectLink, OtherLinks) {
  const Octets v4 = ipv4(17, udp(text("x"))), v6 = ipv6(17, udp(text("x")));
  struct Case {
    LinkType link;
    Octets bytes;
    const char* source;
    std::uint16_t ether_type;
  };
  const Case cases[] = {
      {LinkType::raw, v4, "10.0.0.1", 0},
      {LinkType::raw, v6, "fd00::1", 0},
      {LinkType::ipv4, v4, "10.0.0.1", 0},
      {LinkType::ipv6, v6, "fd00::1", 0},
      {LinkType::null, Octets{2, 0, 0, 0} + v4, "10.0.0.1", 0},
      {LinkType::null, Octets{0, 0, 0, 2} + v4, "10.0.0.1", 0},
      {LinkType::loop, Octets{0, 0, 0, 2} + v4, "10.0.0.1", 0},
      {LinkType::null, Octets{10, 0, 0, 0} + v6, "fd00::1", 0},
      {LinkType::null, Octets{24, 0, 0, 0} + v6, "fd00::1", 0},
      {LinkType::null, Octets{28, 0, 0, 0} + v6, "fd00::1", 0},
      {LinkType::loop, Octets{0, 0, 0, 30} + v6, "fd00::1", 0},
      {LinkType::linux_sll, cooked(0x0800, v4), "10.0.0.1", 0x0800},
      {LinkType::linux_sll, cooked(0x86dd, v6), "fd00::1", 0x86dd},
      {LinkType::linux_sll2, cooked_v2(0x0800, v4), "10.0.0.1", 0x0800},
      {LinkType::linux_sll2, cooked_v2(0x86dd, v6), "fd00::1", 0x86dd},
  };
  for (const auto& c : cases) {
    const auto d = dissected(c.bytes, c.link);
    EXPECT_EQ(d.frame.source.ip.to_string(), c.source) << static_cast<int>(c.link);
    EXPECT_EQ(d.frame.ether_type, c.ether_type);
    EXPECT_EQ(d.frame.target.port.number, 53);
    EXPECT_EQ(d.payload(), "x");
    EXPECT_EQ(d.frame.defect, FrameDefect::none);
    const bool has_mac = c.link == LinkType::linux_sll || c.link == LinkType::linux_sll2;
    EXPECT_EQ(d.frame.source.mac.to_string(), has_mac ? "02:00:00:00:00:0a" : "00:00:00:00:00:00");
    EXPECT_TRUE(d.frame.target.mac.is_zero());
  }
}

TEST(DissectLink, CookedAddressOfAnotherLengthIsNoMac) {
  Octets bytes = cooked(0x0800, ipv4(17, udp({})));
  bytes[5] = 8;
  EXPECT_TRUE(frame_of(bytes, LinkType::linux_sll).source.mac.is_zero());
  EXPECT_EQ(frame_of(cooked(0x0004, text("llc")), LinkType::linux_sll).ether_type, 0);
}

struct LinkCase {
  const char* what;
  LinkType link;
  Octets bytes;
  const char* source;
  std::uint16_t ether_type = 0;
};

TEST(DissectLink, PointToPointAndLlc) {
  const Octets v4 = ipv4(17, udp(text("x"))), v6 = ipv6(17, udp(text("x")));
  const Octets snap{0xaa, 0xaa, 3, 0, 0, 0, 8, 0};
  // Family, version, resource; then packet header (with its protocol), prefix, payload.
  const Octets before{0, 0, 1, 8, 0, 1, 0, 8, 0, 3, 0, 6, 0, 10, 0, 'p', 0, 0, 0};
  const Octets before_big_endian{0, 0, 1, 0, 8, 0, 1, 8, 0, 3, 0, 0, 6, 0, 10, 'p', 0, 0, 0};
  const auto value = [](const Octets& packet) {
    return Octets{static_cast<std::uint8_t>(packet.size() + 4), 0, 9, 0} + packet;
  };
  const LinkCase cases[] = {
      {"PPP", LinkType::ppp, Octets{0xff, 3, 0, 0x21} + v4, "10.0.0.1"},
      {"PPP, IPv6", LinkType::ppp, Octets{0xff, 3, 0, 0x57} + v6, "fd00::1"},
      {"PPP without address", LinkType::ppp, Octets{0, 0x21} + v4, "10.0.0.1"},
      {"PPP, short protocol", LinkType::ppp, Octets{0xff, 3, 0x21} + v4, "10.0.0.1"},
      {"PPP, both", LinkType::ppp, Octets{0x57} + v6, "fd00::1"},
      {"PPP, label", LinkType::ppp, Octets{0x02, 0x81} + mpls(9, true, v4), "10.0.0.1"},
      {"PPP in HDLC framing", LinkType::ppp_hdlc, Octets{0xff, 3, 0, 0x21} + v4, "10.0.0.1"},
      {"Cisco in HDLC framing", LinkType::ppp_hdlc, Octets{0x8f, 0, 8, 0} + v4, "10.0.0.1", 0x0800},
      {"Cisco HDLC", LinkType::c_hdlc, Octets{0x0f, 0, 0x86, 0xdd} + v6, "fd00::1", 0x86dd},
      {"PPPoE as link", LinkType::ppp_ether, pppoe(Octets{0, 0x21} + v4), "10.0.0.1"},
      {"SNAP", LinkType::ethernet, ethernet(8 + v4.size(), snap + v4), "10.0.0.1", 0x0800},
      {"SNAP, bridged", LinkType::ethernet, ethernet(8 + v4.size(), Octets{0xaa, 0xaa, 3, 0, 0, 0xf8, 8, 0} + v4),
       "10.0.0.1", 0x0800},
      {"LLC with IP's own number", LinkType::ethernet, ethernet(3 + v4.size(), Octets{6, 6, 3} + v4), "10.0.0.1"},
      {"SNAP in a jumbo frame", LinkType::ethernet, ethernet(0x8870, snap + v4), "10.0.0.1", 0x0800},
      {"SNAP in a tag", LinkType::ethernet, ethernet(0x8100, tag(5, 8 + v4.size(), snap + v4)), "10.0.0.1", 0x0800},
      {"SNAP in Linux cooked", LinkType::linux_sll, cooked(4, snap + v4), "10.0.0.1", 0x0800},
      {"NFLOG", LinkType::nflog, Octets{2} + before + value(v4), "10.0.0.1"},
      {"NFLOG, IPv6", LinkType::nflog, Octets{10} + before + value(v6), "fd00::1"},
      {"NFLOG of a bridge", LinkType::nflog, Octets{7} + before + value(v4), "10.0.0.1", 0x0800},
      {"NFLOG, big-endian", LinkType::nflog, Octets{2} + before_big_endian + be16(v4.size() + 4) + Octets{0, 9} + v4,
       "10.0.0.1"},
  };
  for (const auto& c : cases) {
    const auto d = dissected(c.bytes, c.link);
    EXPECT_EQ(d.frame.source.ip.to_string(), c.source) << c.what;
    EXPECT_EQ(d.frame.ether_type, c.ether_type) << c.what;
    EXPECT_EQ(d.frame.target.port.number, 53) << c.what;
    EXPECT_EQ(d.payload(), "x") << c.what;
    EXPECT_EQ(to_string(d.frame.defect), "none") << c.what;
  }
}

TEST(DissectLink, OtherLlcIsLeftBehindItsHeader) {
  const Octets spanning_tree{0x42, 0x42, 3, 0, 0, 0, 0, 0};
  const auto bpdu = dissected(ethernet(8, spanning_tree + Octets(38)));
  EXPECT_EQ(bpdu.frame.payload.size(), 5u);
  EXPECT_EQ(bpdu.frame.link_protocol, link_by_llc(0x42));
  const Octets cisco = Octets{0xaa, 0xaa, 3, 0, 0, 0x0c, 1, 0x0b} + text("pvst");
  const auto d = dissected(ethernet(cisco.size(), cisco));
  EXPECT_EQ(d.payload(), "pvst");
  EXPECT_EQ(d.frame.link_protocol, link_by_snap(0x0c, 0x010b)) << "another organisation's number is no Ethernet type";
  EXPECT_EQ(d.frame.ether_type, 0);
  EXPECT_EQ(dissected(Octets{0xff, 3, 0xc0, 0x21} + text("lcp"), LinkType::ppp).frame.defect, FrameDefect::none);
}

TEST(DissectLink, WithoutIpTheLinkSaysWhatIsCarried) {
  const auto lldp = dissected(ethernet(0x88cc, text("lldp")));
  EXPECT_EQ(lldp.frame.link_protocol, link_by_type(0x88cc));
  EXPECT_EQ(lldp.payload(), "lldp");
  EXPECT_EQ(dissected(ethernet(0x0800, ipv4(17, udp(text("ip"))))).frame.link_protocol, LinkProtocol::none);
}

TEST(DissectLink, NflogPayloadThatTheCaptureCut) {
  const Octets packet = Octets{2, 0, 0, 0} + be16(0) + Octets{9, 0} + ipv4(17, udp(text("four")));
  Octets bytes = cut(packet, packet.size() - 2);
  bytes[4] = 36;
  const auto d = dissected(bytes, LinkType::nflog, 2);
  EXPECT_EQ(d.payload(), "fo");
  EXPECT_TRUE(d.frame.snapped);
  EXPECT_EQ(d.frame.defect, FrameDefect::none);
}

}  // namespace
}  // namespace vedette::decoders
