// SPDX-License-Identifier: Apache-2.0
// How many events would have been "detected" by alerts that have nothing to do with them.
#pragma once

#include <optional>
#include <vector>

#include "app/backtest/exposure.h"
#include "app/backtest/matching.h"

namespace vedette::app::backtest {

/// Alerts that belong to no attack.
using Others = std::vector<const Raised*>;

/// Probability that one of `others` would have come within the event's time and grace on the event's devices, at the
/// rate that they come outside of all events of these devices: 1 - exp(-n W / T). None where no time is left outside.
std::optional<double> chance_of(std::size_t event, const models::Labels& labels, const Matcher& matcher,
                                const Others& others, const Exposure& exposure);

}  // namespace vedette::app::backtest
