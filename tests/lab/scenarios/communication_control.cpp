// SPDX-License-Identifier: Apache-2.0
// 27: controllers are told to be silent, and later to speak again.
#include "tests/lab/traffic/bacnet_targets.h"

namespace vedette::lab {
namespace {

constexpr unsigned enable = 0, disable = 1, disable_initiation = 2;

void plan(Scene& scene) {
  const auto targets = choose_controllers(scene, scene.by(10u, 3u, 1u));
  const bool loud = scene.intensity == Intensity::loud, stealthy = scene.intensity == Intensity::stealthy;
  const Duration spacing = scene.by(Duration{3s}, Duration{2min}, Duration{0});
  const Duration silence = scene.by(Duration{15min}, Duration{10min}, Duration{20min});
  const Host* intruder = stealthy ? nullptr : &intruder_beside(scene, targets);
  for (unsigned n = 0; BacnetDevice * device : targets) {
    BacnetClient& client = stealthy ? taken_over_station(scene, *device) : device->client_of(*intruder);
    bacnet::CommunicationControl control{.mode = stealthy ? disable_initiation : disable};
    if (!loud)
      control.minutes = static_cast<unsigned>(std::chrono::duration_cast<std::chrono::minutes>(silence).count());
    const Duration after = spacing * n++;
    ask(scene, *device, client, after, bacnet::control_communication(control));
    if (loud) ask(scene, *device, client, after + silence, bacnet::control_communication({.mode = enable}));
  }
  scene.lasts(scene.at, scene.at + spacing * (targets.size() - 1) + silence);
}

}  // namespace

extern const Scenario communication_control;
const Scenario communication_control{
    .name = "communication_control",
    .number = 27,
    .description = "Controllers are told to be silent",
    .protocol = "bacnet",
    .intensities = {"a new machine, 10 controllers in 30 s, wholly silent; enabled again after 15 minutes",
                    "a new machine, 3 controllers in 4 minutes, wholly silent for 10 minutes",
                    "the operator station, 1 controller, for 20 minutes: it answers but tells nothing by itself"},
    .attack = {"T0803", "T0804", "T0815"},
    .causes = {"peer", "device", "sender", "side", "service", "function", "writes", "requests", "errors", "timing",
               "volume", "served"},
    .usual_length = 25min,
    .plan = plan};

}  // namespace vedette::lab
