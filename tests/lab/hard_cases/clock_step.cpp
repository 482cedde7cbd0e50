// SPDX-License-Identifier: Apache-2.0
// A clock is set wrong: an HMI does by the wrong hour what it does by the clock, and a controller's own clock, which
// others read from its registers, jumps. A day later both are set right.
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  const Duration length = std::chrono::hours{26};
  const Duration step = scene.random.chance(0.5) ? Duration{1h} : scene.random.between(Duration{-3h}, Duration{3h});
  ModbusServer& controller = choose_target(scene);
  scene.lasts(scene.at, scene.at + length);
  controller.at(scene.at, scene.tag, [&, step](Timestamp, Sink&) { controller.memory().clock_step += step; });
  controller.at(scene.at + length, scene.tag, [&](Timestamp, Sink&) { controller.memory().clock_step = {}; });

  const ModbusLink* watching = controller.link_from("hmi");
  if (!watching) return;
  const Host* hmi = &watching->client();
  scene.victim(*hmi);
  for (ModbusServer* server : scene.site.modbus) {
    ModbusLink* link = server->link_from(*hmi);
    if (!link) continue;
    for (const auto& [at, by] : {std::pair{scene.at, step}, std::pair{scene.at + length, -step}})
      server->at(at, scene.tag, [=](Timestamp now, Sink&) { server->steps_clock(*link, by, now); });
  }
}

}  // namespace

extern const Scenario clock_step;
const Scenario clock_step{
    .name = "clock_step",
    .description = "The clocks of an HMI and of a controller are up to 3 hours wrong for 26 hours",
    .protocol = "modbus",
    .usual_length = std::chrono::hours{26},
    .plan = plan};

}  // namespace vedette::lab
