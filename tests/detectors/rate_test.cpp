// SPDX-License-Identifier: Apache-2.0
#include "detectors/rate.h"

#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/stats/counts.h"
#include "tests/detectors/learned_site.h"

namespace vedette::detectors {
namespace {

using namespace vedette::testing;
using baselines::CountLimits;
using baselines::EntityId;
using baselines::Rate;
using baselines::RateSums;

constexpr auto reads = static_cast<std::size_t>(Rate::reads);

/// The HMI of the learned site, with what the test says it has learned.
class RateTest : public ::testing::Test {
 protected:
  RateTest() { behaviour->observe(read(start, 21, 11)); }
  void tick() {
    verdicts.clear();
    detector.tick({}, {}, verdicts);
  }
  EntityId hmi() { return id_of(*behaviour, 21); }
  /// `windows` of the shortest length with `sum` reads in all, spread like Poisson counts.
  void learned(std::uint64_t windows, std::uint64_t sum) {
    learned(behaviour->device(hmi()).rates[0][reads], windows, sum);
  }
  static void learned(RateSums& sums, std::uint64_t windows, std::uint64_t sum) {
    const double mean = static_cast<double>(sum) / static_cast<double>(windows);
    sums = {windows, sum, static_cast<std::uint64_t>((mean + mean * mean) * static_cast<double>(windows))};
  }
  baselines::Role& clients() { return behaviour->role("modbus_client"); }
  const CountLimits& limits(std::size_t window = 0) {
    return behaviour->device(hmi()).windows.limits(Rate::reads, window);
  }
  /// The family's share, over every decision of a device-day: rates, window lengths and tails.
  static double allowed(std::uint32_t window_s) {
    const double share = 0.001 * models::shipped_template("modbus_client")->share("rate", "");
    return share / (86'400.0 / window_s * 6 * 3 * 2);
  }

  std::unique_ptr<baselines::Behaviour> behaviour = learned_site(60);
  Budget budget{0.001};
  RateDetector detector{budget, *behaviour};
  std::vector<Verdict> verdicts;
};

TEST_F(RateTest, TooLittleLearnedSaysNothing) {
  for (const auto& [windows, sum] : {std::pair{std::uint64_t{11}, std::uint64_t{1'000}}, {1'000, 19}}) {
    learned(windows, sum);
    EXPECT_FALSE(detector.predictive(hmi(), Rate::reads, 0));
  }
  learned(12, 20);
  EXPECT_TRUE(detector.predictive(hmi(), Rate::reads, 0));
  learned(11, 1'000);
  tick();
  EXPECT_EQ(limits().low, 0U);
  EXPECT_EQ(limits().high, CountLimits{}.high);
}

TEST_F(RateTest, AShortHistoryClaimsNoMoreThanItsTemplateLets) {
  clients().rates[0][reads] = {};  // the role has no histogram to say more
  const auto* prior = models::shipped_template("modbus_client")->rate("reads", 10s);
  ASSERT_NE(prior, nullptr);
  learned(30, 300);
  auto next = detector.predictive(hmi(), Rate::reads, 0);
  EXPECT_DOUBLE_EQ(next->many.shape, prior->shape_cap);
  EXPECT_DOUBLE_EQ(next->many.mean, 300.5 / 30);
  EXPECT_DOUBLE_EQ(next->few.mean, 300.5 / 30);
  learned(8'640 * 5, 86'400 * 5);  // five days
  next = detector.predictive(hmi(), Rate::reads, 0);
  EXPECT_NEAR(next->many.shape, prior->shape_cap * 5, 1e-9);
  learned(100'000, 20);
  next = detector.predictive(hmi(), Rate::reads, 0);
  EXPECT_DOUBLE_EQ(next->many.mean, prior->floor);
  EXPECT_DOUBLE_EQ(next->few.mean, 20.5 / 100'000);  // what is rare isn't called missing for it
}

TEST_F(RateTest, WhatVariesMoreThanPoissonIsGivenMoreRoom) {
  clients().rates[0][reads] = {};
  auto& sums = behaviour->device(hmi()).rates[0][reads];
  sums = {};
  sums.add(5, 8'640 * 50);
  sums.add(35, 8'640 * 50);  // mean 20, variance 225
  const auto next = detector.predictive(hmi(), Rate::reads, 0);
  EXPECT_NEAR(next->many.mean, 20, 1e-3);
  EXPECT_NEAR(next->many.shape, 20 / (225.0 / 20 - 1), 1e-3);  // whose variance is mean + mean^2 / shape = 225
}

TEST_F(RateTest, LimitsAreWhereTheTailsMeetTheShare) {
  clients().rates[0][reads] = {};
  for (const auto& [windows, sum] : {std::pair{std::uint64_t{30}, std::uint64_t{300}},
                                     {8'640 * 30, 8'640 * 30 * 40},
                                     {8'640 * 365, 8'640 * 365 * 2}}) {
    learned(windows, sum);
    behaviour->device(hmi()).limits_rest_on = 0;
    tick();
    const auto next = *detector.predictive(hmi(), Rate::reads, 0);
    const double log_p = std::log(allowed(10));
    EXPECT_LE(models::log_negative_binomial_upper(limits().high + 1, next.many.shape, next.many.mean), log_p);
    EXPECT_GT(models::log_negative_binomial_upper(limits().high, next.many.shape, next.many.mean), log_p);
    if (limits().low == 0) {
      EXPECT_GT(models::log_negative_binomial_lower(0, next.few.shape, next.few.mean), log_p);
    } else {
      EXPECT_LE(models::log_negative_binomial_lower(limits().low - 1, next.few.shape, next.few.mean), log_p);
      EXPECT_GT(models::log_negative_binomial_lower(limits().low, next.few.shape, next.few.mean), log_p);
    }
  }
}

TEST_F(RateTest, AFamilyWithoutAShareHasNoLimits) {
  learned(8'640, 86'400);
  budget = Budget(0);
  tick();
  EXPECT_EQ(limits().high, CountLimits{}.high);
}

TEST_F(RateTest, ADeviceThatHasShownNothingIsHeldToItsRole) {
  behaviour->device(hmi()).rates = {};
  learned(clients().rates[0][reads], 8'640, 86'400);
  const auto next = detector.predictive(hmi(), Rate::reads, 0);
  ASSERT_TRUE(next);
  EXPECT_NEAR(next->many.mean, 10, 1e-3);
  EXPECT_EQ(next->windows, 8'640U);
}

// Where a role polls steadily, a count that it never had is as rare as its windows are many, times what the negative
// binomial says of it (Dirichlet-multinomial with one count of base measure).
TEST_F(RateTest, SteadyPollingKeepsItsOwnDistribution) {
  auto& sums = clients().rates[0][reads];
  auto& histogram = clients().histograms[0][reads];
  sums = {};
  histogram.clear();
  sums.add(20, 900);
  sums.add(18, 100);
  histogram[baselines::count_bucket(20)] = 900;
  histogram[baselines::count_bucket(18)] = 100;
  behaviour->device(hmi()).rates[0][reads] = sums;
  const auto next = *detector.predictive(hmi(), Rate::reads, 0);
  ASSERT_NE(next.histogram, nullptr);
  const auto base_low = [&](std::uint64_t k) {
    return std::exp(models::log_negative_binomial_lower(k, next.few.shape, next.few.mean));
  };
  const auto base_high = [&](std::uint64_t k) {
    return std::exp(models::log_negative_binomial_upper(k, next.many.shape, next.many.mean));
  };
  EXPECT_NEAR(next.lower(17), base_low(17) / 1'001, 1e-12);
  EXPECT_NEAR(next.lower(18), (100 + base_low(18)) / 1'001, 1e-12);
  EXPECT_NEAR(next.upper(22), base_high(22) / 1'001, 1e-12);
  EXPECT_NEAR(next.upper(20), (900 + base_high(20)) / 1'001, 1e-12);
  // 21 shares its bucket with 20: rather too common than too rare.
  EXPECT_NEAR(next.upper(21), (900 + base_high(21)) / 1'001, 1e-12);
}

TEST_F(RateTest, AMixedRoleHasNoSteadyDistribution) {
  auto& sums = clients().rates[0][reads];
  sums = {};
  sums.add(20, 900);
  sums.add(60, 900);
  learned(8'640, 86'400);
  EXPECT_EQ(detector.predictive(hmi(), Rate::reads, 0)->histogram, nullptr);
}

TEST_F(RateTest, AFloodIsJudgedInsideItsWindow) {
  clients().rates[0][reads] = {};
  behaviour->device(hmi()).rates = {};
  learned(8'640, 86'400);
  tick();
  const std::uint64_t high = limits().high;
  ASSERT_LT(high, 10'000U);
  std::uint64_t at = 0;
  for (std::uint64_t n = 2; n <= high + 10; ++n) {  // one was read before
    const auto o = read(start + 1s, 21, 11);
    const auto& sight = behaviour->observe(o);
    behaviour->accept();
    verdicts.clear();
    detector.observe(sight, verdicts);
    if (verdicts.empty()) continue;
    EXPECT_EQ(at, 0U) << "told twice";
    at = n;
    ASSERT_EQ(verdicts.size(), 1U);
    EXPECT_EQ(verdicts[0].feature, "reads");
    EXPECT_EQ(verdicts[0].device, hmi());
    EXPECT_FALSE(verdicts[0].sighting);
    const auto finding = detector.explain(verdicts[0], sight.observation);
    EXPECT_THAT(finding.observed, ::testing::HasSubstr(std::to_string(high + 1)));
    EXPECT_LE(*finding.p_value, allowed(10));
    EXPECT_LE(*finding.expected.low, 10);
    EXPECT_GE(*finding.expected.high, 10);
    EXPECT_LT(*finding.expected.high, static_cast<double>(high));
    EXPECT_EQ(finding.device.name, "10.20.1.21");
  }
  EXPECT_EQ(at, high + 1);
}

TEST_F(RateTest, TooManyAndTooFewAreTwoCauses) {
  learned(8'640, 86'400);
  const std::vector<baselines::OddWindows> odd{
      {hmi(), {{Rate::reads, 0, 500, start}, {Rate::reads, 0, 0, start}, {Rate::reads, 1, 900, start}}}};
  learned(behaviour->device(hmi()).rates[1][reads], 1'440, 86'400);
  verdicts.clear();
  detector.tick({}, odd, verdicts);
  ASSERT_EQ(verdicts.size(), 3U);
  EXPECT_NE(verdicts[0].cause, verdicts[1].cause);
  EXPECT_EQ(verdicts[0].cause, verdicts[2].cause);  // the same flood, in another window
  EXPECT_THAT(detector.explain(verdicts[0], nullptr).title, ::testing::HasSubstr("many"));
  EXPECT_THAT(detector.explain(verdicts[1], nullptr).title, ::testing::HasSubstr("few"));
}

TEST_F(RateTest, LimitsFollowTheHistoryAtEveryDoubling) {
  clients().rates[0][reads] = {};
  auto& requests = behaviour->device(hmi()).rates[0][static_cast<std::size_t>(Rate::requests)];
  requests.windows = 100;
  learned(100, 1'000);
  tick();
  const auto first = limits().high;
  learned(110, 11'000);
  requests.windows = 110;
  tick();
  EXPECT_EQ(limits().high, first);
  requests.windows = 128;
  tick();
  EXPECT_GT(limits().high, first);
}

// A number that is used again belongs to a device without limits.
TEST(RateLimits, ADeviceInTheRoomOfAForgottenOneGetsItsOwn) {
  auto config = shipped_config(false);
  config.entity_cap = 16;
  baselines::Behaviour behaviour(config);
  auto& sums = behaviour.role("modbus_client").rates[0][reads];
  sums.add(9, 4'000);
  sums.add(11, 4'000);
  const Budget budget;
  RateDetector detector(budget, behaviour);
  std::vector<Verdict> verdicts;
  for (std::uint8_t i = 1; i <= 60; ++i) {
    const auto o = read(start + i * 1s, i, 200);
    behaviour.observe(o);
    behaviour.accept();
    detector.tick({}, {}, verdicts);
    EXPECT_LT(behaviour.device(id_of(behaviour, i)).windows.limits(Rate::reads, 0).high, 1'000U) << static_cast<int>(i);
  }
  EXPECT_GT(behaviour.entities().evictions(), 0U);
}

}  // namespace
}  // namespace vedette::detectors
