// SPDX-License-Identifier: Apache-2.0
// Datagrams in pieces: every order, copies, contradictions, and how much memory they may take.
#include "decoders/fragments.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/decoders/dissect_build.h"

namespace vedette::decoders {
namespace {

using namespace build;
using core::LinkType;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// A UDP datagram of which every octet tells its place.
Octets datagram_of(std::size_t size) {
  Octets data(size - 8);
  for (std::size_t i = 0; i < data.size(); ++i) data[i] = static_cast<std::uint8_t>(i * 7 + i / 256);
  return udp(data);
}
const Octets datagram = datagram_of(3000);

Octets v4_piece(std::size_t begin, std::size_t end, const V4& as = {}) {
  return ethernet(0x0800, ipv4_piece(17, datagram, begin, end, as));
}
Octets v6_piece(std::size_t begin, std::size_t end, std::size_t id = 1) {
  return ethernet(0x86dd, ipv6_piece(17, datagram, begin, end, id));
}
Octets changed(Octets bytes, std::size_t from_end = 1) {
  bytes[bytes.size() - from_end] ^= 0xff;
  return bytes;
}
void expect_whole(const Frame& frame, unsigned pieces) {
  EXPECT_EQ(frame.fragment, Fragment::whole);
  EXPECT_EQ(frame.pieces, pieces);
  EXPECT_EQ(frame.source.port.number, 47808);
  EXPECT_TRUE(frame.has_transport);
  EXPECT_EQ(Octets(frame.segment.begin(), frame.segment.end()), datagram);
}

TEST(Fragments, AreJoined) {
  Bench bench;
  const auto first = bench.send(v4_piece(0, 1480));
  EXPECT_EQ(first.frame.fragment, Fragment::piece);
  EXPECT_EQ(first.frame.source.port.number, 0) << "those of the whole datagram will be read";
  EXPECT_EQ(bench.send(v4_piece(1480, 2960)).frame.fragment, Fragment::piece);
  const auto last = bench.send(v4_piece(2960, 3000));
  expect_whole(last.frame, 3);
  EXPECT_EQ(last.frame.wire_bytes, 3000u + 3 * 34);
  EXPECT_EQ(last.frame.ip_id, 0x1234u);
  EXPECT_EQ(last.frame.defect, FrameDefect::none);
  const DissectorStats expected{.fragments = 3, .reassembled = 1};
  EXPECT_TRUE(bench.dissector.stats() == expected);
}

TEST(Fragments, InAnyOrderAndInIpv6) {
  Bench bench;
  bench.send(v6_piece(2960, 3000));
  bench.send(v6_piece(0, 1480));
  expect_whole(bench.send(v6_piece(1480, 2960)).frame, 3);
}

TEST(Fragments, ATinyFirstPieceIsFine) {
  Bench bench;
  bench.send(v4_piece(0, 8));
  expect_whole(bench.send(v4_piece(8, 3000)).frame, 2);
}

TEST(Fragments, TheNextHeaderIsThatOfTheFirstPiece) {
  Bench bench;
  bench.send(ethernet(0x86dd, ipv6_piece(99, datagram, 1480, 3000)));
  const auto whole = bench.send(v6_piece(0, 1480));
  expect_whole(whole.frame, 2);
  EXPECT_EQ(whole.frame.ip_protocol, 17);
}

TEST(Fragments, OnlyPiecesOfOneDatagramMeet) {
  struct Case {
    const char* what;
    Octets other;
  };
  const V4 another_id{.id = 0x9999}, another_net{.net = 11};
  for (const Case& c :
       {Case{"id", v4_piece(1480, 3000, another_id)}, Case{"addresses", v4_piece(1480, 3000, another_net)},
        Case{"protocol", ethernet(0x0800, ipv4_piece(6, datagram, 1480, 3000))},
        Case{"VLAN", ethernet(0x8100, tag(5, 0x0800, ipv4_piece(17, datagram, 1480, 3000)))}}) {
    Bench bench;
    bench.send(v4_piece(0, 1480));
    EXPECT_EQ(bench.send(c.other).frame.fragment, Fragment::piece) << c.what;
    expect_whole(bench.send(v4_piece(1480, 3000)).frame, 2);
  }
}

TEST(Fragments, CopiesAreNoOverlaps) {
  for (const bool is_v6 : {false, true}) {
    const auto piece = [is_v6](std::size_t begin, std::size_t end) {
      return is_v6 ? v6_piece(begin, end) : v4_piece(begin, end);
    };
    Bench bench;
    bench.send(piece(0, 1480));
    EXPECT_EQ(bench.send(piece(0, 1480)).frame.defect, FrameDefect::none);
    EXPECT_EQ(bench.send(piece(8, 16)).frame.defect, FrameDefect::none);
    const auto whole = bench.send(piece(1480, 3000));
    expect_whole(whole.frame, 2);
    EXPECT_EQ(bench.dissector.stats().fragment_copies, 2u);
    EXPECT_EQ(bench.dissector.stats().fragment_overlaps, 0u);
  }
}

TEST(Fragments, LateCopiesStartNothing) {
  Bench bench;
  bench.send(v4_piece(0, 1480));
  bench.send(v4_piece(1480, 3000));
  bench.now += milliseconds{100};
  EXPECT_EQ(bench.send(v4_piece(0, 1480)).frame.fragment, Fragment::piece);
  EXPECT_EQ(bench.send(v4_piece(1480, 3000)).frame.fragment, Fragment::piece);
  EXPECT_EQ(bench.dissector.stats().reassembled, 1u);
  bench.now += seconds{1};
  bench.send(v4_piece(0, 1480));
  expect_whole(bench.send(v4_piece(1480, 3000)).frame, 2);
}

TEST(Fragments, OfContradictingPiecesIpv4KeepsTheFirst) {
  Bench bench;
  bench.send(v4_piece(0, 1480));
  EXPECT_EQ(bench.send(changed(v4_piece(800, 1480))).frame.defect, FrameDefect::fragment_overlap);
  const auto whole = bench.send(changed(v4_piece(800, 3000), 2000));
  EXPECT_EQ(whole.frame.defect, FrameDefect::fragment_overlap);
  expect_whole(whole.frame, 2);
  EXPECT_EQ(bench.dissector.stats().fragment_overlaps, 2u);
}

TEST(Fragments, OverlapsOfTheSameOctetsAreNoDefectInIpv4) {
  Bench bench;
  bench.send(v4_piece(0, 1480));
  const auto whole = bench.send(v4_piece(800, 3000));
  expect_whole(whole.frame, 2);
  EXPECT_EQ(whole.frame.defect, FrameDefect::none);
}

TEST(Fragments, AnyOverlapDropsAnIpv6Datagram) {
  for (const Octets& bad : {v6_piece(800, 2400), changed(v6_piece(0, 1480))}) {
    Bench bench;
    bench.send(v6_piece(0, 1480));
    EXPECT_EQ(bench.send(bad).frame.defect, FrameDefect::fragment_overlap);
    EXPECT_EQ(bench.send(v6_piece(1480, 3000)).frame.fragment, Fragment::piece);
    EXPECT_EQ(bench.send(v6_piece(0, 1480)).frame.fragment, Fragment::piece) << "also what comes later";
    EXPECT_EQ(bench.dissector.stats().reassembled, 0u);
    bench.send(v6_piece(0, 1480, 2));
    expect_whole(bench.send(v6_piece(1480, 3000, 2)).frame, 2);
  }
}

TEST(Fragments, PiecesThatCannotBe) {
  struct Case {
    const char* what;
    Octets bytes;
  };
  const Octets much(1000);
  const Case cases[] = {
      {"past the longest", ethernet(0x0800, ipv4(17, much, {.fragment = 8191}))},
      {"no multiple of 8", ethernet(0x0800, ipv4(17, Octets(15), {.fragment = 0x2000 | 1}))},
      {"empty", ethernet(0x0800, ipv4(17, {}, {.fragment = 5}))},
      {"ends before what is there", ethernet(0x0800, ipv4(17, Octets(8), {.fragment = 1}))},
      {"past the end", ethernet(0x0800, ipv4(17, Octets(8), {.fragment = 0x2000 | 375}))},
      {"another end", ethernet(0x0800, ipv4(17, Octets(16), {.fragment = 375}))},
  };
  Bench bench;
  bench.send(v4_piece(0, 1480));
  bench.send(v4_piece(2960, 3000));
  for (const Case& c : cases) EXPECT_EQ(bench.send(c.bytes).frame.defect, FrameDefect::bad_fragment) << c.what;
  expect_whole(bench.send(v4_piece(1480, 2960)).frame, 3);
}

TEST(Fragments, WaitNoLongerThanTold) {
  Bench bench;
  bench.send(v4_piece(0, 1480));
  bench.now += seconds{30};
  bench.send(modbus_tcp);
  EXPECT_EQ(bench.dissector.stats().expired_datagrams, 1u) << "any packet moves the time";
  EXPECT_EQ(bench.send(v4_piece(1480, 3000)).frame.fragment, Fragment::piece);
  bench.now += seconds{29};
  expect_whole(bench.send(v4_piece(0, 1480)).frame, 2);
}

TEST(Fragments, TheOldestMakesRoom) {
  Bench bench{{.datagrams = 2}};
  const auto half = [&](std::size_t id, bool is_first) {
    return bench.send(is_first ? v4_piece(0, 1480, {.id = id}) : v4_piece(1480, 3000, {.id = id}));
  };
  half(1, true);
  half(2, true);
  EXPECT_EQ(half(3, true).frame.defect, FrameDefect::fragment_evicted);
  EXPECT_EQ(bench.dissector.stats().evicted_datagrams, 1u);
  expect_whole(half(2, false).frame, 2);
  expect_whole(half(3, false).frame, 2);
  EXPECT_EQ(half(1, false).frame.fragment, Fragment::piece);
}

TEST(Fragments, MemoryStaysBelowItsLimit) {
  const DissectorLimits limits{.datagrams = 100, .fragment_bytes = 20'000};
  Bench bench{limits};
  for (std::size_t id = 0; id < 50; ++id) {
    bench.send(v4_piece(id % 3 * 960, id % 3 * 960 + 960, {.id = id}));
    EXPECT_LE(bench.dissector.fragment_bytes(), limits.fragment_bytes);
  }
  EXPECT_GT(bench.dissector.stats().evicted_datagrams, 30u);
  bench.send(v4_piece(0, 1480, {.id = 100}));
  expect_whole(bench.send(v4_piece(1480, 3000, {.id = 100})).frame, 2);
}

TEST(Fragments, ADatagramThatNeedsMoreThanAllMemoryIsGivenUp) {
  Bench bench{{.datagrams = 4, .fragment_bytes = 5000}};
  const Octets large = datagram_of(20000);
  for (std::size_t at = 0; at < large.size(); at += 1000) {
    const auto d = bench.send(ethernet(0x0800, ipv4_piece(17, large, at, at + 1000)));
    EXPECT_EQ(d.frame.fragment, Fragment::piece);
    EXPECT_LE(bench.dissector.fragment_bytes(), 5000u);
  }
  EXPECT_GT(bench.dissector.stats().evicted_datagrams, 0u);
}

TEST(Fragments, TheLongestDatagramInTheSmallestPieces) {
  Bench bench;
  const Octets large = datagram_of(65528);
  for (std::size_t at = 0; at < large.size() - 8; at += 8) {
    EXPECT_EQ(bench.send(ipv4_piece(17, large, at, at + 8), LinkType::raw).frame.fragment, Fragment::piece);
  }
  const auto whole = bench.send(ipv4_piece(17, large, large.size() - 8, large.size()), LinkType::raw);
  EXPECT_EQ(whole.frame.pieces, 8191);
  EXPECT_EQ(Octets(whole.frame.segment.begin(), whole.frame.segment.end()), large);
}

TEST(Fragments, ACutFirstPieceStillHasPorts) {
  Bench bench;
  const Octets first = v4_piece(0, 1480);
  const auto d = bench.send(cut(first, 100), LinkType::ethernet, first.size() - 100);
  EXPECT_EQ(d.frame.fragment, Fragment::piece);
  EXPECT_EQ(d.frame.source.port.number, 47808);
  EXPECT_TRUE(d.frame.snapped);
  EXPECT_EQ(bench.send(v4_piece(1480, 3000)).frame.fragment, Fragment::piece) << "it can't become whole";
}

/// The datagram inside is itself in pieces, each of which was cut again on its way.
TEST(Fragments, TunnelsInPiecesAndPiecesInTunnels) {
  const auto outer = [](const Octets& inner, std::size_t id) {
    const Octets gre_packet = gre(0x2000, 0x0800, be32(77) + inner);
    return std::vector{ethernet(0x0800, ipv4_piece(47, gre_packet, 0, 800, {.id = id})),
                       ethernet(0x0800, ipv4_piece(47, gre_packet, 800, gre_packet.size(), {.id = id}))};
  };
  const auto first = outer(ipv4_piece(17, datagram, 0, 1480, {.net = 20}), 1);
  const auto second = outer(ipv4_piece(17, datagram, 1480, 3000, {.net = 20}), 2);
  Bench bench;
  EXPECT_EQ(bench.send(first[0]).frame.source.ip, ip("10.0.0.1"));
  EXPECT_EQ(bench.send(second[1]).frame.source.ip, ip("10.0.0.1"));
  const auto half = bench.send(second[0]);
  EXPECT_EQ(half.frame.source.ip, ip("20.0.0.1"));
  EXPECT_EQ(half.frame.fragment, Fragment::piece) << "the tunnel's packet is whole, what it carries is a piece";
  const auto whole = bench.send(first[1]);
  expect_whole(whole.frame, 4);
  EXPECT_EQ(whole.frame.source.network, 77u);
  EXPECT_EQ(whole.frame.wire_bytes, 4 * 34 + 2 * (28 + 0) + 3000u);
  EXPECT_EQ(bench.dissector.stats().reassembled, 3u);
}

TEST(Fragments, WithoutADissectorPiecesStayPieces) {
  EXPECT_EQ(frame_of(v4_piece(0, 1480)).fragment, Fragment::piece);
  EXPECT_EQ(frame_of(v4_piece(0, 1480)).source.port.number, 0);
}

struct Cut {
  std::size_t begin, end;
};
/// Cuts at random multiples of 8.
std::vector<Cut> random_cuts(std::size_t size) {
  std::vector<Cut> cuts;
  for (std::size_t at = 0; at < size;) {
    const auto units = *rc::gen::inRange<std::size_t>(1, 100);
    cuts.push_back({at, std::min(at + units * 8, size)});
    at = cuts.back().end;
  }
  return cuts;
}

RC_GTEST_PROP(Fragments, ComeBackAsTheyWereCut, (bool is_v6)) {
  const Octets sent = datagram_of(*rc::gen::inRange<std::size_t>(16, 6000));
  const std::vector<Cut> cuts = random_cuts(sent.size());
  std::vector<Cut> order = cuts;
  const auto copies = *rc::gen::inRange<std::size_t>(0, 4);
  for (std::size_t i = 0; i < copies; ++i) {
    Cut copy = *rc::gen::elementOf(cuts);
    // Of IPv4 a copy may also reach over its neighbours.
    if (!is_v6) copy.begin -= std::min(copy.begin, *rc::gen::inRange<std::size_t>(0, 20) * 8);
    order.push_back(copy);
  }
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
  Bench bench;
  unsigned whole = 0;
  for (const Cut& c : order) {
    const auto d =
        bench.send(is_v6 ? ipv6_piece(17, sent, c.begin, c.end) : ipv4_piece(17, sent, c.begin, c.end), LinkType::raw);
    RC_ASSERT(d.frame.defect == FrameDefect::none);
    if (d.frame.fragment == Fragment::whole || cuts.size() == 1) {
      ++whole;
      RC_ASSERT(Octets(d.frame.segment.begin(), d.frame.segment.end()) == sent);
    }
  }
  if (cuts.size() > 1) RC_ASSERT(whole == 1u);
}

RC_GTEST_PROP(Fragments, OneMissingPieceLeavesNothing, (bool is_v6)) {
  const Octets sent = datagram_of(*rc::gen::inRange<std::size_t>(2000, 6000));
  const std::vector<Cut> cuts = random_cuts(sent.size());
  const auto missing = *rc::gen::inRange<std::size_t>(0, cuts.size());
  Bench bench;
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    if (i == missing) continue;
    const auto [begin, end] = cuts[i];
    const auto d =
        bench.send(is_v6 ? ipv6_piece(17, sent, begin, end) : ipv4_piece(17, sent, begin, end), LinkType::raw);
    RC_ASSERT(d.frame.fragment == Fragment::piece);
  }
}

/// Any pieces at all: never more memory than allowed, and what is whole has the length that its last piece said.
RC_GTEST_PROP(Fragments, SurviveAnything, ()) {
  const DissectorLimits limits{.datagrams = 3, .fragment_bytes = 12'000, .fragment_patience = milliseconds{20}};
  Bench bench{limits};
  const auto count = *rc::gen::inRange(1, 60);
  for (int i = 0; i < count; ++i) {
    const Octets bytes(*rc::gen::inRange<std::size_t>(0, 60) * 4, static_cast<std::uint8_t>(i % 2));
    const auto fragment = *rc::gen::inRange<std::size_t>(0, 60) | (*rc::gen::arbitrary<bool>() ? 0x2000u : 0u);
    bench.now += milliseconds{*rc::gen::inRange(0, 5)};
    bench.send(ipv4(17, bytes, {.fragment = fragment, .id = *rc::gen::inRange<std::size_t>(0, 6)}), LinkType::raw);
    RC_ASSERT(bench.dissector.fragment_bytes() <= limits.fragment_bytes);
  }
}

}  // namespace
}  // namespace vedette::decoders
