// SPDX-License-Identifier: Apache-2.0
// Layers nested at random come back as they were put together, in one frame or in pieces; and what is counted.
#include "decoders/dissector.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <utility>

#include "tests/decoders/dissect_build.h"

namespace vedette::decoders {
namespace {

using namespace build;
using core::LinkType;

std::size_t below(std::size_t end) {
  return *rc::gen::inRange<std::size_t>(0, end);
}

/// Builds a packet from the outside in, and keeps what a reader should say of it.
class Nest {
 public:
  core::Endpoint source, target;
  std::vector<Tunnel> tunnels;

  Octets frame(std::size_t depth) {
    const auto station = static_cast<std::uint8_t>(1 + below(200));
    const Octets from{2, 0, 0, 0, 1, station}, to{2, 0, 0, 0, 2, station};
    set_both([](core::Endpoint& end) { end.ip = {}, end.vlan = end.outer_vlan = {}; });
    source.mac = core::MacAddress::from(from);
    target.mac = core::MacAddress::from(to);
    if (mirrored_vlan_ != 0) set_both([this](core::Endpoint& end) { end.vlan = {mirrored_vlan_}; });
    bool is_mirrored = std::exchange(mirrored_vlan_, 0) != 0;
    std::vector<std::size_t> ids(std::min(below(4), most_tags - tags_));
    tags_ += ids.size();
    for (std::size_t& id : ids) {
      id = below(4) == 0 ? 0 : 1 + below(4094);
      if (id == 0) continue;
      const core::VlanId outer = is_mirrored ? core::VlanId{} : source.vlan;
      is_mirrored = false;
      set_both([&](core::Endpoint& end) { end.outer_vlan = outer, end.vlan = {static_cast<std::uint16_t>(id)}; });
    }
    auto [type, bytes] = behind_tags(depth);
    for (std::size_t i = ids.size(); i-- > 0;) {
      bytes = tag(below(8) << 13 | ids[i], type, bytes);
      type = std::vector<std::size_t>{0x8100, 0x88a8, 0x9100, 0x9200}[below(4)];
    }
    return to + from + be16(type) + bytes;
  }

  Octets packet(std::size_t depth) {
    const bool is_v6 = below(2) == 0;
    const auto net = static_cast<std::uint8_t>(is_v6 ? 0xfc + below(2) : 11 + below(100));
    source.ip = is_v6 ? core::IpAddress::v6(ipv6_address(net, 1)) : core::IpAddress::v4(net << 24 | 1u);
    target.ip = is_v6 ? core::IpAddress::v6(ipv6_address(net, 2)) : core::IpAddress::v4(net << 24 | 2u);
    const auto [protocol, bytes] = transport(depth, is_v6);
    if (is_v6) return ipv6(protocol, bytes, 0, 0x60, net);
    return below(3) == 0 ? ipv4(protocol, bytes, {.version_and_words = 0x46, .options = Octets(4, 1), .net = net})
                         : ipv4(protocol, bytes, {.net = net});
  }

 private:
  void set_both(auto change) {
    change(source);
    change(target);
  }
  void open(Tunnel tunnel) {
    tunnels.push_back(tunnel);
    tags_ = 0;
  }
  /// The ends are forgotten where a tunnel over IP begins, all but the network, which stays unless another comes.
  void enter(Tunnel tunnel, std::size_t network = 0) {
    open(tunnel);
    const auto id = network != 0 ? static_cast<std::uint32_t>(network) : source.network;
    set_both([id](core::Endpoint& end) { end = {}, end.network = id; });
  }

  std::pair<std::size_t, Octets> network_layer(std::size_t depth) {
    Octets bytes = packet(depth);
    return {is_first_v6(bytes) ? 0x86dd : 0x0800, bytes};
  }
  static bool is_first_v6(const Octets& bytes) { return bytes[0] >> 4 == 6; }

  std::pair<std::size_t, Octets> behind_tags(std::size_t depth) {
    switch (depth == 0 ? 9 : below(10)) {
      case 0:
        open(Tunnel::mpls);
        return {0x8847, mpls(below(1000), false, mpls(below(1000), true, packet(depth - 1)))};
      case 1: {
        open(Tunnel::pppoe);
        const auto [type, bytes] = network_layer(depth - 1);
        return {0x8864, pppoe(be16(type == 0x0800 ? 0x0021 : 0x0057) + bytes)};
      }
      case 2: {
        open(Tunnel::nsh);
        const auto [type, bytes] = network_layer(depth - 1);
        return {0x894f, nsh(type == 0x0800 ? 1 : 2, bytes)};
      }
      case 3:
        if (tags_ == most_tags) return network_layer(depth);
        ++tags_;
        return {0x88e7, Octets(4) + frame(depth - 1)};
      default:
        return network_layer(depth);
    }
  }

  std::pair<std::uint8_t, Octets> transport(std::size_t depth, bool is_v6) {
    const std::size_t network = 1 + below(0xfffffe);
    const auto over_udp = [](std::size_t port, const Octets& bytes) {
      return std::pair<std::uint8_t, Octets>{17, udp_between(40000, port, bytes)};
    };
    switch (depth == 0 ? 99 : below(9)) {
      case 0: {
        enter(is_v6 ? Tunnel::ip_in_ip6 : Tunnel::ip_in_ip);
        const auto [type, bytes] = network_layer(depth - 1);
        return {type == 0x0800 ? 4 : 41, bytes};
      }
      case 1: {
        enter(Tunnel::gre, network);
        const auto [type, bytes] = network_layer(depth - 1);
        return {47, gre(0x2000, type, be32(network) + bytes)};
      }
      case 2:
        enter(Tunnel::gre, network);
        return {47, gre(0x2000, 0x6558, be32(network << 8 | below(256)) + frame(depth - 1))};
      case 3:
        enter(Tunnel::vxlan, network);
        return over_udp(4789, vxlan(network, frame(depth - 1)));
      case 4:
        enter(Tunnel::geneve, network);
        return over_udp(6081, geneve(network, 0x6558, frame(depth - 1), Octets(below(5) * 4)));
      case 5:
        enter(Tunnel::gtp_u);
        return over_udp(2152, gtp(0x30, packet(depth - 1)));
      case 6: {
        enter(Tunnel::erspan);
        const std::size_t vlan = below(4095);
        mirrored_vlan_ = static_cast<std::uint16_t>(vlan);
        return {47, gre(0x1000, 0x88be, Octets(4) + be16(0x1000 | vlan) + Octets(6) + frame(depth - 1))};
      }
      case 7: {
        enter(Tunnel::geneve, network);
        const auto [type, bytes] = network_layer(depth - 1);
        return over_udp(6081, geneve(network, type, bytes));
      }
      default:
        source.port = {47808};
        target.port = {53};
        return {17, udp(text("innermost"))};
    }
  }

  static constexpr std::size_t most_tags = 4;  // between two tunnels
  std::size_t tags_ = 0;
  std::uint16_t mirrored_vlan_ = 0;
};

std::string text_of(const core::Endpoint& end) {
  return end.mac.to_string() + " vlan " + std::to_string(end.outer_vlan.number) + "." +
         std::to_string(end.vlan.number) + " network " + std::to_string(end.network) + " " + end.ip.to_string() + ":" +
         std::to_string(end.port.number);
}

void expect_as_built(const Frame& frame, const Nest& nest) {
  RC_ASSERT(to_string(frame.defect) == "none");
  RC_ASSERT(text_of(frame.source) == text_of(nest.source));
  RC_ASSERT(text_of(frame.target) == text_of(nest.target));
  RC_ASSERT(tunnels_of(frame) == nest.tunnels);
  RC_ASSERT(core::as_text(frame.payload) == "innermost");
  RC_ASSERT(frame.segment.size() == 17u);
  RC_ASSERT(frame.has_transport);
  RC_ASSERT(!frame.bad_ip_checksum);
}

RC_GTEST_PROP(Dissector, NestedLayersComeBackAsBuilt, ()) {
  Nest nest;
  const Octets bytes = nest.frame(*rc::gen::inRange<std::size_t>(0, 7));
  expect_as_built(dissected(bytes).frame, nest);
}

/// The same with the outermost packet in pieces: of a tunnel the inner packet shows only when all are there.
RC_GTEST_PROP(Dissector, PiecesComeBackAsBuilt, ()) {
  Nest nest;
  const Octets whole = nest.packet(*rc::gen::inRange<std::size_t>(1, 6));
  const bool is_v6 = whole[0] >> 4 == 6;
  const std::size_t header = is_v6 ? 40 : (whole[0] & 0x0fu) * 4;
  const Octets payload(whole.begin() + static_cast<std::ptrdiff_t>(header), whole.end());
  const std::size_t middle = 8 * *rc::gen::inRange<std::size_t>(1, (payload.size() + 7) / 8);
  const std::uint8_t protocol = whole[is_v6 ? 6 : 9];
  const auto piece = [&](std::size_t begin, std::size_t end) {
    const Octets bytes = is_v6 ? ipv6_piece(protocol, payload, begin, end) : ipv4_piece(protocol, payload, begin, end);
    const std::size_t addresses = is_v6 ? 8 : 12, size = is_v6 ? 32 : 8;
    Octets patched = bytes;
    std::copy_n(whole.begin() + static_cast<std::ptrdiff_t>(addresses), size,
                patched.begin() + static_cast<std::ptrdiff_t>(addresses));
    if (!is_v6) {
      patched[10] = patched[11] = 0;
      const Octets sum = be16(0xffff - ones_sum(cut(patched, 20)));
      std::ranges::copy(sum, patched.begin() + 10);
    }
    return patched;
  };
  Bench bench;
  const bool is_swapped = *rc::gen::arbitrary<bool>();
  const Octets first = piece(0, middle), second = piece(middle, payload.size());
  RC_ASSERT(bench.send(is_swapped ? second : first, LinkType::raw).frame.fragment == Fragment::piece);
  const auto d = bench.send(is_swapped ? first : second, LinkType::raw);
  RC_ASSERT(d.frame.fragment == Fragment::whole);
  RC_ASSERT(d.frame.pieces == 2);
  expect_as_built(d.frame, nest);
}

TEST(Dissector, Counts) {
  Bench bench;
  bench.send(modbus_tcp);
  bench.send(ethernet(0x0800, ipv4(4, ipv4(17, udp({})))));
  Octets wrong = modbus_tcp;
  wrong[24] ^= 1;
  bench.send(wrong);
  const DissectorStats expected{.bad_ip_checksums = 1, .tunnelled = 1};
  EXPECT_TRUE(bench.dissector.stats() == expected);
  EXPECT_EQ(bench.dissector.fragment_bytes(), 0u) << "nothing is taken before the first fragment";
}

TEST(Dissector, SaysOfAFrameWhatTheFunctionSays) {
  Bench bench;
  const auto alone = dissected(modbus_tcp), with = bench.send(modbus_tcp);
  EXPECT_EQ(alone.frame.source, with.frame.source);
  EXPECT_EQ(alone.frame.target, with.frame.target);
  EXPECT_EQ(alone.frame.shard, with.frame.shard);
  EXPECT_EQ(alone.payload(), with.payload());
}

}  // namespace
}  // namespace vedette::decoders
