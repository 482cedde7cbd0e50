// SPDX-License-Identifier: Apache-2.0
// 23: somebody finds out which BACnet devices there are.
#include <algorithm>

#include "tests/lab/traffic/bacnet_targets.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  const auto targets = choose_controllers(scene, scene.by(10u, 6u, 3u));
  const bool stealthy = scene.intensity == Intensity::stealthy;
  BacnetNetwork& network = targets.front()->network();
  const unsigned questions = scene.by(400u, 40u, 12u), width = scene.by(100u, 1000u, 50u);
  const Duration spacing = scene.by(Duration{50ms}, Duration{15s}, Duration{25min});
  if (stealthy) {
    // A controller that was taken over asks for a few numbers around those of its neighbours.
    BacnetDevice& own = *targets.front();
    scene.attacker(own.host());
    const std::uint32_t around = own.objects().identity().instance;
    for (unsigned i = 0; i < questions; ++i) {
      const std::uint32_t low = around - std::min(around, questions / 2 * width) + i * width;
      const Duration after = spacing * i + scene.random.between(Duration{0}, spacing / 4);
      network.ask(
          {.at = scene.at + after, .asker = &own.host(), .low = low, .high = low + width - 1, .event = scene.tag});
    }
    return;
  }
  const Host& intruder = intruder_beside(scene, targets);
  for (unsigned i = 0; i < questions; ++i) {
    network.ask({.at = scene.at + spacing * i + scene.random.between(Duration{0}, spacing / 5),
                 .asker = &intruder,
                 .low = i * width,
                 .high = (i + 1) * width - 1,
                 .event = scene.tag});
  }
}

}  // namespace

extern const Scenario who_is_sweep;
const Scenario who_is_sweep{
    .name = "who_is_sweep",
    .number = 23,
    .description = "Who-Is for one range of device numbers after the other",
    .protocol = "bacnet",
    .intensities = {"a new machine, 400 ranges of 100 numbers, one every 50 ms (20 s)",
                    "a new machine, 40 ranges of 1,000 numbers, one every 15 s (10 minutes)",
                    "a controller that never asked, 12 ranges of 50 numbers, one every 25 to 31 minutes (5 hours)"},
    .attack = {"T0846"},
    .causes = {"peer", "device", "sender", "side", "service", "function", "requests", "reads", "scan", "volume"},
    .usual_length = 5h,
    .plan = plan};

}  // namespace vedette::lab
