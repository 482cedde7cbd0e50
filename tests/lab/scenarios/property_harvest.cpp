// SPDX-License-Identifier: Apache-2.0
// 24: somebody reads what controllers are and hold: object lists, then all properties of all objects.
#include "tests/lab/traffic/bacnet_targets.h"

namespace vedette::lab {
namespace {

void from_the_station(Scene& scene, BacnetDevice& device) {
  constexpr unsigned objects = 30;
  BacnetClient& client = taken_over_station(scene, device);
  Duration after{};
  for (unsigned i = 0; i < objects && i < device.objects().all().size(); ++i) {
    at(scene, device, after,
       [&device, &client, i](Timestamp now, Sink& sink) { read_objects(device, client, now, i, 1, 20ms, sink); });
    after += scene.random.between(Duration{3min}, Duration{6min});
  }
}

void plan(Scene& scene) {
  const auto targets = choose_controllers(scene, scene.by(20u, 4u, 1u));
  if (scene.intensity == Intensity::stealthy) return from_the_station(scene, *targets.front());
  const Duration pace = scene.by(Duration{5ms}, Duration{500ms}, Duration{0});
  const Host& intruder = intruder_beside(scene, targets);
  for (unsigned i = 0; BacnetDevice * device : targets) {
    const Duration after = scene.by(Duration{4s}, Duration{4min}, Duration{0}) * i++;
    BacnetClient& client = device->client_of(intruder);
    at(scene, *device, after, [device, &client, pace](Timestamp now, Sink& sink) {
      const Timestamp listed = read_object_list(*device, client, now, sink);
      read_objects(*device, client, listed, 0, 1000, pace, sink);
    });
  }
}

}  // namespace

extern const Scenario property_harvest;
const Scenario property_harvest{
    .name = "property_harvest",
    .number = 24,
    .description = "Object lists and all properties of controllers are read",
    .protocol = "bacnet",
    .intensities =
        {"a new machine, 20 controllers, all objects, 5 ms between requests (80 s)",
         "a new machine, 4 controllers, all objects, 0.5 s between requests (16 minutes)",
         "the operator station, 1 controller, all properties of one object every 3 to 6 minutes, 30 objects"},
    .attack = {"T0861", "T0888"},
    .causes = {"peer", "device", "sender", "side", "service", "function", "object", "requests", "reads", "served",
               "errors", "scan", "volume", "order"},
    .usual_length = 150min,
    .plan = plan};

}  // namespace vedette::lab
