// SPDX-License-Identifier: Apache-2.0
// The oracle is the stream itself: byte p of it is byte_at(p), so what comes out can be held against its position.
#include "decoders/tcp_stream.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <rapidcheck/gtest.h>
#include <vector>

namespace vedette::decoders {
namespace {

using core::Bytes;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr core::Timestamp start_time = core::timestamp_from_ns(1'000'000'000);

std::uint8_t byte_at(std::size_t position) {
  return static_cast<std::uint8_t>(position * 31 + position / 256 * 7 + 3);
}

std::vector<std::uint8_t> bytes_of(std::size_t begin, std::size_t end) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t p = begin; p < end; ++p) bytes.push_back(byte_at(p));
  return bytes;
}

/// Does what a shard does with a stream, and writes down what came out where.
struct Receiver {
  explicit Receiver(std::uint32_t isn_, std::size_t limit = 1 << 20, std::size_t block_limit = 1 << 18)
      : isn(isn_), pool(limit, block_limit) {
    accept({.sequence = isn, .payload = {}, .syn = true, .mark = {}});
    acknowledge(0);
  }
  ~Receiver() { stream.drop_held(pool); }

  void segment(std::size_t begin, std::size_t end, bool fin = false, bool snapped = false) {
    const auto bytes = bytes_of(begin, end);
    raw(begin, bytes, fin, snapped);
  }
  void raw(std::size_t begin, Bytes bytes, bool fin = false, bool snapped = false) {
    ++frame;
    const auto sequence = isn + 1 + static_cast<std::uint32_t>(begin);
    accept({.sequence = sequence, .payload = bytes, .fin = fin, .snapped = snapped, .mark = {frame, start_time}});
  }
  void acknowledge(std::size_t end) { stream.acknowledged(isn + 1 + static_cast<std::uint32_t>(end), now); }

  void accept(const TcpSegment& segment) {
    auto accepted = stream.accept(segment, pool, stats);
    while (accepted == TcpStream::Accepted::no_room) {
      if (stream.has_hole()) {
        skip();
      } else if (stream.holds()) {
        position += stream.drop_held(pool);
      } else {
        break;
      }
      drain();
      accepted = stream.accept(segment, pool, stats);
    }
    drain();
    while (stream.is_hole_due(now, seconds{2})) {
      skip();
      drain();
    }
    most_used = std::max({most_used, pool.used(), pool.allocated()});
  }
  void skip() {
    position += stream.ready().size();
    const std::size_t hole = stream.skip_hole(stats);
    gaps[position] = hole;
    position += hole;
  }
  void give_up() {
    while (stream.has_hole()) {
      skip();
      drain();
    }
    stream.drop_held(pool);
  }
  /// Takes messages of `message` bytes, and the rest where the sender has finished.
  void drain() {
    while (true) {
      const std::size_t ready = stream.ready().size();
      const std::size_t take = stream.is_finished() ? std::min(ready, message) : message;
      if (ready == 0 || ready < take) break;
      const Bytes bytes = stream.ready().first(take);
      for (std::size_t i = 0; i < take; ++i) out[position + i] = bytes[i];
      message_frames[position] = stream.brought_by(take).frame;
      if (stream.at_segment_start()) segment_starts.push_back(position);
      stream.consume(take);
      position += take;
    }
    EXPECT_TRUE(stream.settle(pool, stats) || message > 1000);
  }
  bool has_exactly(std::size_t begin, std::size_t end) const {
    if (out.size() != end - begin) return false;
    return std::ranges::all_of(out, [&](const auto& entry) {
      return entry.first >= begin && entry.first < end && entry.second == byte_at(entry.first);
    });
  }

  std::uint32_t isn;
  HoldPool pool;
  TcpStream stream;
  StreamStats stats;
  std::size_t message = 1;
  std::uint64_t frame = 0;
  core::Timestamp now = start_time;
  std::size_t position = 0, most_used = 0;
  std::map<std::size_t, std::uint8_t> out;
  std::map<std::size_t, std::size_t> gaps;
  std::map<std::size_t, std::uint64_t> message_frames;
  std::vector<std::size_t> segment_starts;
};

struct Piece {
  std::size_t begin, end;
};

/// Pieces that cover [0, size) together, some twice and across each other, in any order.
std::vector<Piece> any_pieces(std::size_t size) {
  std::vector<Piece> pieces;
  for (std::size_t at = 0; at < size;) {
    const std::size_t length = *rc::gen::inRange<std::size_t>(1, 60);
    pieces.push_back({at, std::min(size, at + length)});
    at += length;
  }
  const auto extra = *rc::gen::container<std::vector<std::pair<std::size_t, std::size_t>>>(
      rc::gen::pair(rc::gen::inRange<std::size_t>(0, size), rc::gen::inRange<std::size_t>(1, 100)));
  for (const auto& [begin, length] : extra) pieces.push_back({begin, std::min(size, begin + length)});
  for (std::size_t i = pieces.size(); i > 1; --i) {
    std::swap(pieces[i - 1], pieces[*rc::gen::inRange<std::size_t>(0, i)]);
  }
  return pieces;
}

RC_GTEST_PROP(TcpStreamProperty, AnyCutOrderAndOverlapGivesTheStream, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(1, 1500);
  Receiver receiver(*rc::gen::element<std::uint32_t>(0, 0xffff'ffff, 0xffff'ff00, 0x7fff'ff00, 12345));
  receiver.message = *rc::gen::inRange<std::size_t>(1, 40);
  const auto pieces = any_pieces(size);
  for (const Piece& piece : pieces) receiver.segment(piece.begin, piece.end);
  receiver.segment(size, size, true);
  RC_ASSERT(receiver.has_exactly(0, size));
  RC_ASSERT(receiver.gaps.empty());
  RC_ASSERT(receiver.stats.conflicting_overlaps == 0u);
  RC_ASSERT(receiver.pool.used() == 0u);
}

RC_GTEST_PROP(TcpStreamProperty, LostPiecesAreGapsAtTheirPlaces, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(1, 1500);
  Receiver receiver(*rc::gen::arbitrary<std::uint32_t>());
  std::vector<bool> sent(size, false);
  for (const Piece& piece : any_pieces(size)) {
    if (*rc::gen::inRange(0, 4) == 0) continue;
    receiver.segment(piece.begin, piece.end);
    std::fill(sent.begin() + static_cast<std::ptrdiff_t>(piece.begin),
              sent.begin() + static_cast<std::ptrdiff_t>(piece.end), true);
  }
  receiver.give_up();
  std::map<std::size_t, std::size_t> holes;
  for (std::size_t p = 0, begin = 0; p < size; ++p) {
    if (sent[p]) {
      RC_ASSERT(receiver.out.at(p) == byte_at(p));
      if (begin < p) holes[begin] = p - begin;
      begin = p + 1;
    } else {
      RC_ASSERT(!receiver.out.contains(p));
    }
  }
  RC_ASSERT(receiver.gaps == holes);
}

RC_GTEST_PROP(TcpStreamProperty, AMessageHasTheHighestFrameThatBroughtAByteOfIt, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(1, 600);
  Receiver receiver(*rc::gen::arbitrary<std::uint32_t>());
  receiver.message = *rc::gen::inRange<std::size_t>(1, 40);
  std::vector<std::uint64_t> first_brought(size, 0);
  for (const Piece& piece : any_pieces(size)) {
    receiver.segment(piece.begin, piece.end);
    for (std::size_t p = piece.begin; p < piece.end; ++p) {
      if (first_brought[p] == 0) first_brought[p] = receiver.frame;
    }
  }
  for (const auto& [position, frame] : receiver.message_frames) {
    const std::size_t end = std::min(size, position + receiver.message);
    RC_ASSERT(frame == *std::max_element(first_brought.begin() + static_cast<std::ptrdiff_t>(position),
                                         first_brought.begin() + static_cast<std::ptrdiff_t>(end)));
  }
}

RC_GTEST_PROP(TcpStreamProperty, NeverHoldsMoreThanTheCap, ()) {
  constexpr std::size_t limit = 8 * 1024;
  Receiver receiver(*rc::gen::arbitrary<std::uint32_t>(), limit, limit);
  receiver.message = *rc::gen::inRange<std::size_t>(1, 5000);
  const auto segments = *rc::gen::container<std::vector<std::pair<std::size_t, std::size_t>>>(
      200, rc::gen::pair(rc::gen::inRange<std::size_t>(0, limit / 4), rc::gen::inRange<std::size_t>(2, 1500)));
  for (const auto& [ahead, length] : segments) {
    const std::size_t begin = receiver.position + ahead;
    receiver.segment(begin, begin + length);
    RC_ASSERT(receiver.most_used <= limit);
    for (const auto& [position, byte] : receiver.out) RC_ASSERT(byte == byte_at(position));
    receiver.out.clear();
  }
}

TEST(TcpStream, InOrderBytesPassThroughWithoutACopy) {
  HoldPool pool(1 << 20, 1 << 18);
  StreamStats stats;
  TcpStream stream;
  const auto bytes = bytes_of(0, 100);
  stream.accept({.sequence = 7, .payload = bytes, .mark = {1, start_time}}, pool, stats);
  EXPECT_EQ(stream.ready().data(), bytes.data());
  stream.consume(100);
  EXPECT_TRUE(stream.settle(pool, stats));
  EXPECT_EQ(pool.allocated(), 0u);
}

TEST(TcpStream, OfTwoVersionsTheFirstStaysAndTheDifferenceIsCounted) {
  Receiver receiver(100);
  receiver.segment(10, 20);
  const std::vector<std::uint8_t> other(30, 0xee);
  receiver.raw(0, Bytes{other}.first(15));  // fills the hole, and differs where both are
  EXPECT_EQ(receiver.stats.conflicting_overlaps, 1u);
  EXPECT_EQ(receiver.out.at(9), 0xee);
  EXPECT_EQ(receiver.out.at(10), byte_at(10));
  EXPECT_EQ(receiver.out.at(19), byte_at(19));
}

TEST(TcpStream, ARetransmissionThatDiffersFromAnUnfinishedMessageIsCounted) {
  Receiver receiver(100);
  receiver.message = 50;
  receiver.segment(0, 20);
  receiver.segment(0, 20);
  EXPECT_EQ(receiver.stats.conflicting_overlaps, 0u);
  EXPECT_EQ(receiver.stats.retransmitted_bytes, 20u);
  receiver.raw(10, std::vector<std::uint8_t>(10, 0xee));
  EXPECT_EQ(receiver.stats.conflicting_overlaps, 1u);
  receiver.segment(20, 50);
  EXPECT_TRUE(receiver.has_exactly(0, 50));
}

TEST(TcpStream, AKeepAliveByteIsNoData) {
  Receiver receiver(100);
  receiver.segment(0, 20);
  receiver.raw(19, std::vector<std::uint8_t>{0});
  receiver.segment(20, 30);
  EXPECT_TRUE(receiver.has_exactly(0, 30));
  EXPECT_EQ(receiver.stats.retransmitted_bytes, 0u);
}

TEST(TcpStream, AStreamJoinedAtAKeepAliveBeginsBehindIt) {
  HoldPool pool(1 << 20, 1 << 18);
  StreamStats stats;
  TcpStream stream;
  const std::vector<std::uint8_t> zero{0};
  const auto bytes = bytes_of(0, 10);
  stream.accept({.sequence = 99, .payload = zero, .mark = {}}, pool, stats);
  EXPECT_TRUE(stream.ready().empty());
  stream.accept({.sequence = 100, .payload = bytes, .mark = {}}, pool, stats);
  EXPECT_EQ(stream.ready().size(), 10u);
}

TEST(TcpStream, AHoleThatNobodyAcknowledgedWaits) {
  Receiver receiver(100);
  for (std::size_t i = 0; i < 40; ++i) {
    receiver.now += seconds{1};
    receiver.segment(10 + i, 11 + i);
  }
  EXPECT_TRUE(receiver.out.empty());
  receiver.segment(0, 10);
  EXPECT_TRUE(receiver.has_exactly(0, 50));
}

TEST(TcpStream, AnAcknowledgedHoleBecomesAGapAfterPatience) {
  Receiver receiver(100);
  receiver.segment(0, 10);
  receiver.segment(30, 40);
  receiver.acknowledge(40);
  receiver.now += milliseconds{1900};
  receiver.segment(40, 50);
  EXPECT_TRUE(receiver.gaps.empty());
  receiver.now += milliseconds{200};
  receiver.segment(50, 60);
  EXPECT_EQ(receiver.gaps, (std::map<std::size_t, std::size_t>{{10, 20}}));
  EXPECT_EQ(receiver.out.at(59), byte_at(59));
}

TEST(TcpStream, AnAcknowledgedHoleBecomesAGapAfterSixteenSegments) {
  Receiver receiver(100);
  receiver.segment(5, 10);
  receiver.acknowledge(10);
  for (std::size_t i = 0; i < 15; ++i) receiver.segment(10 + i, 11 + i);
  EXPECT_TRUE(receiver.gaps.empty());
  receiver.segment(25, 26);
  EXPECT_EQ(receiver.gaps, (std::map<std::size_t, std::size_t>{{0, 5}}));
}

TEST(TcpStream, WhereTheOtherSideIsNotSeenEveryHoleMayBeDue) {
  HoldPool pool(1 << 20, 1 << 18);
  StreamStats stats;
  TcpStream stream;
  const auto bytes = bytes_of(0, 10);
  for (const std::uint32_t sequence : {0u, 20u}) {
    stream.accept({.sequence = sequence, .payload = bytes, .mark = {}}, pool, stats);
    stream.consume(stream.ready().size());
    EXPECT_TRUE(stream.settle(pool, stats));
  }
  EXPECT_FALSE(stream.is_hole_due(start_time, seconds{2}));
  EXPECT_TRUE(stream.is_hole_due(start_time + seconds{2}, seconds{2}));
  EXPECT_EQ(stream.skip_hole(stats), 10u);
}

TEST(TcpStream, WhatWasOnlyLateIsNoGapHoweverOftenAcksComeFirst) {
  Receiver receiver(100);
  for (std::size_t i = 0; i < 50; ++i) {
    receiver.now += seconds{3};
    receiver.acknowledge(1000);
    receiver.segment(20 * i + 10, 20 * i + 20);
    receiver.segment(20 * i, 20 * i + 10);
  }
  EXPECT_TRUE(receiver.has_exactly(0, 1000));
  EXPECT_TRUE(receiver.gaps.empty());
}

TEST(TcpStream, WhatTheSnapLengthCutIsAGapAtOnce) {
  Receiver receiver(100);
  receiver.segment(0, 10, false, true);   // of 30
  receiver.segment(30, 40, false, true);  // of 30
  receiver.segment(60, 70);
  EXPECT_EQ(receiver.gaps, (std::map<std::size_t, std::size_t>{{10, 20}, {40, 20}}));
  EXPECT_EQ(receiver.out.at(69), byte_at(69));
}

TEST(TcpStream, OneForgedSegmentFarAwayMovesNothing) {
  Receiver receiver(100);
  receiver.segment(0, 10);
  receiver.segment(900'000, 900'010);
  receiver.segment(3'000'000'000, 3'000'000'010);
  receiver.segment(10, 20);
  EXPECT_TRUE(receiver.has_exactly(0, 20));
  EXPECT_TRUE(receiver.gaps.empty());
}

TEST(TcpStream, AStreamThatReallyJumpedIsFollowed) {
  Receiver receiver(100);
  receiver.segment(0, 10);
  for (std::size_t i = 0; i < 20; ++i) receiver.segment(2'000'000'000 + i, 2'000'000'001 + i);
  EXPECT_EQ(receiver.stats.gaps, 1u);
  EXPECT_EQ(receiver.out.size(), 10u + 5u);  // the sixteenth is believed
}

TEST(TcpStream, SaysWhereSegmentsBegan) {
  Receiver receiver(100);
  receiver.message = 5;
  receiver.segment(0, 10);
  receiver.segment(10, 17);
  receiver.segment(17, 25);
  EXPECT_EQ(receiver.segment_starts, (std::vector<std::size_t>{0, 10}));
}

}  // namespace
}  // namespace vedette::decoders
