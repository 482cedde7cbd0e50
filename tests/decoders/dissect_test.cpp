// SPDX-License-Identifier: Apache-2.0
// Frames are built by hand, one layer at a time, after the specifications; on real captures tshark is the oracle.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <rapidcheck/gtest.h>
#include <sstream>
#include <string>
#include <vector>

#include "core/byte_cursor.h"
#include "decoders/frame.h"

namespace vedette::decoders {
namespace {

using core::IpAddress;
using core::IpProtocol;
using core::LinkType;
using Octets = std::vector<std::uint8_t>;

Octets operator+(Octets left, const Octets& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}
Octets be16(std::size_t value) {
  return {static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}
Octets text(std::string_view value) {
  return {value.begin(), value.end()};
}

const Octets source_mac{0x02, 0, 0, 0, 0, 0x0a}, target_mac{0x02, 0, 0, 0, 0, 0x0b};

Octets ethernet(std::size_t type, const Octets& payload) {
  return target_mac + source_mac + be16(type) + payload;
}
Octets tag(std::size_t id, std::size_t type, const Octets& payload) {
  return be16(id) + be16(type) + payload;
}

/// What may be wrong with an IPv4 header.
struct V4 {
  std::uint8_t version_and_words = 0x45;
  std::size_t fragment = 0;
  int length_off_by = 0;
  bool no_length = false;
  Octets options{};
};
Octets ipv4(std::uint8_t protocol, const Octets& payload, const V4& as = {}) {
  const auto length =
      static_cast<std::size_t>(static_cast<int>(20 + as.options.size() + payload.size()) + as.length_off_by);
  return Octets{as.version_and_words, 0} + be16(as.no_length ? 0 : length) + Octets{0x12, 0x34} + be16(as.fragment) +
         Octets{64, protocol, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2} + as.options + payload;
}
Octets ipv6(std::uint8_t next, const Octets& payload, int length_off_by = 0, std::uint8_t version = 0x60) {
  const auto length = static_cast<std::size_t>(static_cast<int>(payload.size()) + length_off_by);
  Octets source(16), target(16);
  source[0] = target[0] = 0xfd;
  source[15] = 1;
  target[15] = 2;
  return Octets{version, 0, 0, 0} + be16(length) + Octets{next, 64} + source + target + payload;
}
Octets tcp(std::uint8_t words_and_flags_high, std::uint8_t flags, const Octets& after_header) {
  return be16(1234) + be16(502) + Octets{0x01, 0x02, 0x03, 0x04, 0x0a, 0x0b, 0x0c, 0x0d, words_and_flags_high, flags} +
         be16(8192) + Octets{0, 0, 0, 0} + after_header;
}
Octets udp(const Octets& payload, int length_off_by = 0) {
  return be16(47808) + be16(53) + be16(static_cast<std::size_t>(static_cast<int>(8 + payload.size()) + length_off_by)) +
         Octets{0, 0} + payload;
}
Octets cooked(std::size_t protocol, const Octets& payload) {
  return be16(0) + be16(1) + be16(6) + source_mac + Octets{0, 0} + be16(protocol) + payload;
}
Octets cooked_v2(std::size_t protocol, const Octets& payload) {
  return be16(protocol) + Octets{0, 0, 0, 0, 0, 3, 0, 1, 0, 6} + source_mac + Octets{0, 0} + payload;
}
Octets arp(std::size_t operation) {
  return be16(1) + be16(0x0800) + Octets{6, 4} + be16(operation) + source_mac + Octets{10, 0, 0, 1} + Octets(6) +
         Octets{10, 0, 0, 2};
}

/// Owns what the frame points to, in a heap block of exactly its size: a sanitizer sees a read past its end.
struct Dissected {
  std::unique_ptr<std::uint8_t[]> block;
  Frame frame;

  std::string payload() const { return std::string{core::as_text(frame.payload)}; }
};
Dissected dissected(const Octets& bytes, LinkType link = LinkType::ethernet, std::size_t missing = 0) {
  Dissected d{std::make_unique<std::uint8_t[]>(bytes.size()), {}};
  std::copy(bytes.begin(), bytes.end(), d.block.get());
  core::Packet packet;
  packet.bytes = {d.block.get(), bytes.size()};
  packet.wire_length = static_cast<std::uint32_t>(bytes.size() + missing);
  packet.link = link;
  d.frame = dissect(packet);
  return d;
}
Frame frame_of(const Octets& bytes, LinkType link = LinkType::ethernet, std::size_t missing = 0) {
  Frame frame = dissected(bytes, link, missing).frame;
  frame.payload = {};
  return frame;
}
IpAddress ip(std::string_view address) {
  return IpAddress::parse(address).value();
}

constexpr std::uint8_t plain = 0x50;  // a TCP header of five words
const Octets modbus_tcp = ethernet(0x0800, ipv4(6, tcp(plain, 0x18, text("payload"))));

TEST(Dissect, EthernetIpv4Tcp) {
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

TEST(Dissect, EachTcpFlag) {
  const auto flags = [](std::uint8_t bits) { return frame_of(ethernet(0x0800, ipv4(6, tcp(plain, bits, {})))).tcp; };
  EXPECT_TRUE(flags(0x01).fin);
  EXPECT_TRUE(flags(0x02).syn);
  EXPECT_TRUE(flags(0x04).rst);
  EXPECT_TRUE(flags(0x08).psh);
  EXPECT_TRUE(flags(0x10).ack);
  EXPECT_TRUE(flags(0x20).urg);
  EXPECT_FALSE(flags(0xfe).fin);
}

TEST(Dissect, OptionsAreSkipped) {
  const auto d = dissected(ethernet(0x0800, ipv4(6, tcp(0x60, 0x10, Octets{1, 1, 1, 1} + text("x")),
                                                 {.version_and_words = 0x46, .options = Octets(4)})));
  EXPECT_EQ(d.frame.defect, FrameDefect::none);
  EXPECT_EQ(d.frame.target.port.number, 502);
  EXPECT_EQ(d.payload(), "x");
}

TEST(Dissect, PaddingIsNoPayload) {
  const auto d = dissected(ethernet(0x0800, ipv4(17, udp(text("ab")))) + Octets(16));
  EXPECT_EQ(d.payload(), "ab");
  EXPECT_EQ(dissected(ethernet(0x86dd, ipv6(17, udp(text("ab")))) + Octets(16)).payload(), "ab");
  EXPECT_EQ(dissected(ethernet(0x0800, ipv4(17, udp(text("abXX"), -2)))).payload(), "ab") << "UDP has a length too";
}

TEST(Dissect, SegmentationOffloadLeavesNoLength) {
  const auto d = dissected(ethernet(0x0800, ipv4(6, tcp(plain, 0x10, text("long")), {.no_length = true})));
  EXPECT_EQ(d.frame.defect, FrameDefect::none);
  EXPECT_EQ(d.payload(), "long");
  const auto v6 = dissected(ethernet(0x86dd, ipv6(17, udp(text("jumbo"), -13), -13)));
  EXPECT_EQ(v6.frame.defect, FrameDefect::none);
  EXPECT_EQ(v6.payload(), "jumbo");
}

TEST(Dissect, SnapLengthCutsThePayload) {
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

TEST(Dissect, VlanTags) {
  const Octets inner = ipv4(17, udp(text("x")));
  const auto one = frame_of(ethernet(0x8100, tag(0x6014, 0x0800, inner)));
  EXPECT_EQ(one.source.vlan.number, 20) << "without priority bits";
  EXPECT_EQ(one.target.vlan.number, 20);
  EXPECT_EQ(one.ether_type, 0x0800);
  EXPECT_EQ(one.target.port.number, 53);
  const auto two = frame_of(ethernet(0x88a8, tag(100, 0x8100, tag(20, 0x0800, inner))));
  EXPECT_EQ(two.source.vlan.number, 20) << "the innermost";
  const auto priority = frame_of(ethernet(0x8100, tag(20, 0x8100, tag(0xe000, 0x0800, inner))));
  EXPECT_EQ(priority.source.vlan.number, 20) << "id 0 is no VLAN";
  EXPECT_EQ(frame_of(cooked(0x8100, tag(7, 0x0800, inner)), LinkType::linux_sll).source.vlan.number, 7);
  const auto four = ethernet(0x8100, tag(1, 0x8100, tag(2, 0x9100, tag(3, 0x8100, tag(4, 0x0800, inner)))));
  EXPECT_EQ(frame_of(four).defect, FrameDefect::none);
  EXPECT_EQ(frame_of(four).source.vlan.number, 4);
}

TEST(Dissect, FramesWithALengthHaveNoType) {
  const auto d = dissected(ethernet(4, text("LLC!") + Octets(42)));
  EXPECT_EQ(d.frame.ether_type, 0);
  EXPECT_EQ(d.payload(), "LLC!");
  EXPECT_EQ(d.frame.transport, IpProtocol::none);
  EXPECT_EQ(d.frame.defect, FrameDefect::none);
  EXPECT_EQ(dissected(ethernet(0x8100, tag(5, 3, text("LLC..")))).payload(), "LLC");
}

TEST(Dissect, UnknownTypesAreLeftAsPayload) {
  const auto d = dissected(ethernet(0x88cc, text("lldp")));
  EXPECT_EQ(d.frame.ether_type, 0x88cc);
  EXPECT_EQ(d.payload(), "lldp");
  EXPECT_EQ(d.frame.defect, FrameDefect::none);
}

TEST(Dissect, OtherLinks) {
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

TEST(Dissect, CookedAddressOfAnotherLengthIsNoMac) {
  Octets bytes = cooked(0x0800, ipv4(17, udp({})));
  bytes[5] = 8;
  EXPECT_TRUE(frame_of(bytes, LinkType::linux_sll).source.mac.is_zero());
  EXPECT_EQ(frame_of(cooked(0x0004, text("llc")), LinkType::linux_sll).ether_type, 0);
}

TEST(Dissect, Arp) {
  const auto request = frame_of(ethernet(0x0806, arp(1) + Octets(18)));
  ASSERT_TRUE(request.claim);
  EXPECT_EQ(request.claim->kind, ClaimKind::arp_request);
  EXPECT_EQ(request.claim->sender_mac.to_string(), "02:00:00:00:00:0a");
  EXPECT_EQ(request.claim->sender_ip, ip("10.0.0.1"));
  EXPECT_EQ(request.claim->target_ip, ip("10.0.0.2"));
  EXPECT_FALSE(request.source.ip.is_set()) << "the frame carries no IP";
  EXPECT_EQ(frame_of(ethernet(0x0806, arp(2))).claim->kind, ClaimKind::arp_reply);
  EXPECT_EQ(frame_of(ethernet(0x0806, arp(9))).claim->kind, ClaimKind::arp_other);
  Octets token_ring = arp(1);
  token_ring[1] = 6;
  EXPECT_FALSE(frame_of(ethernet(0x0806, token_ring)).claim);
}

TEST(Dissect, TransportsWithoutPorts) {
  const auto icmp = dissected(ethernet(0x0800, ipv4(1, text("\x08...ping"))));
  EXPECT_EQ(icmp.frame.transport, IpProtocol::icmp);
  EXPECT_EQ(icmp.payload(), "\x08...ping");
  EXPECT_EQ(icmp.frame.source.port.number, 0);
  EXPECT_EQ(frame_of(ethernet(0x86dd, ipv6(58, text("\x80...")))).transport, IpProtocol::icmpv6);
  const auto sctp = dissected(ethernet(0x0800, ipv4(132, text("sctp"))));
  EXPECT_EQ(sctp.frame.ip_protocol, 132);
  EXPECT_EQ(sctp.payload(), "sctp");
}

TEST(Dissect, Ipv4Fragments) {
  for (const std::size_t fragment : {0x2000u, 0x0010u, 0x2010u}) {
    const auto d = dissected(ethernet(0x0800, ipv4(17, udp(text("piece")), {.fragment = fragment})));
    EXPECT_EQ(d.frame.fragment, Fragment::piece);
    EXPECT_EQ(d.frame.transport, IpProtocol::udp);
    EXPECT_EQ(d.frame.source.port.number, 0) << "not even the first piece's";
    EXPECT_EQ(d.frame.payload.size(), 13u) << "the IP payload";
  }
  EXPECT_FALSE(frame_of(ethernet(0x0800, ipv4(17, udp({}), {.fragment = 0x4000}))).fragment == Fragment::piece) << "don't fragment";
}

TEST(Dissect, Ipv6Extensions) {
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

TEST(Dissect, Ipv6Fragments) {
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
  const auto cut = [](Octets bytes, std::size_t size) {
    bytes.resize(size);
    return bytes;
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
      {"half an ARP", truncated_network, ethernet(0x0806, cut(arp(1), 27))},
      {"no ARP", truncated_network, ethernet(0x0806, {0, 1, 8})},
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
  };
}

TEST(Dissect, NamesEachDefect) {
  std::map<FrameDefect, int> reached;
  for (const auto& c : defect_cases()) {
    const Frame frame = frame_of(c.bytes, c.link);
    EXPECT_EQ(to_string(frame.defect), to_string(c.defect)) << c.what;
    ++reached[frame.defect];
  }
  EXPECT_EQ(reached.size(), frame_defect_count - 1) << "all but none";
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
    if (std::string_view{c.what}.find("beyond") != std::string_view::npos ||
        c.what == std::string_view{"total below header"}) {
      EXPECT_EQ(d.payload(), "x") << c.what;
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
  ASSERT_GE(d.frame.payload.data(), d.block.get());
  ASSERT_LE(d.frame.payload.data() + d.frame.payload.size(), d.block.get() + size);
}

TEST(Dissect, SurvivesEveryTruncation) {
  auto frames = defect_cases();
  frames.push_back({"tcp", FrameDefect::none, modbus_tcp});
  frames.push_back({"udp6", FrameDefect::none, ethernet(0x86dd, ipv6(17, udp(text("payload"))))});
  frames.push_back({"arp", FrameDefect::none, ethernet(0x0806, arp(1))});
  frames.push_back({"sll", FrameDefect::none, cooked(0x0800, ipv4(17, udp(text("x")))), LinkType::linux_sll});
  for (const auto& c : frames) {
    for (std::size_t size = 0; size <= c.bytes.size(); ++size) {
      const Octets cut(c.bytes.begin(), c.bytes.begin() + static_cast<std::ptrdiff_t>(size));
      for (const std::size_t missing : {std::size_t{0}, c.bytes.size() - size}) {
        const auto d = dissected(cut, c.link, missing);
        expect_inside(d, size);
        if (missing > 0 && c.defect == FrameDefect::none) {
          EXPECT_THAT(d.frame.defect,
                      ::testing::AnyOf(FrameDefect::none, FrameDefect::truncated_link, FrameDefect::truncated_network,
                                       FrameDefect::truncated_transport))
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
                                      LinkType::linux_sll2, LinkType::ipv6);
  const auto d = dissected(bytes, link, *rc::gen::inRange<std::size_t>(0, 2));
  expect_inside(d, bytes.size());
}

// Rows of <capture>.tshark.tsv: one for each frame that carries the protocol, columns named in the first line.
using Row = std::map<std::string, std::string>;
std::vector<std::string> cells_of(const std::string& line) {
  std::istringstream in{line};
  std::vector<std::string> cells;
  for (std::string cell; std::getline(in, cell, '\t');) cells.push_back(cell);
  return cells;
}
std::vector<Row> read_rows(const std::string& path) {
  std::ifstream file{path};
  std::string line;
  std::getline(file, line);
  const auto names = cells_of(line);
  std::vector<Row> rows;
  while (std::getline(file, line)) {
    const auto cells = cells_of(line);
    Row& row = rows.emplace_back();
    for (std::size_t i = 0; i < std::min(names.size(), cells.size()); ++i) row[names[i]] = cells[i];
  }
  return rows;
}

std::string read_whole(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// A little-endian pcap is simple enough to be read here, without the folder that is tested elsewhere.
std::vector<core::Packet> packets_of(core::Bytes file) {
  core::ByteCursor in{file};
  in.skip(20);
  core::Packet packet;
  packet.link = static_cast<LinkType>(in.le32());
  std::vector<core::Packet> packets;
  while (!in.empty()) {
    in.skip(8);
    const std::size_t captured = in.le32();
    packet.wire_length = in.le32();
    packet.bytes = in.bytes(captured);
    if (in.ok()) packets.push_back(packet);
  }
  return packets;
}

std::string port_text(const Frame& frame, core::Port port, IpProtocol transport) {
  return frame.transport == transport ? std::to_string(port.number) : "";
}

class AgainstTshark : public ::testing::TestWithParam<const char*> {};

TEST_P(AgainstTshark, AddressesAndPortsAgree) {
  const std::string path = std::string{VEDETTE_SHARED_DIR} + "/pcaps/" + GetParam();
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
  const std::string content = read_whole(path);
  const auto packets = packets_of(core::as_bytes(content));
  const auto rows = read_rows(path + ".tshark.tsv");
  ASSERT_FALSE(rows.empty());
  for (const Row& row : rows) {
    const auto number = std::stoul(row.at("frame.number"));
    ASSERT_LE(number, packets.size());
    const Frame f = dissect(packets[number - 1]);
    const auto cell = [&](const char* name) { return row.contains(name) ? row.at(name) : std::string{}; };
    const bool v6 = f.source.ip.family() == core::IpFamily::v6;
    EXPECT_EQ(f.source.ip.to_string(), cell(v6 ? "ipv6.src" : "ip.src")) << "frame " << number;
    EXPECT_EQ(f.target.ip.to_string(), cell(v6 ? "ipv6.dst" : "ip.dst")) << "frame " << number;
    EXPECT_EQ(port_text(f, f.source.port, IpProtocol::tcp), cell("tcp.srcport")) << "frame " << number;
    EXPECT_EQ(port_text(f, f.target.port, IpProtocol::tcp), cell("tcp.dstport")) << "frame " << number;
    if (row.contains("udp.srcport")) {
      EXPECT_EQ(port_text(f, f.source.port, IpProtocol::udp), cell("udp.srcport")) << "frame " << number;
      EXPECT_EQ(port_text(f, f.target.port, IpProtocol::udp), cell("udp.dstport")) << "frame " << number;
    }
    if (!cell("eth.src").empty()) {
      EXPECT_EQ(f.source.mac.to_string(), cell("eth.src")) << "frame " << number;
      EXPECT_EQ(f.target.mac.to_string(), cell("eth.dst")) << "frame " << number;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Captures, AgainstTshark,
                         ::testing::Values("modbus/zeek/modbus-and-non-modbus-p502.pcap", "modbus/ITI/ModbusTCP.pcap",
                                           "mqtt/OISF/mqtt5-pub-qos1.pcap",  // IPv6
                                           "mqtt/l-laura/flood-train.pcap",  // Linux cooked
                                           "bacnet/EmreEkin/bacnet-ip.pcap"));

}  // namespace
}  // namespace vedette::decoders
