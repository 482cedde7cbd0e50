// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/sites/parts/office_equipment.h"

#include <array>
#include <fmt/format.h>
#include <map>

namespace vedette::lab::building {
namespace {

using bacnet::Type;

constexpr bacnet::Limits large{1476, true}, medium{1024, true}, small{480, false}, tiny{206, false};

const Equipment kinds[]{
    {"ahu_controller", "ahu", Maker::siemens, 7, "Siemens Schweiz AG", "PXC36", large, false, 20s, 9ms, 30s,
     air_handling},
    {"vav_controller", "vav", Maker::johnson, 5, "Johnson Controls", "VMA1632", small, true, 30s, 28ms, 60s, vav_box},
    {"chiller_controller", "chiller", Maker::danfoss, 128, "Danfoss Drives A/S", "CHL-410", medium, false, 15s, 14ms,
     30s, chiller},
    {"boiler_controller", "boiler", Maker::honeywell, 17, "Honeywell", "WEB-600", medium, false, 15s, 17ms, 30s,
     boiler},
    {"lighting_controller", "lights", Maker::sauter, 80, "Fr. Sauter AG", "ECO504", small, false, 10s, 11ms, 60s,
     lighting},
    {"room_panel", "panel", Maker::sauter, 80, "Fr. Sauter AG", "ECY-VOD", tiny, true, 60s, 45ms, 300s, room_panel},
    {"energy_meter", "meter", Maker::schneider, 10, "Schneider Electric", "PM5563", medium, false, 30s, 22ms, 60s,
     energy_meter},
};

constexpr std::array<std::uint8_t, 20> mix{0, 1, 1, 4, 3, 1, 6, 5, 1, 2, 1, 1, 0, 4, 1, 1, 5, 1, 4, 1};

BacnetObject make(const PointPlan& plan, std::uint32_t instance, std::uint64_t weather_seed, Random& random) {
  const bool analog = is_analog(plan.type);
  const double differs = plan.noise > 0 && !plan.stepped ? 1 + 0.06 * random.normal() : 1;
  BacnetObject object{.id = {plan.type, instance},
                      .name = std::string{plan.name},
                      .units = plan.units,
                      .signal = {.mean = plan.mean * differs,
                                 .daily = plan.daily * differs,
                                 .peak_hour = random.uniform(13.5, 16),
                                 .yearly = plan.yearly,
                                 .with_work = plan.with_work * differs,
                                 .noise = plan.noise,
                                 .wander = random.log_normal(plan.wander, 0.15),
                                 .grain = analog && !is_commandable(plan.type) ? plan.noise / 12 : 0,
                                 .seed = random.next()},
                      .min = plan.min,
                      .max = plan.max,
                      .step = plan.step,
                      .stepped = plan.stepped,
                      .lag = plan.lag,
                      .cov_increment = plan.told_beyond,
                      .states = is_multi_state(plan.type) ? static_cast<std::uint32_t>(plan.max) : 0};
  if (plan.use & weather) {
    object.signal = {
        .mean = 9.5, .daily = 4.5, .yearly = 10, .noise = 2.8, .wander = 9h, .grain = 0.05, .seed = weather_seed};
  }
  if (plan.follows != 0)
    object.follows = bacnet::ObjectId{plan.lag < 5min ? Type::analog_output : Type::analog_value, plan.follows};
  if (plan.low != plan.high) object.limits = BacnetLimits{plan.low, plan.high, (plan.high - plan.low) / 40};
  return object;
}

}  // namespace

std::span<const Equipment> equipment() {
  return kinds;
}
const Equipment& equipment_number(unsigned i) {
  return kinds[mix[i % mix.size()]];
}

Points furnish(BacnetObjects& objects, const Equipment& kind, bool simple, std::uint64_t weather_seed, Random& random) {
  constexpr std::uint32_t log_interval = 900;
  Points points;
  std::map<Type, std::uint32_t> instances;
  std::vector<bacnet::ObjectId> to_log;
  for (const PointPlan& plan : kind.points) {
    const BacnetObject object = make(plan, ++instances[plan.type], weather_seed, random);
    objects.add(object);
    for (const auto& [use, list] : {std::pair{fast, &points.fast},
                                    {slow, &points.slow},
                                    {told, &points.told},
                                    {operated, &points.operated},
                                    {logged, &to_log}}) {
      if (plan.use & use) list->push_back(object.id);
    }
  }
  objects.add({.id = {Type::notification_class, 1}, .name = "ALARMS", .signal = {}});
  if (simple) return points;
  objects.add({.id = {Type::schedule, 1}, .name = "OCC-SCHED", .signal = {}});
  for (std::uint32_t i = 0; const auto& logged_one : to_log) {
    const bacnet::ObjectId id{Type::trend_log, ++i};
    objects.add(
        {.id = id, .name = fmt::format("TREND-{}", i), .signal = {}, .size = log_interval, .logged = logged_one});
    points.logs.push_back(id);
  }
  objects.add({.id = {Type::file, configuration_file},
               .name = "CONFIG",
               .signal = {},
               .text = "CONFIGURATION",
               .size = 18'000 + random.below(20'000)});
  objects.add({.id = {Type::file, firmware_file}, .name = "FIRMWARE", .signal = {}, .text = "FIRMWARE", .size = 0});
  return points;
}

}  // namespace vedette::lab::building
