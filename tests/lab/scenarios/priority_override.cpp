// SPDX-License-Identifier: Apache-2.0
// 25: outputs and set points are commanded at a priority above the operators', who can't take them back.
#include <algorithm>
#include <cmath>

#include "tests/lab/traffic/bacnet_targets.h"

namespace vedette::lab {
namespace {

using bacnet::Type;

std::vector<bacnet::ObjectId> commandable(BacnetDevice& device, bool outputs_only) {
  std::vector<bacnet::ObjectId> found;
  for (const auto& object : device.objects().all()) {
    const Type type = object.id.type;
    if (type == Type::analog_output || type == Type::binary_output || (!outputs_only && type == Type::analog_value))
      found.push_back(object.id);
  }
  return found;
}

/// To one end of the range or the other.
double extreme(const BacnetObject& object, Random& random) {
  const bool high = random.chance(0.5);
  return object.id.type == Type::binary_output ? (high ? 1 : 0) : (high ? object.max : object.min);
}

/// One point a little off, from the station, and back after some hours.
void little(Scene& scene, BacnetDevice& device) {
  constexpr unsigned just_above = 7;
  constexpr double share = 0.15;
  BacnetClient& client = taken_over_station(scene, device);
  std::vector<bacnet::ObjectId> analog = commandable(device, false);
  std::erase_if(analog, [](bacnet::ObjectId id) { return id.type == Type::binary_output; });
  const bacnet::ObjectId id = scene.random.pick(std::span<const bacnet::ObjectId>{analog});
  const double sign = scene.random.chance(0.5) ? 1 : -1;
  at(scene, device, {}, [&device, &client, id, sign](Timestamp now, Sink& sink) {
    const BacnetObject& object = *device.objects().find(id);
    const double moved = device.objects().value(id, now) + sign * share * (object.max - object.min);
    const double value = std::round(std::clamp(moved, object.min, object.max) / object.step) * object.step;
    device.ask(client, now, write_present(id, value, just_above), sink);
  });
  ask(scene, device, client, 4h, relinquish(id, just_above));
}

void plan(Scene& scene) {
  const auto targets = choose_controllers(scene, scene.by(5u, 2u, 1u), has_outputs);
  if (scene.intensity == Intensity::stealthy) return little(scene, *targets.front());
  const bool loud = scene.intensity == Intensity::loud;
  const unsigned writes = scene.by(6u, 3u, 0u), priority = scene.by(1u, 5u, 0u);
  const Duration spacing = scene.by(Duration{10s}, Duration{200s}, Duration{0});
  const Host* intruder = loud ? &intruder_beside(scene, targets) : nullptr;
  for (unsigned n = 0; BacnetDevice * device : targets) {
    BacnetClient& client = loud ? device->client_of(*intruder) : taken_over_station(scene, *device);
    const auto points = commandable(*device, true);
    for (unsigned i = 0; i < writes; ++i) {
      const auto id = points[i % points.size()];
      ask(scene, *device, client, spacing * n++,
          write_present(id, extreme(*device->objects().find(id), scene.random), priority));
      // At the end everything is given back, by whoever cleans up: no trace in the next weeks.
      device->at(scene.at + 2h + 10s * n, scene.tag, [device, &client, id, priority](Timestamp now, Sink& sink) {
        device->ask(client, now, relinquish(id, priority), sink);
      });
    }
  }
}

}  // namespace

extern const Scenario priority_override;
const Scenario priority_override{
    .name = "priority_override",
    .number = 25,
    .description = "Outputs are commanded above the operators' priority",
    .protocol = "bacnet",
    .intensities =
        {"a new machine, 5 controllers, 6 outputs each to an end of their range at priority 1, one every 10 s; "
         "relinquished after 2 hours",
         "the operator station, 2 controllers, 3 outputs each to an end of their range at priority 5 in 20 "
         "minutes; relinquished after 2 hours",
         "the operator station, 1 controller, 1 value moved by 15 % of its range at priority 7; relinquished "
         "after 4 hours"},
    .attack = {"T0831", "T0855"},
    .causes = {"peer", "device", "sender", "side", "service", "function", "object", "value", "writes", "requests"},
    .usual_length = 4h,
    .plan = plan};

}  // namespace vedette::lab
