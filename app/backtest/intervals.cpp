// SPDX-License-Identifier: Apache-2.0
#include "app/backtest/intervals.h"

#include <algorithm>
#include <cmath>

#include "models/stats/counts.h"

namespace vedette::app::backtest {

Interval rate_interval_per_1000(std::uint64_t events, double device_days) {
  if (!(device_days > 0)) return {};
  const auto interval = models::rate_interval(events, device_days / 1000, confidence);
  return {interval.low, interval.high};
}

Interval share_interval(std::uint64_t hits, std::uint64_t trials) {
  if (trials == 0) return {0, 1};
  constexpr double z = 1.959963984540054;  // of the normal distribution, two-sided at 95 %
  const auto n = static_cast<double>(trials);
  const double share = static_cast<double>(hits) / n;
  const double centre = share + z * z / (2 * n);
  const double half = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  return {std::max(0.0, (centre - half) / scale), std::min(1.0, (centre + half) / scale)};
}

}  // namespace vedette::app::backtest
