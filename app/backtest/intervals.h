// SPDX-License-Identifier: Apache-2.0
// How sure a figure is, at 95 %.
#pragma once

#include <cstdint>

namespace vedette::app::backtest {

struct Interval {
  double low = 0, high = 0;
};

constexpr double confidence = 0.95;

/// Of a rate per 1,000 device-days: exact for a Poisson count (Garwood 1936). All zero without device-days.
Interval rate_interval_per_1000(std::uint64_t events, double device_days);

/// Of a share (Wilson 1927). From 0 to 1 without trials.
Interval share_interval(std::uint64_t hits, std::uint64_t trials);

}  // namespace vedette::app::backtest
