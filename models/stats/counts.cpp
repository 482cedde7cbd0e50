// SPDX-License-Identifier: Apache-2.0
#include "models/stats/counts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <math.h>  // lgamma_r, which unlike std::lgamma writes to nothing shared

namespace vedette::models {
namespace {

constexpr std::uint64_t largest_count = std::uint64_t{1} << 53;  // beyond it doubles skip whole numbers

/// Smallest x with f(x) >= target, f rising, to the last bits of a double.
template <typename F>
double invert(F f, double target) {
  double low = 0, high = 1;
  while (f(high) < target && high < 1e300) {
    low = high;
    high *= 2;
  }
  for (int i = 0; i < 200 && low < high; ++i) {
    const double middle = low + (high - low) / 2;
    if (middle == low || middle == high) break;
    (f(middle) < target ? low : high) = middle;
  }
  return high;
}

}  // namespace

Gamma posterior(Gamma prior, double events, double windows) {
  return {prior.shape + events, prior.rate + windows};
}

Gamma capped(Gamma gamma, double max_shape) {
  if (gamma.shape <= max_shape) return gamma;
  return {max_shape, gamma.rate * (max_shape / gamma.shape)};
}

std::optional<Gamma> gamma_from_devices(std::span<const DeviceMean> devices) {
  double sum = 0, inverse_windows = 0;
  std::size_t n = 0;
  for (const auto& device : devices) {
    if (device.windows <= 0) continue;
    sum += device.mean;
    inverse_windows += 1 / device.windows;
    ++n;
  }
  if (n < 2 || sum <= 0) return std::nullopt;
  const auto count = static_cast<double>(n);
  const double mean = sum / count;
  double squares = 0;
  for (const auto& device : devices) {
    if (device.windows > 0) squares += (device.mean - mean) * (device.mean - mean);
  }
  // A mean over w windows of Poisson counts with rate r has the variance r / w beside that of r.
  const double between = squares / (count - 1) - mean * inverse_windows / count;
  if (between <= 0) return std::nullopt;
  return Gamma{mean * mean / between, mean / between};
}

double log_negative_binomial(std::uint64_t k, double shape, double mean) {
  const auto count = static_cast<double>(k);
  int sign = 0;
  return lgamma_r(count + shape, &sign) - lgamma_r(shape, &sign) - lgamma_r(count + 1, &sign) -
         shape * std::log1p(mean / shape) + (k == 0 ? 0 : count * (std::log(mean) - std::log(shape + mean)));
}

double log_negative_binomial_upper(std::uint64_t k, double shape, double mean) {
  if (k == 0) return 0;
  return log_beta_i(mean / (shape + mean), shape / (shape + mean), static_cast<double>(k), shape);
}

double log_negative_binomial_lower(std::uint64_t k, double shape, double mean) {
  return log_beta_i(shape / (shape + mean), mean / (shape + mean), shape, static_cast<double>(k) + 1);
}

// The logarithm of the tail is nearly straight, so interpolating between the ends comes close at once; every other step
// halves the bracket, which bounds the work where it is not.
std::uint64_t negative_binomial_limit(double log_p, double shape, double mean) {
  if (log_p >= 0) return 0;
  const auto tail = [&](std::uint64_t k) { return log_negative_binomial_upper(k, shape, mean); };
  std::uint64_t low = 0, high = static_cast<std::uint64_t>(std::min(mean, static_cast<double>(largest_count))) + 1;
  double above = 0, below = tail(high);
  while (high < largest_count && below > log_p) {
    low = high;
    above = below;
    high *= 2;
    below = tail(high);
  }
  for (bool halve = false; high - low > 1; halve = !halve) {
    const double share = halve ? 0.5 : std::clamp((above - log_p) / (above - below), 0.0, 1.0);
    const auto step = static_cast<std::uint64_t>(share * static_cast<double>(high - low));
    const std::uint64_t middle = low + std::clamp<std::uint64_t>(step, 1, high - low - 1);
    const double at = tail(middle);
    (at > log_p ? low : high) = middle;
    (at > log_p ? above : below) = at;
  }
  return high;
}

double log_poisson_upper(std::uint64_t k, double mean) {
  return k == 0 ? 0 : log_gamma_p(static_cast<double>(k), mean);
}

double log_poisson_lower(std::uint64_t k, double mean) {
  return log_gamma_q(static_cast<double>(k) + 1, mean);
}

double dirichlet_tail(std::uint64_t in_tail, std::uint64_t windows, double concentration, double base_tail) {
  const double total = static_cast<double>(windows) + concentration;
  return total > 0 ? (static_cast<double>(in_tail) + concentration * base_tail) / total : base_tail;
}

std::optional<double> dispersion_index(std::uint64_t windows, std::uint64_t sum, std::uint64_t sum_of_squares) {
  if (windows < 2 || sum == 0) return std::nullopt;
  const auto n = static_cast<double>(windows), s = static_cast<double>(sum);
  const double variance = (static_cast<double>(sum_of_squares) - s * s / n) / (n - 1);
  return std::max(0.0, variance) / (s / n);
}

Interval rate_interval(std::uint64_t events, double exposure, double confidence) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (exposure <= 0) return {0, infinity};
  const double tail = (1 - confidence) / 2;
  const auto n = static_cast<double>(events);
  const auto upper = [&](double mean) { return -std::exp(log_gamma_q(n + 1, mean)); };
  const auto lower = [&](double mean) { return std::exp(log_gamma_p(n, mean)); };
  return {events == 0 ? 0 : invert(lower, tail) / exposure, invert(upper, -tail) / exposure};
}

}  // namespace vedette::models
