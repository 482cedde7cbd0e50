// SPDX-License-Identifier: Apache-2.0
// A device restarts: it is away for a while, its peers try again, and everything goes on.
#include "tests/lab/scenario.h"
#include "tests/lab/traffic/modbus_server.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  ModbusServer& server = *scene.random.pick(std::span<ModbusServer* const>{scene.site.modbus});
  const Duration away = scene.random.between(Duration{25s}, Duration{90s});
  scene.victim(server.host());
  scene.lasts(scene.at, scene.at + away + 30s);
  server.at(scene.at, scene.tag, [&server, away](Timestamp at, Sink&) { server.falls_silent(at, at + away); });
}

}  // namespace

extern const Scenario reboot;
const Scenario reboot{.name = "reboot",
                      .description = "A controller restarts: gone for 25 to 90 seconds, then as before",
                      .protocol = "modbus",
                      .usual_length = 2min,
                      .plan = plan};

}  // namespace vedette::lab
