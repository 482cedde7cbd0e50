// SPDX-License-Identifier: Apache-2.0
// A technician, whose laptop is in the site file but seldom on the network, works on some controllers for hours: looks
// around, strokes valves and dampers, silences one for a moment.
#include "tests/lab/traffic/bacnet_targets.h"

namespace vedette::lab {
namespace {

using bacnet::Type;
constexpr unsigned by_operator = 8;

/// From one end to the other, a look after each step, then given back.
void stroke(Scene& scene, BacnetDevice& device, BacnetClient& client, bacnet::ObjectId output, Duration after) {
  for (const double position : {0.0, 25.0, 50.0, 75.0, 100.0}) {
    ask(scene, device, client, after, write_present(output, position, by_operator));
    ask(scene, device, client, after + 40s, bacnet::read({output, bacnet::Property::present_value, {}}));
    after += scene.random.between(Duration{60s}, Duration{150s});
  }
  ask(scene, device, client, after, relinquish(output, by_operator));
}

void plan(Scene& scene) {
  const auto laptops = scene.site.with_role("technician");
  if (laptops.empty()) return;
  const Host& laptop = *laptops.front();
  scene.victim(laptop);
  const auto targets = choose_controllers(scene, 3 + scene.random.below(3), has_outputs);
  if (targets.empty()) return;
  targets.front()->network().ask({.at = scene.at, .asker = &laptop, .event = scene.tag});
  Duration after = 1min;
  for (BacnetDevice* device : targets) {
    BacnetClient& client = device->client_of(laptop);
    at(scene, *device, after, [device, &client](Timestamp now, Sink& sink) {
      const Timestamp listed = read_object_list(*device, client, now, sink);
      read_objects(*device, client, listed, 0, 40, 60ms, sink);
    });
    after += scene.random.between(Duration{2min}, Duration{8min});
    for (const auto& object : device->objects().all()) {
      if (object.id.type != Type::analog_output) continue;
      stroke(scene, *device, client, object.id, after);
      after += 15min;
    }
    if (scene.random.chance(0.4))
      ask(scene, *device, client, after, bacnet::control_communication({.minutes = 2, .mode = 1, .password = {}}));
    after += scene.random.between(Duration{4min}, Duration{20min});
  }
}

}  // namespace

extern const Scenario maintenance_window;
const Scenario maintenance_window{
    .name = "maintenance_window",
    .description = "A technician's laptop of a known role works on 3 to 5 controllers for hours",
    .protocol = "bacnet",
    .usual_length = 4h,
    .plan = plan};

}  // namespace vedette::lab
