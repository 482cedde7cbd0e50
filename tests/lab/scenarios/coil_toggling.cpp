// SPDX-License-Identifier: Apache-2.0
// 16: outputs switched on and off again and again.
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

constexpr unsigned first_valve = 4;  // that operators use, too

void plan(Scene& scene) {
  ModbusServer& server = choose_target(scene);
  const bool loud = scene.intensity == Intensity::loud;
  ModbusLink& link = loud ? server.add_link(intruder_beside(scene, server), {.leaves_after = 5s}, scene.at)
                          : taken_over(scene, server);
  const unsigned times = scene.by(600u, 120u, 40u), valves = scene.by(4u, 1u, 1u);
  const Duration pause = scene.by(Duration{100ms}, Duration{5s}, Duration{3min});
  Timestamp at = scene.at;
  for (unsigned i = 0; i < times; ++i) {
    server.at(at, scene.tag, [&server, &link, valve = first_valve + i % valves](Timestamp now, Sink& sink) {
      server.ask(link, now, modbus::write_coil(valve, !server.memory().coil(valve)), sink);
    });
    at += scene.random.log_normal(pause, scene.by(0.05, 0.1, 0.25));
  }
}

}  // namespace

extern const Scenario coil_toggling;
const Scenario coil_toggling{
    .name = "coil_toggling",
    .number = 16,
    .description = "Valves are switched on and off again and again",
    .protocol = "modbus",
    .intensities = {"a new machine, 4 valves in turn, 10 writes a second for a minute",
                    "the HMI, 1 valve, a write every 5 s for 10 minutes (people: about one in 10 hours)",
                    "the HMI, 1 valve, a write every 3 minutes, uneven, for 2 hours"},
    .attack = {"T0806", "T0855"},
    .causes = {"writes", "requests", "peer", "device", "sender", "side", "function", "object", "timing", "order",
               "value"},
    .usual_length = 2h,
    .plan = plan};

}  // namespace vedette::lab
