// SPDX-License-Identifier: Apache-2.0
#include "capture/packet_clock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <numeric>
#include <rapidcheck/gtest.h>

namespace vedette::capture {
namespace {

using namespace std::chrono_literals;
using core::Duration;
using core::Tick;
using core::Timestamp;

// 2026-03-02T08:00:00Z, a multiple of ten seconds.
constexpr Timestamp start = core::timestamp_from_ns(1'772'438'400'000'000'000);
constexpr Timestamp year_2106 = core::timestamp_from_ns(4'294'967'295'000'000'000);
constexpr Timestamp year_1970 = core::timestamp_from_ns(0);

struct Run {
  std::vector<Timestamp> times;
  std::vector<Tick> ticks;
  ClockStats stats;
};

/// The clock over a whole capture, whose packets are numbered from 1.
Run run(const std::vector<Timestamp>& stamps) {
  PacketClock clock;
  Run result;
  for (std::size_t i = 0; i < stamps.size(); ++i) {
    const auto next = i + 1 < stamps.size() ? std::optional{stamps[i + 1]} : std::nullopt;
    result.times.push_back(clock.advance(stamps[i], next, i + 1, result.ticks));
  }
  result.stats = clock.stats();
  return result;
}

std::vector<Timestamp> at_seconds(std::initializer_list<double> seconds) {
  std::vector<Timestamp> stamps;
  for (const double s : seconds) stamps.push_back(start + std::chrono::duration_cast<Duration>(s * 1s));
  return stamps;
}

std::uint64_t periods(const std::vector<Tick>& ticks) {
  return std::accumulate(ticks.begin(), ticks.end(), std::uint64_t{0},
                         [](auto sum, const Tick& tick) { return sum + tick.periods; });
}

/// Multiples of ten seconds in (from, to], by arithmetic of its own.
std::uint64_t boundaries(Timestamp from, Timestamp to) {
  const auto floor = [](Timestamp t) {
    return std::chrono::floor<std::chrono::duration<std::int64_t, std::ratio<10>>>(t);
  };
  return static_cast<std::uint64_t>((floor(to) - floor(from)).count());
}

TEST(PacketClock, TicksFallAtMultiplesOfTenSecondsBetweenTheRightPackets) {
  const auto result = run(at_seconds({3, 9.999'999'999, 10, 12, 35}));
  ASSERT_EQ(result.ticks.size(), 3U);
  EXPECT_EQ(result.ticks[0].time, start + 10s);  // a packet at the boundary itself belongs to the next window
  EXPECT_EQ(result.ticks[0].seq, 2U);
  EXPECT_EQ(result.ticks[1].time, start + 20s);
  EXPECT_EQ(result.ticks[1].seq, 4U);
  EXPECT_EQ(result.ticks[2].time, start + 30s);
  EXPECT_EQ(result.ticks[2].seq, 4U);
  for (const Tick& tick : result.ticks) EXPECT_FALSE(tick.new_epoch);
}

TEST(PacketClock, TheFirstPacketStartsTimeWithoutATick) {
  EXPECT_THAT(run(at_seconds({0})).ticks, testing::IsEmpty());
  // Started on a boundary, the first window is ten seconds long.
  const auto result = run(at_seconds({0, 9.9, 10.1}));
  ASSERT_EQ(result.ticks.size(), 1U);
  EXPECT_EQ(result.ticks[0].time, start + 10s);
}

TEST(PacketClock, TimesBeforeTheEpochTickAtMultiplesToo) {
  const auto result = run({Timestamp{-25s}, Timestamp{-5s}, Timestamp{5s}});
  ASSERT_EQ(result.ticks.size(), 3U);
  EXPECT_EQ(result.ticks[0].time, Timestamp{-20s});
  EXPECT_EQ(result.ticks[1].time, Timestamp{-10s});
  EXPECT_EQ(result.ticks[2].time, Timestamp{0s});
}

class Outlier : public testing::TestWithParam<Timestamp> {};

TEST_P(Outlier, MovesNothing) {
  auto stamps = at_seconds({1, 2, 3, 4});
  const auto without = run(stamps);
  stamps.insert(stamps.begin() + 2, GetParam());
  const auto with = run(stamps);
  EXPECT_EQ(with.times[2], start + 2s);  // stands still
  EXPECT_EQ(with.times.back(), without.times.back());
  EXPECT_THAT(with.ticks, testing::IsEmpty());
  EXPECT_EQ(with.stats.outliers, 1U);
  EXPECT_EQ(with.stats.epochs, 1U);
}

INSTANTIATE_TEST_SUITE_P(Stamps, Outlier,
                         testing::Values(year_2106, year_1970, start + 2min, start - 2min,
                                         core::timestamp_from_ns(std::numeric_limits<std::int64_t>::max()),
                                         core::timestamp_from_ns(std::numeric_limits<std::int64_t>::min())));

TEST(PacketClock, AJumpThatTheNextPacketConfirmsIsBelieved) {
  const auto result = run(at_seconds({1, 121, 122}));
  EXPECT_EQ(result.times[1], start + 121s);
  EXPECT_EQ(result.ticks.size(), 12U);
  EXPECT_EQ(result.stats.outliers, 0U);
}

TEST(PacketClock, ALongSilenceIsAnHourOfSingleTicksAndThenOne) {
  const auto stamps = std::vector<Timestamp>{start + 1s, start + 27h, start + 27h + 1s};
  const auto result = run(stamps);
  ASSERT_EQ(result.ticks.size(), 361U);
  for (std::size_t i = 0; i < 360; ++i) {
    EXPECT_EQ(result.ticks[i].periods, 1U);
    EXPECT_EQ(result.ticks[i].time, start + 10s * static_cast<int>(i + 1));
  }
  EXPECT_EQ(result.ticks.back().time, start + 27h);
  EXPECT_EQ(periods(result.ticks), 27U * 360U);
  for (const Tick& tick : result.ticks) EXPECT_EQ(tick.seq, 1U);
}

TEST(PacketClock, ASilenceOfAnHourNeedsNoTickOfManyPeriods) {
  const auto result = run({start + 1s, start + 1h, start + 1h + 1s});
  EXPECT_EQ(result.ticks.size(), 360U);
  EXPECT_EQ(periods(result.ticks), 360U);
}

TEST(PacketClock, UpToASecondBackIsReordering) {
  const auto result = run(at_seconds({5, 4, 4.5, 6}));
  EXPECT_EQ(result.times[1], start + 5s);
  EXPECT_EQ(result.times[2], start + 5s);
  EXPECT_EQ(result.stats.reordered, 2U);
  EXPECT_EQ(result.stats.epochs, 1U);
  EXPECT_THAT(result.ticks, testing::IsEmpty());
}

TEST(PacketClock, MoreThanASecondBackOpensAnEpoch) {
  const auto result = run(at_seconds({25, 23.9, 24, 31}));
  EXPECT_EQ(result.times[1], start + std::chrono::duration_cast<Duration>(23.9s));
  EXPECT_EQ(result.stats.epochs, 2U);
  ASSERT_EQ(result.ticks.size(), 2U);
  EXPECT_TRUE(result.ticks[0].new_epoch);
  EXPECT_EQ(result.ticks[0].seq, 1U);
  EXPECT_FALSE(result.ticks[1].new_epoch);
  EXPECT_EQ(result.ticks[1].time, start + 30s);  // ticks go on from where time is now
  EXPECT_EQ(result.ticks[1].seq, 3U);
}

// What the sanitizer has to say of it is the test.
TEST(PacketClock, StampsFromEndToEndOfTimeDoNotOverflow) {
  constexpr Timestamp first = Timestamp::min(), last = Timestamp::max();
  const auto result = run({first, last, first, last, last, first, first, start, last, first, last});
  EXPECT_EQ(result.times.size(), 11U);
  EXPECT_GT(result.stats.outliers + result.stats.epochs, 2U);
}

rc::Gen<Timestamp> arbitrary_stamp() {
  using Limits = std::numeric_limits<std::int64_t>;
  const auto near =
      rc::gen::map(rc::gen::inRange<std::int64_t>(-30'000, 300'000), [](auto ms) { return start + ms * 1ms; });
  const auto any = rc::gen::map(rc::gen::arbitrary<std::int64_t>(), core::timestamp_from_ns);
  const auto extreme = rc::gen::map(
      rc::gen::element(Limits::min(), Limits::max(), Limits::min() / 2, Limits::max() / 2, std::int64_t{0}),
      core::timestamp_from_ns);
  return rc::gen::weightedOneOf<Timestamp>({{8, near}, {1, any}, {1, extreme}});
}

// Between two ticks that open an epoch, ticks tell exactly the boundaries that packet time has crossed.
RC_GTEST_PROP(PacketClockProperties, PeriodsAreTheBoundariesCrossed, ()) {
  const auto stamps = *rc::gen::container<std::vector<Timestamp>>(arbitrary_stamp());
  PacketClock clock;
  std::optional<Timestamp> before;
  for (std::size_t i = 0; i < stamps.size(); ++i) {
    std::vector<Tick> ticks;
    const auto next = i + 1 < stamps.size() ? std::optional{stamps[i + 1]} : std::nullopt;
    const Timestamp now = clock.advance(stamps[i], next, i + 1, ticks);
    RC_ASSERT(ticks.size() <= PacketClock::single_ticks + 1);
    for (const Tick& tick : ticks) RC_ASSERT(core::to_ns(tick.time) % core::to_ns(core::tick_period) == 0);
    if (!before) {
      RC_ASSERT(ticks.empty());
    } else if (!ticks.empty() && ticks.front().new_epoch) {
      RC_ASSERT(ticks.size() == 1U);
      RC_ASSERT(now < *before);
    } else {
      RC_ASSERT(now >= *before);
      RC_ASSERT(periods(ticks) == boundaries(*before, now));
      if (!ticks.empty()) RC_ASSERT(ticks.back().time <= now);
    }
    before = now;
  }
}

RC_GTEST_PROP(PacketClockProperties, WithinAnEpochTimeIsTheGreatestStampSoFar, ()) {
  auto steps = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 50'000));
  std::vector<Timestamp> stamps{start};
  for (const auto ms : steps) stamps.push_back(stamps.back() + ms * 1ms);
  const auto result = run(stamps);
  RC_ASSERT(result.times == stamps);
  RC_ASSERT(periods(result.ticks) == boundaries(stamps.front(), stamps.back()));
  RC_ASSERT(result.stats.outliers + result.stats.reordered == 0U);
}

}  // namespace
}  // namespace vedette::capture
