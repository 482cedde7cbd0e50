// SPDX-License-Identifier: Apache-2.0
// 28: limits are moved so that alarms don't come.
#include "tests/lab/traffic/bacnet_targets.h"

namespace vedette::lab {
namespace {

using bacnet::Property;

bacnet::Request write_limit(bacnet::ObjectId id, Property which, double value) {
  return bacnet::write({{id, which, {}}, bacnet::real(value), {}, {}});
}

void plan(Scene& scene) {
  const auto targets = choose_controllers(scene, scene.by(6u, 2u, 1u), has_limits);
  const bool loud = scene.intensity == Intensity::loud, stealthy = scene.intensity == Intensity::stealthy;
  const Duration spacing = scene.by(Duration{5s}, Duration{90s}, Duration{0});
  const Host* intruder = loud ? &intruder_beside(scene, targets) : nullptr;
  for (unsigned n = 0; BacnetDevice * device : targets) {
    BacnetClient& client = loud ? device->client_of(*intruder) : taken_over_station(scene, *device);
    for (const auto& object : device->objects().all()) {
      if (!object.limits) continue;
      const double between = object.limits->high - object.limits->low;
      const double wider = scene.by(1e6, 2 * between, 0.2 * between);
      ask(scene, *device, client, spacing * n++,
          write_limit(object.id, Property::high_limit, object.limits->high + wider));
      if (stealthy) break;
      ask(scene, *device, client, spacing * n++,
          write_limit(object.id, Property::low_limit, object.limits->low - wider));
    }
  }
}

}  // namespace

extern const Scenario alarm_limits;
const Scenario alarm_limits{
    .name = "alarm_limits",
    .number = 28,
    .description = "Alarm limits are moved out of the way",
    .protocol = "bacnet",
    .intensities =
        {"a new machine, 6 controllers, all limits by 1,000,000, one write every 5 s",
         "the operator station, 2 controllers, all limits by twice what lies between them, one write every 90 s",
         "the operator station, 1 controller, 1 high limit by 20 % of what lies between both"},
    .attack = {"T0838", "T0836"},
    .causes = {"peer", "device", "sender", "side", "service", "function", "object", "value", "writes", "requests"},
    .usual_length = 20min,
    .plan = plan};

}  // namespace vedette::lab
