// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/base/signal.h"

#include <cmath>
#include <numbers>

namespace vedette::lab {
namespace {

/// Of mean 0 and variance 1, uniform.
double drawn(std::uint64_t seed, std::int64_t index) {
  const std::uint64_t word = core::hash_combine(seed, static_cast<std::uint64_t>(index));
  return (static_cast<double>(word >> 11) * 0x1p-53 - 0.5) * std::sqrt(12.0);
}

double octave(std::uint64_t seed, std::int64_t ns, std::int64_t period) {
  const std::int64_t index = ns / period;
  const double x = static_cast<double>(ns % period) / static_cast<double>(period);
  const double from = drawn(seed, index), to = drawn(seed, index + 1);
  return from + (to - from) * x * x * (3 - 2 * x);
}

}  // namespace

double wandering(std::uint64_t seed, Timestamp time, Duration period) {
  constexpr double scale = 1.06;  // makes up for what joining the values takes off the variance
  const std::int64_t ns = core::to_ns(time);
  return scale * (octave(seed, ns, period.count()) + octave(seed + 1, ns, period.count() / 3) / 2);
}

double Signal::at(Timestamp time, const LocalTime& local, double activity) const {
  constexpr double hottest = 0.55;  // of a year: late July
  double value = mean + with_work * activity;
  if (daily != 0) value += daily * std::cos((local.hour - peak_hour) / 24 * 2 * std::numbers::pi);
  if (yearly != 0) value += yearly * std::cos((local.year_fraction - hottest) * 2 * std::numbers::pi);
  if (noise != 0) value += noise * wandering(seed, time, wander);
  if (grain != 0) value += grain * drawn(seed + 2, core::to_ns(time));
  return value;
}

}  // namespace vedette::lab
