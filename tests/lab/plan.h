// SPDX-License-Identifier: Apache-2.0
// What is to be played at a site, and when: as named on the command line, or drawn.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "tests/lab/scenario.h"

namespace vedette::lab {

/// "rogue_master:stealthy@day9", "rogue_master:loud@day2T03:30", "reboot@day4"; without "@…" at a random hour.
struct PlayRequest {
  std::string scenario;
  std::optional<Intensity> intensity;  ///< none: stealthy
  std::optional<Duration> after;       ///< the run's start
};
core::Result<PlayRequest> parse_play_request(std::string_view text);

struct PlanOptions {
  std::vector<std::string> attacks{};     ///< requests, or "all"
  std::vector<std::string> hard_cases{};  ///< requests, or "all"
  std::optional<Intensity> intensity{};   ///< of those drawn by "all"; none: each in turn
};

/// Plays all of it. What has no time gets one of its own: random, in the middle of what is left, two hours apart from
/// everything else where that is possible. The error names what can't be played here.
core::Result<void> make_plan(Site& site, const PlanOptions& options);

}  // namespace vedette::lab
