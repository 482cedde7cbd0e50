// SPDX-License-Identifier: Apache-2.0
// A bad cable: for an hour a controller's segments get lost and are sent again.
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

constexpr double lost = 0.05;

void plan(Scene& scene) {
  ModbusServer& server = choose_target(scene);
  scene.lasts(scene.at, scene.at + 1h);
  server.at(scene.at, scene.tag, [&server](Timestamp, Sink&) { server.loses(lost); });
  server.at(scene.at + 1h, scene.tag, [&server](Timestamp, Sink&) { server.loses({}); });
}

}  // namespace

extern const Scenario retransmissions;
const Scenario retransmissions{.name = "retransmissions",
                               .description = "A bad cable: 5 % of a controller's segments are lost for an hour",
                               .protocol = "modbus",
                               .usual_length = 1h,
                               .plan = plan};

}  // namespace vedette::lab
