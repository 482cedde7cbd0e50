// SPDX-License-Identifier: Apache-2.0
// 22: measured values stop to change: somebody made the controller tell an old story. Nothing else shows.
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  const auto targets = choose_targets(scene, scene.by(5u, 1u, 1u));
  const Duration length = scene.by(Duration{2h}, Duration{2h}, Duration{4h});
  constexpr unsigned measured = 24;
  const unsigned one = 4 + scene.random.below(measured - 4);
  const bool all = scene.intensity != Intensity::stealthy;
  scene.lasts(scene.at, scene.at + length);
  for (ModbusServer* server : targets) {
    server->at(scene.at, {}, [=](Timestamp now, Sink&) {
      for (unsigned i = all ? 0 : one; i < (all ? measured : one + 1); ++i) server->memory().freeze(i, now);
    });
    server->at(scene.at + length, {}, [=](Timestamp, Sink&) {
      for (unsigned i = 0; i < measured; ++i) server->memory().thaw(i);
    });
  }
}

}  // namespace

extern const Scenario frozen_sensor;
const Scenario frozen_sensor{
    .name = "frozen_sensor",
    .number = 22,
    .description = "Measured values stop to change while the process goes on",
    .protocol = "modbus",
    .intensities = {"all 24 values of 5 controllers for 2 hours", "all 24 values of 1 controller for 2 hours",
                    "1 value of 1 controller for 4 hours (it used to change with nearly every reading)"},
    .attack = {"T0856", "T0832"},
    .causes = {"value", "frozen"},
    .usual_length = 4h,
    .plan = plan};

}  // namespace vedette::lab
