// SPDX-License-Identifier: Apache-2.0
// Captures lose bytes: whatever part of a segment is missing, the messages after it are found again, as they would be
// read had nothing been lost.
#include "tests/decoders/suites/suite.h"

namespace vedette::decoders::suites {
namespace {

using Gaps = DecoderSuite;
INSTANTIATE_TEST_SUITE_P(, Gaps, ::testing::ValuesIn(every_decoder()), name_of);

struct Hole {
  std::size_t step, begin, end;
};

/// The fixture again and again, until a message that the hole cut open can't last any longer; the first time with the
/// hole. Gives the messages of the last time.
std::vector<std::string> last_round(const DecoderKind& kind, const Fixture& fixture, const Hole* hole) {
  AnyConversation conversation{kind, fixture.opening, fixture.server_port, Record::nothing};
  std::array<std::size_t, 2> said{};
  std::uint64_t frame = 0, round_begin = 0;
  bool last = false;
  for (unsigned round = 0; !last; ++round) {
    last = round >= 2 && std::min(said[0], said[1]) > 2 * kind.info->max_message;
    round_begin = frame;
    if (last) conversation.set_record(Record::texts);
    for (std::size_t i = 0; i < fixture.steps.size(); ++i) {
      const Step& step = fixture.steps[i];
      ++frame;
      said[core::index(step.direction)] += step.bytes.size();
      if (round > 0 || !hole || hole->step != i) {
        conversation.run(step, frame);
        continue;
      }
      conversation.give(step.direction, core::Bytes{step.bytes}.first(hole->begin), frame);
      conversation.lose(step.direction);
      conversation.give(step.direction, core::Bytes{step.bytes}.subspan(hole->end), frame);
    }
  }
  std::vector<std::string> texts;
  for (const auto& message : conversation.transcript().messages) {
    if (message.frame > round_begin) texts.push_back(message.text);
  }
  return texts;
}

bool speaks_both_ways(const Fixture& fixture) {
  std::set<core::Direction> directions;
  for (const Step& step : fixture.steps) {
    if (step.what != Step::What::segment) return false;
    directions.insert(step.direction);
  }
  return directions.size() == 2;
}

/// Every so many bytes a hole, so that rounds until the longest message is over are affordable.
std::size_t stride_for(const DecoderInfo& info, const Fixture& fixture) {
  std::array<std::size_t, 2> said{};
  for (const Step& step : fixture.steps) said[core::index(step.direction)] += step.bytes.size();
  const std::size_t size = said[0] + said[1];
  const std::size_t rounds = 2 * info.max_message / std::min(said[0], said[1]) + 3;
  constexpr std::size_t affordable = 8 << 20;
  const std::size_t holes = std::max<std::size_t>(1, affordable / (rounds * size));
  return 1 + 4 * size / holes;
}

TEST_P(Gaps, LaterMessagesAreFoundAgain) {
  if (!info().resynchronises) GTEST_SKIP() << "says no more after a gap";
  for (const Fixture& fixture : fixtures_) {
    if (fixture.opening.transport != core::IpProtocol::tcp) continue;  // a datagram is there, or it isn't
    if (!speaks_both_ways(fixture) || !play(fixture).defects.empty()) continue;
    const auto undisturbed = last_round(kind(), fixture, nullptr);
    const std::size_t stride = stride_for(info(), fixture);
    for (std::size_t step = 0; step < fixture.steps.size(); ++step) {
      const std::size_t size = fixture.steps[step].bytes.size();
      for (std::size_t begin = 0; begin < size; begin += stride) {
        for (const std::size_t length : {std::size_t{1}, std::size_t{5}, size / 2, size - begin}) {
          const Hole hole{step, begin, std::min(begin + length, size)};
          ASSERT_EQ(last_round(kind(), fixture, &hole), undisturbed)
              << fixture.name << " without bytes " << begin << " to " << hole.end << " of step " << step + 1;
        }
      }
    }
  }
}

TEST_P(Gaps, NothingBreaksAnywhere) {
  for (const Fixture& fixture : fixtures_) {
    for (std::size_t step = 0; step < fixture.steps.size(); ++step) {
      const core::Bytes bytes{fixture.steps[step].bytes};
      for (std::size_t at = 0; at <= bytes.size(); ++at) {
        AnyConversation conversation{kind(), fixture.opening, fixture.server_port};
        std::uint64_t frame = 0;
        for (const Step& each : fixture.steps) {
          ++frame;
          if (frame != step + 1) {
            conversation.run(each, frame);
            continue;
          }
          conversation.give(each.direction, bytes.first(at), frame);
          conversation.lose(each.direction);
          conversation.give(each.direction, bytes.subspan(at), frame);
        }
        conversation.finish_both(frame);
      }
    }
  }
}

}  // namespace
}  // namespace vedette::decoders::suites
