// SPDX-License-Identifier: Apache-2.0
// 15: the HMI moves a set point, a little at a time, always the same way.
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

constexpr unsigned set_point = 100;

void plan(Scene& scene) {
  ModbusServer& server = choose_target(scene);
  ModbusLink& link = taken_over(scene, server);
  const unsigned times = scene.by(20u, 24u, 24u), step = scene.by(10u, 5u, 2u);
  const Duration pause = scene.by(Duration{2min}, Duration{10min}, Duration{20min});
  Timestamp at = scene.at;
  for (unsigned i = 0; i < times; ++i) {
    server.at(at, scene.tag, [&server, &link, step](Timestamp now, Sink& sink) {
      const unsigned value = server.memory().holding(set_point) + step;
      server.ask(link, now, modbus::write_register(set_point, value), sink);
    });
    at += scene.random.log_normal(pause, scene.by(0.02, 0.1, 0.3));
  }
}

}  // namespace

extern const Scenario setpoint_drift;
const Scenario setpoint_drift{
    .name = "setpoint_drift",
    .number = 15,
    .description = "The HMI moves a set point up, a little at a time",
    .protocol = "modbus",
    .intensities = {"20 times 1.0 degrees, one every 2 minutes: 20 degrees in 40 minutes (people: about one write in "
                    "4 hours, a tenth of the range)",
                    "24 times 0.5 degrees, one every 10 minutes: 12 degrees in 4 hours",
                    "24 times 0.2 degrees, one every 20 minutes, uneven: 4.8 degrees in 8 hours"},
    .attack = {"T0855", "T0836", "T0831"},
    .causes = {"value", "writes", "object", "function", "timing", "order", "drift"},
    .usual_length = 8h,
    .plan = plan};

}  // namespace vedette::lab
