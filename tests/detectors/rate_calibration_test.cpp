// SPDX-License-Identifier: Apache-2.0
// Does the budget hold? Many device-days of counts that are what was learned, at a budget high enough to see false
// alerts, with a fixed seed. The bound is the budget plus four standard errors.
#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <random>

#include "detectors/rate.h"
#include "tests/detectors/learned_site.h"

namespace vedette::detectors {
namespace {

using namespace vedette::testing;
using baselines::CountLimits;
using baselines::Rate;

using NextCount = std::function<std::uint64_t(std::mt19937_64&)>;
constexpr auto reads = static_cast<std::size_t>(Rate::reads);
constexpr int windows_per_day = 8'640;

/// Windows of every length out of the counts of the shortest.
struct Day {
  std::array<std::vector<std::uint64_t>, baselines::window_count> counts;
  Day(std::mt19937_64& random, const NextCount& next) {
    std::uint64_t minute = 0, hour = 0;
    for (int i = 1; i <= windows_per_day; ++i) {
      const std::uint64_t count = next(random);
      counts[0].push_back(count);
      minute += count;
      hour += count;
      if (i % 6 == 0) counts[1].push_back(std::exchange(minute, 0));
      if (i % 360 == 0) counts[2].push_back(std::exchange(hour, 0));
    }
  }
};

struct Outcome {
  std::array<std::uint64_t, baselines::window_count> false_alerts{};
  std::array<std::uint64_t, baselines::window_count> decisions{};
};

/// One HMI learns for so many days and is then judged for so many.
Outcome simulate(double budget_per_device_day, int learn_days, int judge_days, const NextCount& next) {
  const auto behaviour = learned_site(60);
  behaviour->observe(read(start, 21, 11));
  const auto hmi = id_of(*behaviour, 21);
  auto& role = behaviour->role("modbus_client");
  auto& device = behaviour->device(hmi);
  device.rates = {};
  role.rates = {};
  role.histograms = {};
  std::mt19937_64 random(20'260'302);
  for (int day = 0; day < learn_days; ++day) {
    const Day learned(random, next);
    for (std::size_t w = 0; w < baselines::window_count; ++w) {
      for (const auto count : learned.counts[w]) {
        device.rates[w][reads].add(count);
        role.rates[w][reads].add(count);
        ++role.histograms[w][reads][baselines::count_bucket(count)];
      }
    }
  }
  const Budget budget(budget_per_device_day);
  RateDetector detector(budget, *behaviour);
  std::vector<Verdict> verdicts;
  detector.tick({}, {}, verdicts);
  Outcome outcome;
  for (int day = 0; day < judge_days; ++day) {
    const Day judged(random, next);
    for (std::size_t w = 0; w < baselines::window_count; ++w) {
      const CountLimits& limits = device.windows.limits(Rate::reads, w);
      for (const auto count : judged.counts[w]) {
        ++outcome.decisions[w];
        if (count < limits.low || count > limits.high) ++outcome.false_alerts[w];
      }
    }
  }
  return outcome;
}

/// What one rate of a device may cost: the family's share over six rates and three window lengths, both tails.
void expect_within_budget(const Outcome& outcome, double budget_per_device_day, int judge_days) {
  const double share = budget_per_device_day * models::shipped_template("modbus_client")->share("rate", "");
  for (std::size_t w = 0; w < baselines::window_count; ++w) {
    const double allowed = share / (6 * 3) * judge_days;
    const double p = allowed / static_cast<double>(outcome.decisions[w]);
    ASSERT_LT(p, 1);
    const double error = std::sqrt(allowed * (1 - p));
    EXPECT_LE(static_cast<double>(outcome.false_alerts[w]), allowed + 4 * error)
        << baselines::window_seconds[w] << " s";
  }
}

NextCount poisson(double mean) {
  return [mean](std::mt19937_64& random) { return std::poisson_distribution<std::uint64_t>(mean)(random); };
}

TEST(RateCalibration, IndependentEventsAfterALongHistory) {
  constexpr double budget = 1'000;
  const auto outcome = simulate(budget, 250, 100, poisson(10));
  expect_within_budget(outcome, budget, 100);
  // Not for lack of alerts: with a history of many days the limits are close to what the share allows.
  EXPECT_GT(outcome.false_alerts[0], 20U);
}

TEST(RateCalibration, IndependentEventsAfterADay) {
  constexpr double budget = 1'000;
  expect_within_budget(simulate(budget, 1, 100, poisson(10)), budget, 100);
}

TEST(RateCalibration, RareEvents) {
  constexpr double budget = 1'000;
  expect_within_budget(simulate(budget, 30, 100, poisson(0.02)), budget, 100);
}

// A poll each second, of which now and then one slips into the next window.
TEST(RateCalibration, SteadyPolling) {
  constexpr double budget = 1'000;
  std::uint64_t owed = 0;
  const NextCount next = [owed](std::mt19937_64& random) mutable {
    const std::uint64_t late = random() % 50 == 0 ? 1 : 0;
    return 10 + std::exchange(owed, late) - late;
  };
  expect_within_budget(simulate(budget, 10, 100, next), budget, 100);
}

// Events in bursts: the variance is five times the mean.
TEST(RateCalibration, Bursts) {
  constexpr double budget = 1'000;
  const NextCount next = [](std::mt19937_64& random) {
    const double mean = std::gamma_distribution<double>(2.5, 4)(random);
    return std::poisson_distribution<std::uint64_t>(mean)(random);
  };
  expect_within_budget(simulate(budget, 100, 100, next), budget, 100);
}

}  // namespace
}  // namespace vedette::detectors
