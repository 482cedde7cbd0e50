// SPDX-License-Identifier: Apache-2.0
// An alert at the moment it was raised: its first revision. What a later revision adds is not what found something.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/alert.h"

namespace vedette::app::backtest {

/// By whatever is known of it; the rest is empty.
struct Who {
  std::string name, ip, mac;
};

struct Raised {
  core::Timestamp time;
  Who device, peer;
  std::string detector, role;
  std::string protocol;               ///< empty where it is about all that a device does
  std::string cause;                  ///< feature of the first contribution: "peer"
  std::string incident;               ///< empty where nobody has grouped it
  std::vector<std::uint64_t> frames;  ///< evidence
  bool sighting = false;              ///< shown, not counted as an alert
};

/// Of an alert's first revision.
Raised raised(const core::Alert& alert);

}  // namespace vedette::app::backtest
