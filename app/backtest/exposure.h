// SPDX-License-Identifier: Apache-2.0
// What was watched, and for how long: the denominator of every rate.
#pragma once

#include <algorithm>
#include <map>
#include <string>

#include "core/time.h"

namespace vedette::app::backtest {

struct Exposure {
  core::Timestamp from, to;                          ///< judged in full
  double devices = 0;                                ///< of the site, without attackers of their own
  std::map<std::string, double, std::less<>> roles;  ///< devices by role, as far as they are written down

  double days() const { return std::max(0.0, std::chrono::duration<double>(to - from).count() / 86'400); }
  double device_days() const { return devices * days(); }
};

}  // namespace vedette::app::backtest
