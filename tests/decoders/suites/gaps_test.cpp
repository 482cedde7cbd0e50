// SPDX-License-Identifier: Apache-2.0
// Captures lose bytes: whatever part of a segment is missing, the messages after it are found again, as they would be
// read had nothing been lost.
#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "tests/decoders/suites/suite.h"

namespace vedette::decoders::suites {
namespace {

using Gaps = DecoderSuite;
INSTANTIATE_TEST_SUITE_P(, Gaps, ::testing::ValuesIn(every_decoder()), name_of);

struct Hole {
  std::size_t step, begin, end;
};

/// The fixture again and again as one conversation, the first time with the hole.
class Rounds {
 public:
  Rounds(const DecoderKind& kind, const Fixture& fixture, const Hole* hole)
      : kind_(kind), fixture_(fixture), hole_(hole), conversation_{kind, fixture.opening, fixture.server_port} {}

  /// The messages of the next round.
  std::vector<std::string> next() {
    conversation_.set_record(Record::texts);
    const std::size_t known = conversation_.transcript().messages.size();
    play();
    std::vector<std::string> texts;
    const auto& messages = conversation_.transcript().messages;
    for (std::size_t i = known; i < messages.size(); ++i) texts.push_back(messages[i].text);
    return texts;
  }
  /// The messages of the round by whose beginning no message that the hole cut open can last any longer.
  std::vector<std::string> last() {
    conversation_.set_record(Record::nothing);
    while (played_ < 2 || std::min(said_[0], said_[1]) <= 2 * kind_.info->max_message) play();
    return next();
  }

 private:
  void play() {
    for (std::size_t i = 0; i < fixture_.steps.size(); ++i) {
      const Step& step = fixture_.steps[i];
      ++frame_;
      said_[core::index(step.direction)] += step.bytes.size();
      if (played_ > 0 || !hole_ || hole_->step != i) {
        conversation_.run(step, frame_);
        continue;
      }
      conversation_.give(step.direction, core::Bytes{step.bytes}.first(hole_->begin), frame_);
      conversation_.lose(step.direction);
      conversation_.give(step.direction, core::Bytes{step.bytes}.subspan(hole_->end), frame_);
    }
    ++played_;
  }

  const DecoderKind& kind_;
  const Fixture& fixture_;
  const Hole* hole_;
  AnyConversation conversation_;
  std::array<std::size_t, 2> said_{};
  std::uint64_t frame_ = 0;
  std::size_t played_ = 0;
};

/// Nearly always a decoder is in step again at once. Then some rounds tell it: in as many as these in a row all
/// messages of both directions are those that they would be, so that none can be waited for.
constexpr std::size_t few_rounds = 6, enough_in_a_row = 2;

/// What there is to read where nothing is lost.
class Undisturbed {
 public:
  Undisturbed(const DecoderKind& kind, const Fixture& fixture) : kind_(kind), fixture_(fixture) {
    Rounds rounds{kind, fixture, nullptr};
    for (auto& texts : first_) texts = rounds.next();
  }
  bool is_soon_the_same(const Hole& hole) const {
    Rounds rounds{kind_, fixture_, &hole};
    std::size_t in_a_row = 0;
    rounds.next();
    for (std::size_t round = 1; round < first_.size() && in_a_row < enough_in_a_row; ++round)
      in_a_row = rounds.next() == first_[round] ? in_a_row + 1 : 0;
    return in_a_row == enough_in_a_row;
  }
  const std::vector<std::string>& last() {
    if (!last_) last_ = Rounds{kind_, fixture_, nullptr}.last();
    return *last_;
  }

 private:
  const DecoderKind& kind_;
  const Fixture& fixture_;
  std::array<std::vector<std::string>, few_rounds> first_;
  std::optional<std::vector<std::string>> last_;
};

bool speaks_both_ways(const Fixture& fixture) {
  std::set<core::Direction> directions;
  for (const Step& step : fixture.steps) {
    if (step.what != Step::What::segment) return false;
    directions.insert(step.direction);
  }
  return directions.size() == 2;
}

/// So many conversations until the longest message is over can be played.
std::size_t affordable_long_ways(const DecoderInfo& info, const Fixture& fixture) {
  std::array<std::size_t, 2> said{};
  for (const Step& step : fixture.steps) said[core::index(step.direction)] += step.bytes.size();
  const std::size_t rounds = 2 * info.max_message / std::min(said[0], said[1]) + 3;
  constexpr std::size_t affordable = 4 << 20;
  return std::max<std::size_t>(4, affordable / (rounds * (said[0] + said[1])));
}

std::vector<Hole> holes_in(const Fixture& fixture) {
  std::vector<Hole> holes;
  for (std::size_t step = 0; step < fixture.steps.size(); ++step) {
    const std::size_t size = fixture.steps[step].bytes.size();
    const std::size_t stride = 1 + size / 64;
    for (std::size_t begin = 0; begin < size; begin += stride) {
      for (const std::size_t length : {std::size_t{1}, std::size_t{5}, size / 2, size - begin})
        holes.push_back({step, begin, std::min(begin + length, size)});
    }
  }
  return holes;
}

TEST_P(Gaps, LaterMessagesAreFoundAgain) {
  if (!info().resynchronises) GTEST_SKIP() << "says no more after a gap";
  for (const Fixture& fixture : fixtures_) {
    if (fixture.opening.transport != core::IpProtocol::tcp) continue;  // a datagram is there, or it isn't
    if (!fixture.gaps_change.empty() || !speaks_both_ways(fixture) || !play(fixture).defects.empty()) continue;
    Undisturbed undisturbed{kind(), fixture};
    std::vector<Hole> late = holes_in(fixture);
    std::erase_if(late, [&](const Hole& hole) { return undisturbed.is_soon_the_same(hole); });
    const std::size_t stride = 1 + late.size() / affordable_long_ways(info(), fixture);
    for (std::size_t i = 0; i < late.size(); i += stride) {
      const Hole& hole = late[i];
      const auto found = Rounds{kind(), fixture, &hole}.last();
      EXPECT_EQ(found, undisturbed.last())
          << fixture.name << " without bytes " << hole.begin << " to " << hole.end << " of step " << hole.step + 1;
      if (found != undisturbed.last()) break;  // one of a fixture says enough
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
