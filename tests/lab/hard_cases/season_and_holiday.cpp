// SPDX-License-Identifier: Apache-2.0
// Either a public holiday on a weekday, on which nobody comes and the building rests; or the day on which operators
// change it over from cooling to heating, or back.
#include <algorithm>
#include <optional>

#include "tests/lab/traffic/bacnet_targets.h"

namespace vedette::lab {
namespace {

constexpr unsigned by_operator = 8;
constexpr bacnet::ObjectId mode{bacnet::Type::multi_state_value, 1};

/// The holiday that it is, or the next one of the week that follows, as far as the run goes.
std::optional<Timestamp> next_holiday(const Scene& scene) {
  const Calendar& calendar = scene.site.calendar();
  const Timestamp last = std::min(scene.at + 7 * 24h, scene.site.options().end() - 24h);
  for (Timestamp day = calendar.midnight(scene.at); day <= last; day += 24h) {
    const LocalTime noon = calendar.local(day + 12h);
    if (noon.weekday < 5 && noon.holiday) return std::max(calendar.midnight(day + 12h), scene.site.options().start);
  }
  return std::nullopt;
}

/// When operators are in, from the scene's beginning on, as far as the run goes.
Duration until_work(const Scene& scene) {
  for (Duration after{}; after < 5 * 24h && scene.at + after + 12h < scene.site.options().end(); after += 30min) {
    const LocalTime local = scene.site.calendar().local(scene.at + after);
    if (local.working_day() && local.hour > 8 && local.hour < 15) return after;
  }
  return {};
}

void change_over(Scene& scene) {
  const Duration first = until_work(scene);
  Duration after = first;
  for (BacnetDevice* device : bacnet_controllers(scene.site)) {
    BacnetClient* station = device->client_from("operator_station");
    if (station == nullptr || !device->objects().has(mode)) continue;
    scene.victim(device->host());
    scene.victim(station->host());
    at(scene, *device, after, [device, station](Timestamp now, Sink& sink) {
      constexpr double heating = 2, cooling = 3;
      const double other = device->objects().value(mode, now) == heating ? cooling : heating;
      device->ask(*station, now, write_present(mode, other, by_operator), sink);
    });
    after += scene.random.between(Duration{5s}, Duration{50s});
  }
  scene.lasts(scene.at + first, scene.at + std::max(after, first + 12h));
}

void plan(Scene& scene) {
  const auto holiday = next_holiday(scene);
  if (!holiday) return change_over(scene);
  for (const Host* station : scene.site.with_role("operator_station")) scene.victim(*station);
  for (BacnetDevice* device : bacnet_controllers(scene.site)) scene.victim(device->host());
  scene.lasts(*holiday, *holiday + 24h);
}

}  // namespace

extern const Scenario season_and_holiday;
const Scenario season_and_holiday{
    .name = "season_and_holiday",
    .description =
        "A public holiday in the week; without one in the run, all controllers change over to the other season",
    .protocol = "bacnet",
    .usual_length = 12h,
    .plan = plan};

}  // namespace vedette::lab
