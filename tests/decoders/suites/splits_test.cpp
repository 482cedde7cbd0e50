// SPDX-License-Identifier: Apache-2.0
// TCP keeps no boundaries: however a stream is cut into segments, its messages and observations are the same.
#include "tests/decoders/suites/suite.h"

namespace vedette::decoders::suites {
namespace {

using Splits = DecoderSuite;
INSTANTIATE_TEST_SUITE_P(, Splits, ::testing::ValuesIn(every_decoder()), name_of);

/// Every segment in a first piece of `first` bytes and then pieces of `size`.
Transcript play_in_pieces(const DecoderKind& kind, const Fixture& fixture, std::size_t first, std::size_t size) {
  AnyConversation conversation{kind, fixture.opening, fixture.server_port};
  std::uint64_t frame = 0;
  for (const Step& step : fixture.steps) {
    ++frame;
    if (step.what != Step::What::segment) {
      conversation.run(step, frame);
      continue;
    }
    core::Bytes left{step.bytes};
    for (std::size_t piece = first; !left.empty(); piece = size) {
      const std::size_t n = std::min(piece, left.size());
      conversation.give(step.direction, left.first(n), frame);
      left = left.subspan(n);
    }
  }
  conversation.finish_both(frame);
  return conversation.transcript();
}

void expect_same(const Fixture& fixture, const Transcript& whole, const Transcript& pieces) {
  ASSERT_EQ(pieces.texts(), whole.texts()) << fixture.name;
  ASSERT_EQ(pieces.observations, whole.observations) << fixture.name;
}

TEST_P(Splits, InTwoAtEveryByte) {
  if (!info().over_tcp) GTEST_SKIP() << "datagrams aren't split";
  for (const Fixture& fixture : fixtures_) {
    if (fixture.opening.transport != core::IpProtocol::tcp) continue;
    const Transcript whole = play(fixture);
    std::size_t longest = 0;
    for (const Step& step : fixture.steps) longest = std::max(longest, step.bytes.size());
    for (std::size_t at = 1; at < longest; ++at) {
      SCOPED_TRACE(at);
      ASSERT_NO_FATAL_FAILURE(expect_same(fixture, whole, play_in_pieces(kind(), fixture, at, longest)));
    }
  }
}

TEST_P(Splits, InSmallPieces) {
  if (!info().over_tcp) GTEST_SKIP() << "datagrams aren't split";
  for (const Fixture& fixture : fixtures_) {
    if (fixture.opening.transport != core::IpProtocol::tcp) continue;
    const Transcript whole = play(fixture);
    for (const std::size_t size : {1u, 2u, 3u, 7u, 100u}) {
      SCOPED_TRACE(size);
      ASSERT_NO_FATAL_FAILURE(expect_same(fixture, whole, play_in_pieces(kind(), fixture, size, size)));
    }
  }
}

/// All that one side says until the other answers, in one segment.
TEST_P(Splits, JoinedSegments) {
  if (!info().over_tcp) GTEST_SKIP() << "datagrams aren't joined";
  for (const Fixture& fixture : fixtures_) {
    if (fixture.opening.transport != core::IpProtocol::tcp) continue;
    Fixture joined = fixture;
    joined.steps.clear();
    for (const Step& step : fixture.steps) {
      const bool more = !joined.steps.empty() && step.what == Step::What::segment &&
                        joined.steps.back().what == Step::What::segment &&
                        joined.steps.back().direction == step.direction;
      if (!more) {
        joined.steps.push_back(step);
      } else {
        joined.steps.back().bytes.insert(joined.steps.back().bytes.end(), step.bytes.begin(), step.bytes.end());
      }
    }
    EXPECT_EQ(play(joined).count, play(fixture).count) << fixture.name;
  }
}

}  // namespace
}  // namespace vedette::decoders::suites
