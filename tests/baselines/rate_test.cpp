// SPDX-License-Identifier: Apache-2.0
#include "baselines/rate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <rapidcheck/gtest.h>
#include <tuple>

#include "tests/baselines/observations.h"

namespace vedette::baselines {
namespace {

using namespace vedette::testing;
using core::Tick;
using core::Timestamp;

struct Closed : WindowSink {
  /// Counts of each (rate, window), in the order in which they closed.
  std::map<std::pair<Rate, std::size_t>, std::vector<std::uint64_t>> counts;
  void closed(Rate rate, std::size_t window, std::uint64_t count, std::uint64_t times) override {
    counts[{rate, window}].insert(counts[{rate, window}].end(), times, count);
  }
};

struct Watched {
  RateWindows windows;
  Closed closed;
  std::vector<OddWindow> odd;
  void tick(Timestamp time, std::uint64_t periods = 1, bool new_epoch = false) {
    windows.tick({time, 0, periods, new_epoch}, closed, odd);
  }
  void count(Rate rate, int times) {
    for (int i = 0; i < times; ++i) windows.count(rate);
  }
  const std::vector<std::uint64_t>& of(Rate rate, std::size_t window) { return closed.counts[{rate, window}]; }
};

using Counts = std::vector<std::uint64_t>;

TEST(RateWindows, CloseAtTicksIntoAllLengths) {
  Watched w;
  w.windows.start(start);
  for (int i = 1; i <= 360; ++i) {
    w.count(Rate::reads, i);
    w.tick(start + i * 10s);
  }
  EXPECT_EQ(w.of(Rate::reads, 0).size(), 360U);
  EXPECT_EQ(w.of(Rate::reads, 0)[41], 42U);
  EXPECT_EQ(w.of(Rate::reads, 1).size(), 60U);
  EXPECT_EQ(w.of(Rate::reads, 1)[0], 1U + 2 + 3 + 4 + 5 + 6);
  EXPECT_EQ(w.of(Rate::reads, 2), Counts{360U * 361 / 2});
  EXPECT_EQ(w.of(Rate::writes, 0), Counts(360, 0));
  EXPECT_THAT(w.odd, ::testing::IsEmpty());
}

TEST(RateWindows, AWindowThatBeganBeforeTheDeviceWasWatchedIsLeftOut) {
  Watched w;
  w.windows.start(start + 55s);  // inside the sixth window of ten seconds and the first minute
  w.count(Rate::reads, 3);
  w.tick(start + 60s);
  EXPECT_THAT(w.of(Rate::reads, 0), ::testing::IsEmpty());
  EXPECT_THAT(w.of(Rate::reads, 1), ::testing::IsEmpty());
  w.count(Rate::reads, 4);
  w.tick(start + 70s);
  EXPECT_EQ(w.of(Rate::reads, 0), Counts{4});
  for (int s = 80; s <= 120; s += 10) w.tick(start + s * 1s);
  EXPECT_EQ(w.of(Rate::reads, 1), Counts{4});
}

TEST(RateWindows, WatchedFromTheBoundaryOnAWindowIsWhole) {
  Watched w;
  w.windows.start(start);
  w.tick(start + 10s);
  EXPECT_EQ(w.of(Rate::reads, 0), Counts{0});
}

TEST(RateWindows, ALongSilenceIsManyEmptyWindows) {
  Watched w;
  w.windows.start(start);
  w.count(Rate::served, 7);
  w.tick(start + 2h, 720);
  EXPECT_EQ(w.of(Rate::served, 0).size(), 720U);
  EXPECT_EQ(w.of(Rate::served, 0)[0], 7U);
  EXPECT_EQ(w.of(Rate::served, 0)[1], 0U);
  EXPECT_EQ(w.of(Rate::served, 1).size(), 120U);
  EXPECT_EQ(w.of(Rate::served, 1)[0], 7U);
  EXPECT_EQ(w.of(Rate::served, 2), (Counts{7, 0}));
}

TEST(RateWindows, ASilenceWithinALongerWindowDoesNotCloseIt) {
  Watched w;
  w.windows.start(start);
  w.count(Rate::served, 7);
  w.tick(start + 30min, 180);
  EXPECT_THAT(w.of(Rate::served, 2), ::testing::IsEmpty());
  w.count(Rate::served, 5);
  w.tick(start + 1h, 180);
  EXPECT_EQ(w.of(Rate::served, 2), Counts{12});
}

TEST(RateWindows, ANewEpochThrowsAwayWhatIsOpen) {
  Watched w;
  w.windows.start(start);
  w.count(Rate::reads, 9);
  w.tick(start + 10s, 1, true);
  w.tick(start + 20s);
  EXPECT_EQ(w.of(Rate::reads, 0), Counts{0});
}

TEST(RateWindows, CountsOutsideTheirLimitsAreOdd) {
  Watched w;
  w.windows.start(start);
  w.windows.set_limits(Rate::reads, 0, {3, 5});
  const std::vector<int> given{3, 5, 2, 6, 4};
  for (std::size_t i = 0; i < given.size(); ++i) {
    w.count(Rate::reads, given[i]);
    w.tick(start + 10s * static_cast<int>(i + 1));
  }
  ASSERT_EQ(w.odd.size(), 2U);
  EXPECT_EQ(w.odd[0].count, 2U);
  EXPECT_EQ(w.odd[0].start, start + 20s);
  EXPECT_EQ(w.odd[1].count, 6U);
  EXPECT_EQ(w.odd[1].rate, Rate::reads);
  EXPECT_EQ(w.odd[1].window, 0U);
}

TEST(RateWindows, WhatIsOddDoesNotMoveTheBaseline) {
  Watched w;
  w.windows.start(start);
  w.windows.set_limits(Rate::reads, 0, {2, 5});
  const int counts[] = {3, 9, 4, 1, 5};
  for (int i = 0; i < 5; ++i) {
    w.count(Rate::reads, counts[i]);
    w.tick(start + (i + 1) * 10s);
  }
  EXPECT_EQ(w.odd.size(), 2U);
  EXPECT_EQ(w.of(Rate::reads, 0), (Counts{3, 4, 5}));
}

TEST(RateWindows, AnIncompleteWindowIsNeverTooEmptyButMayBeTooFull) {
  Watched w;
  w.windows.start(start + 5s);
  w.windows.set_limits(Rate::reads, 0, {3, 5});
  w.tick(start + 10s);
  EXPECT_THAT(w.odd, ::testing::IsEmpty());
  w.windows.start(start + 15s);
  w.count(Rate::reads, 6);
  w.tick(start + 20s);
  EXPECT_EQ(w.odd.size(), 1U);
}

TEST(RateWindows, SilenceIsOddOnceForAllOfItsWindows) {
  Watched w;
  w.windows.start(start);
  w.windows.set_limits(Rate::reads, 0, {3, 5});
  w.count(Rate::reads, 4);
  w.tick(start + 1h, 360);
  ASSERT_EQ(w.odd.size(), 1U);
  EXPECT_EQ(w.odd[0].count, 0U);
}

TEST(RateWindows, AFloodIsSeenInsideItsWindowOnce) {
  Watched w;
  w.windows.start(start);
  w.windows.set_limits(Rate::reads, 0, {0, 5});
  for (int i = 1; i <= 20; ++i) EXPECT_EQ(w.windows.count(Rate::reads), i == 6) << i;
  EXPECT_EQ(w.windows.open_count(Rate::reads), 20U);
  w.tick(start + 10s);
  for (int i = 1; i <= 6; ++i) EXPECT_EQ(w.windows.count(Rate::reads), i == 6) << i;
}

TEST(RateWindows, WhatIsNotLearnedHasNoLimit) {
  Watched w;
  w.windows.start(start);
  bool over = false;
  for (int i = 0; i < 100'000; ++i) over = w.windows.count(Rate::reads) || over;
  w.tick(start + 10s);
  EXPECT_FALSE(over);
  EXPECT_THAT(w.odd, ::testing::IsEmpty());
}

TEST(CountBuckets, AreExactWhileSmallAndAnEighthWideThen) {
  for (std::uint64_t n = 0; n < 32; ++n) EXPECT_EQ(bucket_start(count_bucket(n)), n < 16 ? n : n / 2 * 2) << n;
  for (std::uint32_t bucket = 0; bucket < 300; ++bucket) {
    EXPECT_EQ(count_bucket(bucket_start(bucket)), bucket);
    const std::uint64_t width = bucket_start(bucket + 1) - bucket_start(bucket);
    EXPECT_LE(width, std::max<std::uint64_t>(1, bucket_start(bucket) / 8)) << bucket;
  }
}

RC_GTEST_PROP(CountBucketProperties, EveryCountLiesInItsBucket, (std::uint64_t any, std::uint8_t shift)) {
  const std::uint64_t n = (any >> shift % 64) & 0x7fff'ffff'ffff'ffff;  // the end of the last buckets is past 64 bits
  const std::uint32_t bucket = count_bucket(n);
  RC_ASSERT(bucket_start(bucket) <= n);
  RC_ASSERT(n < bucket_start(bucket + 1));
}

TEST(RateSums, DispersionIsOneForPoissonAndZeroForPolling) {
  RateSums steady, loose;
  EXPECT_FALSE(steady.dispersion());
  steady.add(10, 100);
  EXPECT_DOUBLE_EQ(*steady.dispersion(), 0);
  EXPECT_DOUBLE_EQ(steady.mean(), 10);
  loose.add(8, 50);
  loose.add(12, 50);
  EXPECT_NEAR(*loose.dispersion(), 4.0 * 100 / 99 / 10, 1e-12);  // unbiased variance over mean
  RateSums nothing;
  nothing.add(0, 100);
  EXPECT_FALSE(nothing.dispersion());
}

TEST(Rates, NamesAreReadBack) {
  for (std::size_t i = 0; i < rate_count; ++i)
    EXPECT_EQ(parse_rate(to_string(static_cast<Rate>(i))), static_cast<Rate>(i));
  EXPECT_FALSE(parse_rate("coffee"));
}

}  // namespace
}  // namespace vedette::baselines
