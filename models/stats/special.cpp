// SPDX-License-Identifier: Apache-2.0
// Incomplete gamma and beta functions by series and continued fraction, in logarithms: each is computed on the side
// where it is small, the other as its complement.
#include <cmath>
#include <limits>
#include <math.h>  // lgamma_r, which unlike std::lgamma writes to nothing shared

#include "models/stats/counts.h"

namespace vedette::models {
namespace {

constexpr double minus_infinity = -std::numeric_limits<double>::infinity();
constexpr double tiny = 1e-300;  // stands for 0 in Lentz's method
constexpr double precise = 1e-15;
constexpr int most_steps = 100'000;  // both need about the square root of their larger argument

double log_gamma(double x) {
  int sign = 0;
  return lgamma_r(x, &sign);
}

/// ln(1 - exp(x)) for x <= 0, without losing digits at either end.
double log_one_minus_exp(double x) {
  if (x >= 0) return minus_infinity;
  return x > -0.6931471805599453 ? std::log(-std::expm1(x)) : std::log1p(-std::exp(x));
}

/// Lentz's evaluation of f = b0 + a1 / (b1 + a2 / (b2 + …)), where next(n) gives the n-th pair.
template <typename Next>
double continued_fraction(double b0, Next next) {
  double f = b0 == 0 ? tiny : b0, c = f, d = 0;
  for (int n = 1; n < most_steps; ++n) {
    const auto [a, b] = next(n);
    d = b + a * d;
    if (d == 0) d = tiny;
    c = b + a / c;
    if (c == 0) c = tiny;
    d = 1 / d;
    f *= c * d;
    if (std::fabs(c * d - 1) < precise) break;
  }
  return f;
}

struct Pair {
  double a, b;
};

/// DLMF 8.11.4: P by its series, good for x < a + 1.
double log_p_series(double a, double x) {
  double term = 1 / a, sum = term;
  for (int n = 1; n < most_steps && term > sum * precise; ++n) sum += term *= x / (a + n);
  return a * std::log(x) - x - log_gamma(a) + std::log(sum);
}

/// DLMF 8.9.2, even part: Q by its continued fraction, good for x >= a + 1.
double log_q_fraction(double a, double x) {
  const double f = continued_fraction(x + 1 - a, [&](int n) { return Pair{-n * (n - a), x + 1 - a + 2 * n}; });
  return a * std::log(x) - x - log_gamma(a) - std::log(f);
}

/// DLMF 8.17.22, good for x < (a + 1) / (a + b + 2).
double log_beta_fraction(double x, double one_minus_x, double a, double b) {
  const auto coefficient = [&](int n) {
    const double m = n / 2;
    return n % 2 == 0 ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                      : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
  };
  const double f = continued_fraction(1, [&](int n) { return Pair{coefficient(n), 1}; });
  const double log_beta = log_gamma(a) + log_gamma(b) - log_gamma(a + b);
  return a * std::log(x) + b * std::log(one_minus_x) - std::log(a) - log_beta - std::log(f);
}

}  // namespace

double log_gamma_p(double a, double x) {
  if (x <= 0) return minus_infinity;
  return x < a + 1 ? log_p_series(a, x) : log_one_minus_exp(log_q_fraction(a, x));
}

double log_gamma_q(double a, double x) {
  if (x <= 0) return 0;
  return x < a + 1 ? log_one_minus_exp(log_p_series(a, x)) : log_q_fraction(a, x);
}

double log_beta_i(double x, double one_minus_x, double a, double b) {
  if (x <= 0) return minus_infinity;
  if (one_minus_x <= 0) return 0;
  if (x < (a + 1) / (a + b + 2)) return log_beta_fraction(x, one_minus_x, a, b);
  return log_one_minus_exp(log_beta_fraction(one_minus_x, x, b, a));
}

}  // namespace vedette::models
