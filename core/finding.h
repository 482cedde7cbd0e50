// SPDX-License-Identifier: Apache-2.0
// What a detector has to say of one cause, before it is numbered, grouped and revised as an alert.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/alert.h"
#include "core/observation.h"

namespace vedette::core {

struct Finding {
  std::string_view detector;  ///< static: "policy", "novelty", "rate"
  Severity severity = Severity::info;
  std::string feature;  ///< which of the detector's features: "peer", "registers", "reads"
  std::string what;     ///< the thing that is odd, as the model names it: "uses modbus"
  std::string title;
  std::string explanation;
  DeviceRef device, peer;
  std::string observed;
  Expectation expected;
  std::optional<double> p_value;
  std::optional<double> return_period_device_days;
  std::string nearest_normal;
  std::vector<Contribution> contributions;
  std::vector<AttackTechnique> attack;
};

}  // namespace vedette::core
