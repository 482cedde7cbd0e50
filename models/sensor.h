// SPDX-License-Identifier: Apache-2.0
// How a sensor runs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace vedette::models {

/// Ceilings of what outsiders can make grow. What goes beyond is evicted, counted and shown.
struct SensorLimits {
  std::uint32_t flows = 65'536;
  std::uint32_t devices = 4'096;
  std::uint32_t open_alerts = 4'096;
};

struct Sensor {
  std::string name;
  SensorLimits limits;
};

core::Result<Sensor> load_sensor(const std::string& path);
/// The same from memory; `name` is what errors call it.
core::Result<Sensor> parse_sensor(const std::string& name, std::string_view text);

}  // namespace vedette::models
