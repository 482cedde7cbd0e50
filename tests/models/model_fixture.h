// SPDX-License-Identifier: Apache-2.0
// Small models for the tests of files and of merging.
#pragma once

#include <string>

#include "models/model.h"

namespace vedette::models {

inline core::Timestamp at_second(std::int64_t s) {
  return core::timestamp_from_ns(s * 1'000'000'000);
}

/// A site with one controller, learned in one part; `n` makes its numbers different from those of another.
inline Model small_model(const std::string& site, const std::string& epoch, std::uint64_t n) {
  Model model;
  model.site = site;
  const auto start = static_cast<std::int64_t>(n) * 1000;
  model.parts[{"north-1", epoch}] = {at_second(start), at_second(start + 300), 1000 * n, 900 * n};
  const Thing thing{
      .count = 300 * n, .devices = 1, .first_seen = at_second(start + 1), .last_seen = at_second(start + 299)};
  const RateStatistics rate{.windows = 30,
                            .sum = 30 * n,
                            .sum_of_squares = 30 * n * n,
                            .histogram = {{n, 30}},
                            .device_means = {{1000 * n, 1}}};
  RoleModel& role = model.roles["plc"];
  role = {.template_name = "modbus_server",
          .devices = 1,
          .observed_s = 300,
          .exposure_s = {},
          .first_sights = {},
          .rates = {},
          .things = {}};
  role.exposure_s = {{0, 2}, {8, 44 + n}};
  role.first_sights[{"peer", "read", 0}] = 1;
  role.rates[{"reads", 10}] = rate;
  role.things[{"function", "read", "read_holding_registers"}] = thing;
  DeviceModel& device = model.devices["plc-1"];
  device = {.role = "plc",
            .ip = {"10.20.1.11"},
            .mac = {"00:1d:9c:00:00:11"},
            .first_seen = at_second(start),
            .last_seen = at_second(start + 300),
            .things = {},
            .rates = {}};
  device.things[{"peer", "read", "hmi: 1"}] = {
      .count = n, .devices = 0, .first_seen = at_second(start), .last_seen = at_second(start)};
  device.rates[{"reads", 10}] = {
      .windows = 30, .sum = 30 * n, .sum_of_squares = 30 * n * n, .histogram = {{n, 30}}, .device_means = {}};
  return model;
}

}  // namespace vedette::models
