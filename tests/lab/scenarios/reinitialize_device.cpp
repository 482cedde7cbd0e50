// SPDX-License-Identifier: Apache-2.0
// 26: controllers are made to restart.
#include "tests/lab/traffic/bacnet_targets.h"

namespace vedette::lab {
namespace {

constexpr unsigned cold_start = 0, warm_start = 1;

void plan(Scene& scene) {
  const auto targets = choose_controllers(scene, scene.by(10u, 3u, 1u));
  const bool stealthy = scene.intensity == Intensity::stealthy;
  const Duration spacing = scene.by(Duration{5s}, Duration{5min}, Duration{0});
  const unsigned state = scene.by(cold_start, warm_start, warm_start);
  const Host* intruder = stealthy ? nullptr : &intruder_beside(scene, targets);
  for (unsigned n = 0; BacnetDevice * device : targets) {
    BacnetClient& client = stealthy ? taken_over_station(scene, *device) : device->client_of(*intruder);
    ask(scene, *device, client, spacing * n++, bacnet::reinitialize({state, {}}));
  }
}

}  // namespace

extern const Scenario reinitialize_device;
const Scenario reinitialize_device{
    .name = "reinitialize_device",
    .number = 26,
    .description = "Controllers are told to restart",
    .protocol = "bacnet",
    .intensities = {"a new machine, cold start of 10 controllers in 45 s",
                    "a new machine, warm start of 3 controllers in 10 minutes",
                    "the operator station, warm start of 1 controller"},
    .attack = {"T0816"},
    .causes = {"peer", "device", "sender", "side", "service", "function", "writes", "requests"},
    .usual_length = 15min,
    .plan = plan};

}  // namespace vedette::lab
