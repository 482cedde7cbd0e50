// SPDX-License-Identifier: Apache-2.0
// The corpus of fuzz_dissect: made here from hand-built frames, and run here too. After a change of the builders:
// VEDETTE_UPDATE_CORPUS=1 decoders_test --gtest_filter='DissectCorpus*'
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>

#include "tests/decoders/dissect_build.h"
#include "tests/decoders/dissect_fuzz_input.h"

namespace vedette::decoders {
namespace {

using namespace build;
using core::LinkType;

Octets input_of(LinkType link, const std::vector<Octets>& packets) {
  Octets input{static_cast<std::uint8_t>(std::ranges::find(fuzz_links, link) - fuzz_links.begin())};
  for (const Octets& packet : packets) input = input + Octets{0} + be16(packet.size()) + packet;
  return input;
}
Octets over_udp(std::size_t port, const Octets& payload) {
  return ethernet(0x0800, ipv4(17, udp_between(40000, port, payload)));
}
Octets over_gre(std::size_t flags, std::size_t type, const Octets& payload) {
  return ethernet(0x0800, ipv4(47, gre(flags, type, payload)));
}

std::map<std::string, Octets> corpus() {
  const auto e = [](const Octets& frame) { return input_of(LinkType::ethernet, {frame}); };
  const Octets v4 = ipv4(17, udp(text("x"))), v6 = ipv6(17, udp(text("x"))), frame = ethernet(0x0800, v4), four(4);
  const Octets tagged = ethernet(0x88a8, tag(9, 0x8100, tag(8, 0x0800, v4))), long_udp = udp(Octets(300, 5));
  Octets neighbor = ipv6(58, Octets{136, 0, 0, 0, 0, 0, 0, 0} + ipv6_address(0xfd, 7) + Octets{2, 1} + source_mac);
  neighbor[7] = 255;
  return {
      {"tcp", e(modbus_tcp)},
      {"tags", e(tagged)},
      {"arp", e(ethernet(0x0806, arp(1)))},
      {"neighbor", e(ethernet(0x86dd, neighbor))},
      {"snap", e(ethernet(8 + v4.size(), Octets{0xaa, 0xaa, 3, 0, 0, 0, 8, 0} + v4))},
      {"vn_tag", e(ethernet(0x8926, four + be16(0x0800) + v4))},
      {"e_tag", e(ethernet(0x893f, Octets(6) + be16(0x0800) + v4))},
      {"i_tag", e(ethernet(0x88e7, four + frame))},
      {"fabric_path", e(ethernet(0x8903, Octets(2) + frame))},
      {"mpls", e(ethernet(0x8847, mpls(1, false, mpls(2, true, v4))))},
      {"pseudowire", e(ethernet(0x8847, mpls(2, true, four + frame)))},
      {"pppoe", e(ethernet(0x8864, pppoe(Octets{0, 0x21} + v4)))},
      {"nsh", e(ethernet(0x894f, nsh(4, nsh(3, frame))))},
      {"gre_key", e(over_gre(0xb000, 0x0800, Octets(12) + v4))},
      {"nvgre", e(over_gre(0x2000, 0x6558, be32(0x123456) + frame))},
      {"pptp", e(over_gre(0x3081, 0x880b, be16(v4.size() + 4) + Octets(10) + Octets{0xff, 3, 0, 0x21} + v4))},
      {"erspan_1", e(over_gre(0, 0x88be, frame))},
      {"erspan_2", e(over_gre(0x1000, 0x88be, four + be16(0x1005) + Octets(6) + frame))},
      {"erspan_3", e(over_gre(0x1000, 0x22eb, four + be16(0x2005) + Octets(8) + be16(1) + Octets(8) + frame))},
      {"ip_in_ip", e(ethernet(0x0800, ipv4(4, ipv4(41, ipv6(4, v4)))))},
      {"ether_ip", e(ethernet(0x0800, ipv4(97, Octets{0x30, 0} + frame)))},
      {"vxlan", e(over_udp(4789, vxlan(5, tagged)))},
      {"vxlan_gpe", e(over_udp(4790, Octets{0x0c, 0, 0, 4, 0, 0, 6, 0} + nsh(1, v4)))},
      {"geneve", e(over_udp(6081, geneve(7, 0x6558, frame, Octets(8))))},
      {"gtp", e(over_udp(2152, gtp(0x34, Octets{0, 0, 0, 0x85, 1, 0, 9, 0} + v6)))},
      {"teredo", e(over_udp(3544, Octets{0, 1, 0, 0} + Octets(9) + Octets{0, 0, 9, 9, 1, 2, 3, 4} + v6))},
      {"gre_in_udp", e(over_udp(4754, gre(0, 0x86dd, v6)))},
      {"options", e(ethernet(0x0800, ipv4(17, udp(text("x")),
                                          {.version_and_words = 0x47, .options = {131, 7, 4, 1, 2, 3, 4, 0}})))},
      {"extensions", e(ethernet(0x86dd, ipv6(0, Octets{43, 0, 1, 4, 0, 0, 0, 0} + Octets{51, 0, 0, 1, 0, 0, 0, 0} +
                                                    Octets{17, 1} + Octets(10) + udp(text("x")))))},
      {"ppp", input_of(LinkType::ppp, {Octets{0xff, 3, 0, 0x57} + v6})},
      {"hdlc", input_of(LinkType::ppp_hdlc, {Octets{0x0f, 0, 8, 0} + v4})},
      {"nflog", input_of(LinkType::nflog, {Octets{2, 0, 0, 1, 8, 0, 1, 0, 8, 0, 3, 0} + Octets{33, 0, 9, 0} + v4})},
      {"pieces_v4", input_of(LinkType::raw, {ipv4_piece(17, long_udp, 160, 308), ipv4_piece(17, long_udp, 0, 80),
                                             ipv4_piece(17, long_udp, 40, 80), ipv4_piece(17, long_udp, 80, 160)})},
      {"pieces_v6", input_of(LinkType::raw, {ipv6_piece(17, long_udp, 0, 160), ipv6_piece(17, long_udp, 160, 308)})},
      {"pieces_tunnel", input_of(LinkType::raw, {ipv4_piece(4, ipv4(17, long_udp, {.net = 20}), 0, 160),
                                                 ipv4_piece(4, ipv4(17, long_udp, {.net = 20}), 160, 328)})},
  };
}

TEST(DissectCorpus, IsWhatTheBuildersMake) {
  const std::filesystem::path folder = std::string{VEDETTE_SOURCE_DIR} + "/tests/decoders/dissect_corpus";
  const bool update = std::getenv("VEDETTE_UPDATE_CORPUS") != nullptr;
  if (update) std::filesystem::create_directories(folder);
  for (const auto& [name, input] : corpus()) {
    run_dissect_fuzz_input(input);
    if (update) {
      std::ofstream{folder / name, std::ios::binary} << core::as_text(input);
    }
    std::ifstream file{folder / name, std::ios::binary};
    const std::string there{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_EQ(there, core::as_text(input)) << name;
  }
}

TEST(DissectCorpus, HasNoneThatIsBroken) {
  for (const auto& [name, input] : corpus()) {
    core::Packet packet;
    packet.link = fuzz_links[input[0]];
    packet.bytes = core::Bytes{input}.subspan(4);
    if (name.starts_with("pieces")) continue;
    packet.wire_length = static_cast<std::uint32_t>(packet.bytes.size());
    EXPECT_EQ(to_string(dissect(packet).defect), "none") << name;
  }
}

}  // namespace
}  // namespace vedette::decoders
