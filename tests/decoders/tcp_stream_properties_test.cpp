// SPDX-License-Identifier: Apache-2.0
// Any cut, order, overlap and loss of a stream, against the model of stream_model.h; and what disorder may cost.
#include <algorithm>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <rapidcheck.h>
#include <sstream>
#include <string>
#include <vector>

#include "tests/decoders/stream_model.h"
#include "tests/decoders/stream_program.h"

namespace vedette::decoders {
namespace {

using core::Bytes;

constexpr core::Timestamp start_time = core::timestamp_from_ns(1'000'000'000);

template <typename Property>
void holds_for(int cases, Property property) {
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  params.maxSuccess = cases;
  rc::detail::TestMetadata metadata;
  metadata.id = metadata.description = testing::UnitTest::GetInstance()->current_test_info()->name();
  const auto result = rc::detail::checkTestable(property, metadata, params);
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>()) << text.str();
}

std::uint8_t byte_at(std::size_t position) {
  return static_cast<std::uint8_t>(position * 31 + position / 256 * 7 + 3);
}

struct Piece {
  std::size_t begin = 0, end = 0;
  bool snapped = false, forged = false;
};

/// Pieces that cover [0, size) together, with others across them: in order, nearly so, reversed or shuffled.
std::vector<Piece> any_pieces(std::size_t size) {
  const auto longest = *rc::gen::element<std::size_t>(2, 20, 200, 1500);
  std::vector<Piece> pieces;
  for (std::size_t at = 0; at < size; at = pieces.back().end) {
    pieces.push_back({at, std::min(size, at + *rc::gen::inRange<std::size_t>(1, longest))});
  }
  const auto again = *rc::gen::container<std::vector<std::pair<std::size_t, std::size_t>>>(
      rc::gen::pair(rc::gen::inRange<std::size_t>(0, size), rc::gen::inRange<std::size_t>(1, 3 * longest)));
  for (const auto& [begin, length] : again) pieces.push_back({begin, std::min(size, begin + length)});
  const auto order = *rc::gen::inRange(0, 4);
  if (order == 0) std::ranges::reverse(pieces);
  const std::size_t reach = order == 1 ? pieces.size() : 4;
  for (std::size_t i = 0; order < 3 && i < pieces.size(); ++i) {
    const std::size_t other = i + *rc::gen::inRange<std::size_t>(0, reach);
    if (other < pieces.size()) std::swap(pieces[i], pieces[other]);
  }
  return pieces;
}

std::uint32_t any_first_number() {
  return *rc::gen::oneOf(rc::gen::element<std::uint32_t>(0, 1, 0xffff'ffff, 0xffff'fff0, 0xffff'fe00, 0x7fff'fff0),
                         rc::gen::arbitrary<std::uint32_t>());
}

/// Sends pieces of one stream to a modelled one.
class Sender {
 public:
  Sender(HoldPool& pool, std::uint32_t initial_number) : receiver(pool), initial_(initial_number) {
    receiver.segment({.sequence = initial_, .payload = {}, .syn = true, .mark = {}});
    receiver.take(0);
  }
  void send(const Piece& piece, std::size_t take = ~std::size_t{0}) {
    std::vector<std::uint8_t> payload;
    for (std::size_t p = piece.begin; p < piece.end; ++p) {
      payload.push_back(static_cast<std::uint8_t>(byte_at(p) ^ (piece.forged ? 0xa0 : 0)));
    }
    receiver.segment({.sequence = number(piece.begin),
                      .payload = payload,
                      .snapped = piece.snapped,
                      .mark = {++frame_, start_time}});
    receiver.take(take);
  }
  void finish(std::size_t at) {
    receiver.segment({.sequence = number(at), .payload = {}, .fin = true, .mark = {++frame_, start_time}});
    receiver.take(~std::size_t{0});
  }
  std::uint32_t number(std::size_t position) const { return initial_ + 1 + static_cast<std::uint32_t>(position); }

  ModelledStream receiver;

 private:
  std::uint32_t initial_;
  std::uint64_t frame_ = 0;
};

TEST(TcpStreamProperties, AnyCutOrderAndOverlapGivesTheStream) {
  holds_for(1000, [] {
    const auto size = *rc::gen::inRange<std::size_t>(1, 2000);
    HoldPool pool(1 << 20, 1 << 18);
    Sender sender(pool, any_first_number());
    const bool fin_first = *rc::gen::arbitrary<bool>();
    if (fin_first) sender.finish(size);
    for (const Piece& piece : any_pieces(size)) sender.send(piece, *rc::gen::inRange<std::size_t>(0, 3000));
    if (!fin_first) sender.finish(size);
    sender.receiver.take(size);
    RC_ASSERT(sender.receiver.difference == "");
    RC_ASSERT(sender.receiver.delivered == size);
    RC_ASSERT(sender.receiver.stream.is_finished());
    RC_ASSERT(sender.receiver.stats.gaps == 0u);
    RC_ASSERT(sender.receiver.stats.conflicting_overlaps == 0u);
    RC_ASSERT(sender.receiver.stats.retransmitted_bytes == sender.receiver.repeated());
    RC_ASSERT(pool.used() == 0u);
  });
}

TEST(TcpStreamProperties, OfDifferentVersionsTheFirstStaysAndEveryDifferenceIsCounted) {
  holds_for(1000, [] {
    const auto size = *rc::gen::inRange<std::size_t>(1, 1000);
    HoldPool pool(1 << 20, 1 << 18);
    Sender sender(pool, any_first_number());
    for (Piece piece : any_pieces(size)) {
      piece.forged = *rc::gen::inRange(0, 3) == 0;
      sender.send(piece, *rc::gen::inRange<std::size_t>(0, 300));
    }
    sender.receiver.take(size);
    RC_ASSERT(sender.receiver.difference == "");
    RC_ASSERT(sender.receiver.delivered == size);
    RC_ASSERT(sender.receiver.stats.conflicting_overlaps == sender.receiver.conflicts());
  });
}

TEST(TcpStreamProperties, WhatIsLostIsAGapAtItsPlaceWheneverItIsAcknowledged) {
  holds_for(1000, [] {
    const auto size = *rc::gen::inRange<std::size_t>(1, 2000);
    HoldPool pool(1 << 20, 1 << 18);
    Sender sender(pool, any_first_number());
    ModelledStream& receiver = sender.receiver;
    core::Timestamp now = start_time;
    for (Piece piece : any_pieces(size)) {
      const int fate = *rc::gen::inRange(0, 8);
      if (fate < 2) continue;
      piece.snapped = fate == 2;
      if (piece.snapped) piece.end = piece.begin + (piece.end - piece.begin + 1) / 2;
      sender.send(piece);
      if (fate == 3) receiver.acknowledged(sender.number(*rc::gen::inRange<std::size_t>(0, size)), now);
      now += std::chrono::milliseconds{*rc::gen::inRange(0, 1000)};
      while (receiver.stream.is_hole_due(now, std::chrono::seconds{2})) {
        receiver.skip_hole();
        receiver.take(size);
      }
    }
    receiver.give_up();
    RC_ASSERT(receiver.difference == "");
    std::uint64_t lost = 0;
    for (const auto& [place, bytes] : receiver.gaps) lost += bytes;
    RC_ASSERT(receiver.delivered + lost == receiver.next() - ModelledStream::first_place);
    RC_ASSERT(receiver.stats.gaps == receiver.gaps.size());
    RC_ASSERT(receiver.stats.gap_bytes == lost);
    RC_ASSERT(pool.used() == 0u);
  });
}

TEST(TcpStreamProperties, StreamsThatShareAPoolDoNotMixAndKeepItsLimit) {
  holds_for(1000, [] {
    const std::size_t limit = *rc::gen::inRange<std::size_t>(2048, 12'000);
    HoldPool pool(limit, limit / 2);
    std::vector<std::unique_ptr<Sender>> senders;
    std::vector<std::vector<Piece>> pieces;
    std::size_t most = 0;
    const auto size = *rc::gen::inRange<std::size_t>(1, 1200);
    for (int i = 0; i < 3; ++i) {
      senders.push_back(std::make_unique<Sender>(pool, any_first_number()));
      pieces.push_back(any_pieces(size));
      most = std::max(most, pieces.back().size());
    }
    for (std::size_t at = 0; at < most; ++at) {
      for (std::size_t i = 0; i < senders.size(); ++i) {
        if (at < pieces[i].size()) senders[i]->send(pieces[i][at], 500 * i);
        RC_ASSERT(pool.allocated() <= limit);
      }
    }
    for (auto& sender : senders) {
      sender->receiver.give_up();
      RC_ASSERT(sender->receiver.difference == "");
    }
    RC_ASSERT(pool.used() == 0u);
  });
}

TEST(TcpStreamProperties, AnyProgramDoesWhatTheModelDoes) {
  holds_for(1000, [] {
    const auto length = *rc::gen::inRange<std::size_t>(0, 800);
    const auto program = *rc::gen::container<std::vector<std::uint8_t>>(
        length, rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint8_t>()));
    RC_ASSERT(StreamProgram(program).run() == "");
  });
}

/// What it costs to send one-byte segments to these places: moved bytes and ranges, per segment.
double price(const std::vector<std::size_t>& places) {
  HoldPool pool(1 << 20, 1 << 18);
  TcpStream stream;
  StreamStats stats;
  const auto drain = [&] {
    if (!stream.ready().empty()) stream.consume(stream.ready().size());
    (void)stream.settle(pool, stats);
  };
  const std::uint8_t byte = 0;
  stream.accept({.sequence = 0, .payload = {}, .syn = true, .mark = {}}, pool, stats);
  for (const std::size_t place : places) {
    const TcpSegment segment{.sequence = 1 + static_cast<std::uint32_t>(place), .payload = {&byte, 1}, .mark = {}};
    while (stream.accept(segment, pool, stats) == TcpStream::Accepted::no_room) {
      stream.skip_hole(stats);
      drain();
    }
    drain();
  }
  stream.drop_held(pool);
  return static_cast<double>(stats.moved) / static_cast<double>(places.size());
}

// A range counts as one, though only its number of two bytes is moved: at most as many as the largest block has.
TEST(TcpStreamProperties, ThePriceOfASegmentDoesNotGrowWithTheNumberOfSegments) {
  constexpr double dearest = 2100;
  const std::map<std::string, std::function<std::size_t(std::size_t, std::size_t)>> orders{
      {"in order", [](std::size_t i, std::size_t) { return i; }},
      {"reverse", [](std::size_t i, std::size_t n) { return n - i; }},
      {"every second", [](std::size_t i, std::size_t) { return 2 * i + 1; }},
      {"every second, reverse", [](std::size_t i, std::size_t n) { return 2 * (n - i); }},
      {"shuffled", [](std::size_t i, std::size_t n) { return 1 + i * 40503 % n; }},
      {"from both ends", [](std::size_t i, std::size_t n) { return 1 + (i % 2 == 0 ? i / 2 : n - i / 2); }}};
  for (const auto& [name, order] : orders) {
    for (const std::size_t n : {1024u, 4096u, 16384u, 65536u}) {
      std::vector<std::size_t> places(n);
      for (std::size_t i = 0; i < n; ++i) places[i] = order(i, n);
      EXPECT_LE(price(places), name == "in order" ? 0 : dearest) << name << " " << n;
    }
  }
}

// A hole that stays a hole while it moves on: bytes are moved to the front of their block only where that frees much.
TEST(TcpStreamProperties, AHoleThatCrawlsAlongDoesNotMoveWhatIsHeldEachTime) {
  constexpr std::uint32_t step = 64, ahead = 32'600, steps = 5000;  // almost a block of 32 KiB
  HoldPool pool(1 << 20, 1 << 18);
  TcpStream stream;
  StreamStats stats;
  const std::vector<std::uint8_t> bytes(step, 7);
  stream.accept({.sequence = 0, .payload = {}, .syn = true, .mark = {}}, pool, stats);
  for (std::uint32_t i = 0; i < steps; ++i) {
    stream.accept({.sequence = 1 + i * step + ahead, .payload = bytes, .mark = {}}, pool, stats);
    (void)stream.settle(pool, stats);
    stream.accept({.sequence = 1 + i * step, .payload = bytes, .mark = {}}, pool, stats);
    stream.consume(stream.ready().size());
    (void)stream.settle(pool, stats);
  }
  EXPECT_LE(stats.moved / (2 * steps), step);
  stream.drop_held(pool);
}

// One segment across so many held ones: each is passed and moved once, not once for each hole that is filled.
TEST(TcpStreamProperties, ASegmentThatFillsManyHolesIsPlacedInOnePass) {
  HoldPool pool(1 << 20, 1 << 18);
  TcpStream stream;
  StreamStats stats;
  const std::vector<std::uint8_t> bytes(1600, 7);
  stream.accept({.sequence = 0, .payload = {}, .syn = true, .mark = {}}, pool, stats);
  for (std::uint32_t i = 0; i < 800; ++i) {
    stream.accept({.sequence = 2 + 2 * i, .payload = Bytes{bytes}.first(1), .mark = {}}, pool, stats);
  }
  const std::uint64_t before = stats.moved;
  stream.accept({.sequence = 2, .payload = bytes, .mark = {}}, pool, stats);
  EXPECT_LE(stats.moved - before, 2u * 800 + 1600);
  EXPECT_EQ(stats.retransmitted_bytes, 800u);
  stream.drop_held(pool);
}

TEST(TcpStreamProperties, SixtyFourKibibytesOfReversedBytesAreAGapAndTheRest) {
  HoldPool pool(1 << 20, 1 << 18);
  Sender sender(pool, 0xffff'8000);
  for (std::size_t place = 65535; place > 0; --place) sender.send({place, place + 1});
  sender.send({0, 1});
  sender.receiver.give_up();
  EXPECT_EQ(sender.receiver.difference, "");
  ASSERT_EQ(sender.receiver.gaps.size(), 1u);
  EXPECT_EQ(sender.receiver.gaps.begin()->second + sender.receiver.delivered, 65536u);
  EXPECT_GT(sender.receiver.delivered, 2000u) << "as many ranges as the largest block has";
}

TEST(TcpStreamProperties, OneStreamsSumsAddUpToThoseOfAll) {
  StreamStats all, one;
  one = {.gaps = 1,
         .gap_bytes = 2,
         .retransmitted_bytes = 3,
         .conflicting_overlaps = 4,
         .evicted_bytes = 5,
         .after_fin_bytes = 6,
         .moved = 7};
  (all += one) += one;
  EXPECT_EQ(all.gaps + all.gap_bytes + all.retransmitted_bytes + all.conflicting_overlaps, 20u);
  EXPECT_EQ(all.evicted_bytes + all.after_fin_bytes + all.moved, 36u);
}

}  // namespace
}  // namespace vedette::decoders
