// SPDX-License-Identifier: Apache-2.0
// What hangs on an office building's network: kinds of controllers with their points.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "tests/lab/traffic/bacnet_device.h"

namespace vedette::lab::building {

inline constexpr Shift office_hours{.from = 7, .to = 18};

/// What others do with a point.
enum Use : unsigned { fast = 1, slow = 2, told = 4, operated = 8, logged = 16, weather = 32 };

struct PointPlan {
  bacnet::Type type;
  std::string_view name;
  std::uint32_t units = 95;
  double mean = 0, daily = 0, yearly = 0, with_work = 0, noise = 0;
  double min = 0, max = 100, step = 0.1;
  unsigned use = 0;
  unsigned follows = 0;  ///< this analog value or, with a `lag` below 5 minutes, analog output; 0: none
  Duration lag{};
  bool stepped = false;
  Duration wander = 15min;
  double told_beyond = 0.5;
  double low = 0, high = 0;  ///< limits, where they differ
};

/// In office_points.cpp.
extern const std::span<const PointPlan> air_handling, vav_box, chiller, boiler, lighting, room_panel, energy_meter;

struct Equipment {
  std::string_view role, prefix;
  Maker maker;
  unsigned vendor;
  std::string_view vendor_name, model;
  bacnet::Limits limits;
  bool simple;  ///< its older firmware knows but the simplest services
  Duration scan, answers_after, fast_period;
  std::span<const PointPlan> points;
};

/// Air handling unit, VAV box, chiller, boiler, lighting controller, room panel, energy meter.
std::span<const Equipment> equipment();
/// The one that comes as number `i`, in a building's usual mix.
const Equipment& equipment_number(unsigned i);

/// The points of one device by what is done with them.
struct Points {
  std::vector<bacnet::ObjectId> fast, slow, told, operated, logs;
};
/// Numbers of files, notification class, schedule that controllers have.
inline constexpr std::uint32_t configuration_file = 1, firmware_file = 2;
Points furnish(BacnetObjects& objects, const Equipment& kind, bool simple, std::uint64_t weather_seed, Random& random);

}  // namespace vedette::lab::building
