// SPDX-License-Identifier: Apache-2.0
// What a role's history is enough for: which first sights would alert at once, and how much quiet history the others
// still lack.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "baselines/behaviour.h"
#include "detectors/budget.h"

namespace vedette::detectors {

struct Support {
  /// "side: write, admin": by feature, with the classes of verbs.
  std::vector<std::string> enough, missing;
  /// "peer (read)" with the device-days that are still missing.
  std::vector<std::pair<std::string, double>> missing_days;
};
Support support_of(baselines::Behaviour& behaviour, baselines::Role& role, const Budget& budget);

}  // namespace vedette::detectors
