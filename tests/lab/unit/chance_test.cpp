// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <gtest/gtest.h>

#include "tests/lab/base/random.h"
#include "tests/lab/base/signal.h"

namespace vedette::lab {
namespace {

constexpr int draws = 200'000;
/// Five standard errors of a mean of `draws` values of this standard deviation.
double close(double deviation) {
  return 5 * deviation / std::sqrt(static_cast<double>(draws));
}

TEST(LabRandom, StreamsAreToldBySeedAndName) {
  EXPECT_EQ(Random(1, "a").next(), Random(1, "a").next());
  EXPECT_NE(Random(1, "a").next(), Random(1, "b").next());
  EXPECT_NE(Random(1, "a").next(), Random(2, "a").next());
}

TEST(LabRandom, DistributionsHaveTheirMoments) {
  Random random(7, "moments");
  double uniform = 0, exponential = 0, normal = 0, squares = 0, log_median = 0;
  for (int i = 0; i < draws; ++i) {
    uniform += random.uniform() / draws;
    exponential += random.exponential(3.0) / draws;
    const double z = random.normal();
    normal += z / draws;
    squares += z * z / draws;
    log_median += std::log(random.log_normal(5.0, 0.5)) / draws;
  }
  EXPECT_NEAR(uniform, 0.5, close(std::sqrt(1.0 / 12)));
  EXPECT_NEAR(exponential, 3, close(3));
  EXPECT_NEAR(normal, 0, close(1));
  EXPECT_NEAR(squares, 1, close(std::sqrt(2.0)));
  EXPECT_NEAR(log_median, std::log(5.0), close(0.5));
}

TEST(LabRandom, BelowIsEvenAndBetweenHoldsBothEnds) {
  Random random(7, "below");
  std::array<int, 6> seen{}, both{};
  for (int i = 0; i < draws; ++i) {
    ++seen[random.below(6)];
    ++both[static_cast<std::size_t>(random.between(0, 5))];
  }
  for (const auto& counts : {seen, both})
    for (const int count : counts) EXPECT_NEAR(count, draws / 6, 5 * std::sqrt(draws / 6.0));
}

TEST(LabSignal, WanderingHasUnitSpreadAndNoJumps) {
  double sum = 0, squares = 0, steepest = 0;
  constexpr int points = 20'000;
  for (int i = 0; i < points; ++i) {
    const Timestamp at{1000h + i * 20s};
    const double value = wandering(3, at, 10min);
    sum += value / points;
    squares += value * value / points;
    steepest = std::max(steepest, std::abs(wandering(3, at + 1s, 10min) - value));
  }
  EXPECT_NEAR(sum, 0, 0.1);
  EXPECT_NEAR(std::sqrt(squares), 1, 0.1);
  EXPECT_LT(steepest, 0.05);
}

TEST(LabSignal, FollowsDayYearAndWork) {
  const Calendar calendar(1h, DaylightSaving::europe);
  const Signal signal{.mean = 10, .daily = 2, .peak_hour = 15, .yearly = 5, .with_work = 3};
  const auto value = [&](std::string_view when, double activity) {
    const Timestamp at = core::parse_time(when).value();
    return signal.at(at, calendar.local(at), activity);
  };
  EXPECT_NEAR(value("2026-07-20T13:00:00Z", 0), 17, 0.05);  // 15:00 there, the hottest day
  EXPECT_NEAR(value("2026-07-20T01:00:00Z", 0), 13, 0.05);  // 03:00
  EXPECT_NEAR(value("2026-01-19T14:00:00Z", 0), 7, 0.05);   // the coldest
  EXPECT_NEAR(value("2026-07-20T13:00:00Z", 1) - value("2026-07-20T13:00:00Z", 0), 3, 1e-9);
}

}  // namespace
}  // namespace vedette::lab
