// SPDX-License-Identifier: Apache-2.0
// The expected numbers were computed apart from this code, by adding up the probabilities term by term with 60 decimal
// digits (Python, mpmath) rather than by incomplete beta and gamma functions; the intervals are those of Garwood's
// tables, again by sums and bisection.
#include "models/stats/counts.h"

#include <cmath>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <vector>

using namespace vedette::models;

namespace {

void expect_near_relative(double actual, double expected, double tolerance) {
  EXPECT_NEAR(actual, expected, std::fabs(expected) * tolerance) << "expected " << expected;
}

struct Tail {
  std::uint64_t k;
  double shape, mean, upper, lower;
};
constexpr Tail negative_binomial_tails[] = {
    {3, 0.5, 1, -2.010105077484762, -0.083942894644821496},
    {41, 0.5, 1, -18.529528134893924, -5.910888457389039e-9},
    {100, 4, 20, -11.372696242335689, -9.8577244314341615e-6},
    {160, 4, 20, -20.981248759352552, -6.554501766461315e-10},
    {30, 60, 20, -3.1923006406435528, -0.029082838957507886},
    {1, 0.5, 0.016, -4.1588215619047774, -0.00036441469020606627},
    {20, 1e6, 20, -0.63536547634995457, -0.58144019479302618},
};
struct FarTail {
  std::uint64_t k;
  double shape, mean, upper;
};
constexpr FarTail far_tails[] = {
    {1000, 4, 20, -168.74431390646302},
    {100'000, 120, 20'000, -290.41738222250877},
    {5000, 2, 1, -5484.9494153022314},  // far below the smallest double
};

}  // namespace

TEST(NegativeBinomial, TailsAreTheSumsOfTheirTerms) {
  for (const auto& t : negative_binomial_tails) {
    expect_near_relative(log_negative_binomial_upper(t.k, t.shape, t.mean), t.upper, 1e-9);
    expect_near_relative(log_negative_binomial_lower(t.k, t.shape, t.mean), t.lower, 1e-7);
  }
  for (const auto& t : far_tails)
    expect_near_relative(log_negative_binomial_upper(t.k, t.shape, t.mean), t.upper, 1e-9);
}

TEST(NegativeBinomial, HasClosedFormsAtItsEnds) {
  EXPECT_EQ(log_negative_binomial_upper(0, 2, 3), 0);
  // P(X = 0) = (shape / (shape + mean))^shape; of shape 1 it is geometric: P(X >= k) = (mean / (1 + mean))^k.
  expect_near_relative(log_negative_binomial_lower(0, 2, 3), 2 * std::log(2.0 / 5), 1e-13);
  expect_near_relative(log_negative_binomial(0, 2, 3), 2 * std::log(2.0 / 5), 1e-13);
  expect_near_relative(log_negative_binomial_upper(50, 1, 3), 50 * std::log(0.75), 1e-12);
}

RC_GTEST_PROP(NegativeBinomial, TailsMeetAndFall, ()) {
  const auto k = *rc::gen::inRange<std::uint64_t>(0, 3000);
  const double shape = *rc::gen::inRange(1, 4000) / 16.0, mean = *rc::gen::inRange(1, 4000) / 8.0;
  const double below = std::exp(log_negative_binomial_lower(k, shape, mean));
  const double above = std::exp(log_negative_binomial_upper(k + 1, shape, mean));
  RC_ASSERT(std::fabs(below + above - 1) < 1e-10);
  RC_ASSERT(log_negative_binomial_upper(k + 1, shape, mean) <= log_negative_binomial_upper(k, shape, mean) + 1e-12);
  RC_ASSERT(log_negative_binomial(k, shape, mean) <= log_negative_binomial_upper(k, shape, mean) + 1e-9);
}

TEST(NegativeBinomial, LimitIsTheFirstCountThatIsRareEnough) {
  // Counted up one by one from the same sums of terms: ln 1e-8.
  EXPECT_EQ(negative_binomial_limit(-18.420680743952367, 0.5, 1), 41U);
  EXPECT_EQ(negative_binomial_limit(-18.420680743952367, 4, 20), 145U);
  EXPECT_EQ(negative_binomial_limit(-18.420680743952367, 2, 5), 64U);
  EXPECT_EQ(negative_binomial_limit(0, 2, 5), 0U);
}

TEST(Poisson, TailsAreTheSumsOfTheirTerms) {
  constexpr Tail tails[] = {{1, 0, 3, -0.051069180942701587, -1.6137056388801094},
                            {10, 0, 3, -6.8101857170363962, -0.00029237968942331203},
                            {7, 0, 20, -0.00025515504513640014, -7.1580258604655453},
                            {20, 0, 20, -0.63536379941576132, -0.58144019479832248},
                            {1100, 0, 1000, -6.9458410143652124, -0.00086801758172634286}};
  for (const auto& t : tails) {
    expect_near_relative(log_poisson_upper(t.k, t.mean), t.upper, 1e-9);
    expect_near_relative(log_poisson_lower(t.k, t.mean), t.lower, 1e-8);
  }
  expect_near_relative(log_poisson_upper(400, 3), -1564.0482732353, 1e-11);
  EXPECT_EQ(log_poisson_upper(0, 3), 0);
  EXPECT_DOUBLE_EQ(log_poisson_lower(0, 3), -3);
}

TEST(RateInterval, IsGarwoods) {
  const auto none = rate_interval(0, 1, 0.95), one = rate_interval(1, 1, 0.95), ten = rate_interval(10, 2, 0.95),
             hundred = rate_interval(100, 1, 0.95);
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 3.68887945411, 1e-10);
  EXPECT_NEAR(one.low, 0.0253178079843, 1e-12);
  EXPECT_NEAR(one.high, 5.57164339094, 1e-10);
  EXPECT_NEAR(ten.low, 4.79538869613 / 2, 1e-10);
  EXPECT_NEAR(ten.high, 18.390356042 / 2, 1e-9);
  EXPECT_NEAR(hundred.low, 81.3639912509, 1e-8);
  EXPECT_NEAR(hundred.high, 121.626793792, 1e-8);
}

TEST(GammaPrior, IsUpdatedByCounting) {
  const Gamma after = posterior({.shape = 2, .rate = 4}, 10, 6);
  EXPECT_EQ(after, (Gamma{12, 10}));
  EXPECT_DOUBLE_EQ(after.mean(), 1.2);
}

TEST(GammaPrior, ACapKeepsTheMean) {
  const Gamma cut = capped({.shape = 600, .rate = 30}, 4);
  EXPECT_DOUBLE_EQ(cut.mean(), 20);
  EXPECT_DOUBLE_EQ(cut.shape, 4);
  EXPECT_EQ(capped({.shape = 3, .rate = 1}, 4), (Gamma{3, 1}));
}

TEST(GammaPrior, ComesFromTheSpreadOfTheDevices) {
  // Means 10, 20, 30 over endless windows: variance 100, so shape 20^2 / 100 = 4 and rate 20 / 100.
  const std::vector<DeviceMean> long_known{{10, 1e15}, {20, 1e15}, {30, 1e15}};
  const auto prior = gamma_from_devices(long_known);
  ASSERT_TRUE(prior);
  EXPECT_NEAR(prior->shape, 4, 1e-9);
  EXPECT_NEAR(prior->rate, 0.2, 1e-9);
  // Over two windows each, counting alone gives 20 / 2 = 10 of that variance: 400 / 90.
  const std::vector<DeviceMean> short_known{{10, 2}, {20, 2}, {30, 2}};
  EXPECT_NEAR(gamma_from_devices(short_known)->shape, 400.0 / 90, 1e-9);
}

TEST(GammaPrior, SaysNothingWithoutASpread) {
  const std::vector<DeviceMean> one{{10, 100}}, alike{{10, 100}, {10, 100}}, silent{{0, 100}, {0, 100}};
  EXPECT_EQ(gamma_from_devices(one), std::nullopt);
  EXPECT_EQ(gamma_from_devices(alike), std::nullopt);
  EXPECT_EQ(gamma_from_devices(silent), std::nullopt);
}

TEST(Dirichlet, TailIsSharedBetweenCountsAndBase) {
  // One more than 0 of 300 counts in the tail, base weighed like one: 1e-6 / 301.
  EXPECT_DOUBLE_EQ(dirichlet_tail(0, 300, 1, 1e-6), 1e-6 / 301);
  EXPECT_DOUBLE_EQ(dirichlet_tail(3, 9, 1, 0.5), 0.35);
  EXPECT_DOUBLE_EQ(dirichlet_tail(0, 0, 2, 0.25), 0.25);
}

TEST(Dispersion, TellsPollingFromEvents) {
  // 10, 10, 10, 9: variance 1/4 over mean 39/4.
  EXPECT_DOUBLE_EQ(*dispersion_index(4, 39, 381), 0.25 / 9.75);
  EXPECT_DOUBLE_EQ(*dispersion_index(2, 10, 100), 50.0 / 5);  // 0 and 10
  EXPECT_EQ(dispersion_index(1, 5, 25), std::nullopt);
  EXPECT_EQ(dispersion_index(9, 0, 0), std::nullopt);
}
