// SPDX-License-Identifier: Apache-2.0
// What counts can say: closed forms for events per window or per exposure. Pure functions of their arguments, the same
// on every machine. Probabilities are natural logarithms, since what decides an alert lies far below the smallest
// double that is worth the name.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace vedette::models {

/// What is known of a rate: Gamma(shape, rate) with mean shape / rate, in events per window. A shape of n says as much
/// as n counted events.
struct Gamma {
  double shape = 0, rate = 0;
  double mean() const { return shape / rate; }
  double variance() const { return shape / (rate * rate); }
  bool operator==(const Gamma&) const = default;
};

/// Conjugate update (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6): shape + events, rate + windows.
Gamma posterior(Gamma prior, double events, double windows);

/// The same mean with no more precision than `max_shape` events give.
Gamma capped(Gamma gamma, double max_shape);

/// Role prior out of the means of its devices, by moments: the spread of the means less what Poisson counting of
/// `windows` windows adds. None with fewer than two devices, without events, or where nothing but counting is left of
/// the spread (then the devices are alike, and any large shape will do).
struct DeviceMean {
  double mean = 0;     ///< events per window
  double windows = 0;  ///< it was counted in
};
std::optional<Gamma> gamma_from_devices(std::span<const DeviceMean> devices);

// The next count. With the rate from Gamma(shape, rate) it follows the negative binomial of the same shape and mean
// (ibid., section 2.6); the tails are regularised incomplete beta functions (NIST DLMF 8.17.5). shape, mean > 0.

double log_negative_binomial(std::uint64_t k, double shape, double mean);        ///< ln P(X = k)
double log_negative_binomial_upper(std::uint64_t k, double shape, double mean);  ///< ln P(X >= k)
double log_negative_binomial_lower(std::uint64_t k, double shape, double mean);  ///< ln P(X <= k)
/// Smallest count whose upper tail is at most exp(log_p): a flood is seen inside its window by one comparison.
std::uint64_t negative_binomial_limit(double log_p, double shape, double mean);

// The limit of infinite shape: a rate that is known (DLMF 8.4.10).

double log_poisson_upper(std::uint64_t k, double mean);  ///< ln P(X >= k)
double log_poisson_lower(std::uint64_t k, double mean);  ///< ln P(X <= k)

/// Probability that the next count falls into a tail that `in_tail` of `windows` counts fell into:
/// Dirichlet-multinomial predictive with a base measure (Ferguson 1973), which is weighed like `concentration` counts
/// and gives the tail `base_tail`. It needs no shape of distribution, so counts steadier than Poisson keep their own.
double dirichlet_tail(std::uint64_t in_tail, std::uint64_t windows, double concentration, double base_tail);

/// Variance over mean of counts, from their sums: 1 for Poisson, far below for polling. None with fewer than two
/// windows or without events.
std::optional<double> dispersion_index(std::uint64_t windows, std::uint64_t sum, std::uint64_t sum_of_squares);

/// Exact two-sided interval of a Poisson rate (Garwood 1936): what `events` in `exposure` leave possible.
struct Interval {
  double low = 0, high = 0;
};
Interval rate_interval(std::uint64_t events, double exposure, double confidence);

// The special functions beneath, in logarithms.

/// ln P(a, x), ln Q(a, x): regularised incomplete gamma functions (DLMF 8.2.4). a > 0, x >= 0.
double log_gamma_p(double a, double x);
double log_gamma_q(double a, double x);
/// ln I_x(a, b): regularised incomplete beta function (DLMF 8.17.2). a, b > 0. `x` and `one_minus_x` are both given, so
/// that neither loses its digits near 1.
double log_beta_i(double x, double one_minus_x, double a, double b);

}  // namespace vedette::models
