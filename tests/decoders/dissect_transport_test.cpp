// SPDX-License-Identifier: Apache-2.0
// TCP, UDP, ICMP and others.
#include <gtest/gtest.h>

#include "tests/decoders/dissect_build.h"

namespace vedette::decoders {
namespace {

using namespace build;
using core::IpProtocol;

TEST(DissectTransport, EthernetIpv4Tcp) {
  const auto d = dissected(modbus_tcp);
  const Frame& f = d.frame;
  EXPECT_EQ(f.defect, FrameDefect::none);
  EXPECT_EQ(f.source.mac.to_string(), "02:00:00:00:00:0a");
  EXPECT_EQ(f.target.mac.to_string(), "02:00:00:00:00:0b");
  EXPECT_EQ(f.ether_type, 0x0800);
  EXPECT_EQ(f.source.ip, ip("10.0.0.1"));
  EXPECT_EQ(f.target.ip, ip("10.0.0.2"));
  EXPECT_EQ(f.transport, IpProtocol::tcp);
  EXPECT_EQ(f.ip_protocol, 6);
  EXPECT_EQ(f.source.port.number, 1234);
  EXPECT_EQ(f.target.port.number, 502);
  EXPECT_EQ(f.tcp.sequence, 0x01020304u);
  EXPECT_EQ(f.tcp.acknowledgement, 0x0a0b0c0du);
  EXPECT_EQ(f.tcp.window, 8192);
  EXPECT_TRUE(f.tcp.psh && f.tcp.ack);
  EXPECT_FALSE(f.tcp.fin || f.tcp.syn || f.tcp.rst || f.tcp.urg);
  EXPECT_EQ(d.payload(), "payload");
  EXPECT_FALSE(f.snapped || f.fragment != Fragment::none || f.claim);
}

TEST(DissectTransport, EachTcpFlag) {
  const auto flags = [](std::uint8_t bits) { return frame_of(ethernet(0x0800, ipv4(6, tcp(plain, bits, {})))).tcp; };
  EXPECT_TRUE(flags(0x01).fin);
  EXPECT_TRUE(flags(0x02).syn);
  EXPECT_TRUE(flags(0x04).rst);
  EXPECT_TRUE(flags(0x08).psh);
  EXPECT_TRUE(flags(0x10).ack);
  EXPECT_TRUE(flags(0x20).urg);
  EXPECT_FALSE(flags(0xfe).fin);
}

TEST(DissectTransport, TransportsWithoutPorts) {
  const auto icmp = dissected(ethernet(0x0800, ipv4(1, text("\x08...ping"))));
  EXPECT_EQ(icmp.frame.transport, IpProtocol::icmp);
  EXPECT_EQ(icmp.payload(), "\x08...ping");
  EXPECT_EQ(icmp.frame.source.port.number, 0);
  EXPECT_EQ(frame_of(ethernet(0x86dd, ipv6(58, text("\x80...")))).transport, IpProtocol::icmpv6);
  const auto sctp = dissected(ethernet(0x0800, ipv4(132, text("sctp"))));
  EXPECT_EQ(sctp.frame.ip_protocol, 132);
  EXPECT_EQ(sctp.payload(), "sctp");
}

TEST(DissectTransport, TellsWhetherTheHeaderWasWhole) {
  EXPECT_TRUE(frame_of(modbus_tcp).has_transport);
  EXPECT_TRUE(frame_of(ethernet(0x0800, ipv4(17, udp({})))).has_transport);
  EXPECT_FALSE(frame_of(ethernet(0x0800, ipv4(17, cut(udp({}), 7)))).has_transport);
  EXPECT_FALSE(frame_of(ethernet(0x0800, ipv4(6, tcp(0x60, 0x18, {})))).has_transport) << "options missing";
  EXPECT_FALSE(frame_of(ethernet(0x0800, ipv4(2, text("igmp....")))).has_transport);
  EXPECT_FALSE(frame_of(ethernet(0x88cc, text("lldp"))).has_transport);
}

TEST(DissectTransport, SegmentsEndWithThePayload) {
  const auto t = dissected(modbus_tcp + Octets(8));
  EXPECT_EQ(t.frame.segment.size(), 27u);
  EXPECT_EQ(t.frame.segment.data() + 20, t.frame.payload.data());
  const auto u = dissected(ethernet(0x0800, ipv4(17, udp(text("abXX"), -2))));
  EXPECT_EQ(u.frame.segment.size(), 10u) << "UDP's own length counts";
  const auto i = dissected(ethernet(0x0800, ipv4(1, Octets{8, 1, 0, 0} + text("ping"))));
  EXPECT_EQ(i.frame.segment.size(), 8u);
  EXPECT_EQ(i.frame.icmp.type, 8);
  EXPECT_EQ(i.frame.icmp.code, 1);
  EXPECT_TRUE(i.frame.has_transport);
  EXPECT_TRUE(dissected(ethernet(0x88cc, text("lldp"))).frame.segment.empty());
}

TEST(DissectTransport, PortsOfOthers) {
  for (const std::uint8_t protocol : Octets{33, 132, 136}) {
    const auto f = frame_of(ethernet(0x0800, ipv4(protocol, be16(1000) + be16(2000) + text("..."))));
    EXPECT_EQ(f.source.port.number, 1000);
    EXPECT_EQ(f.target.port.number, 2000);
    EXPECT_EQ(f.ip_protocol, protocol);
    EXPECT_EQ(f.defect, FrameDefect::none);
    EXPECT_EQ(frame_of(ethernet(0x0800, ipv4(protocol, {3, 0xe8, 7}))).source.port.number, 0);
  }
}

}  // namespace
}  // namespace vedette::decoders
