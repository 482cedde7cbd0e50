// SPDX-License-Identifier: Apache-2.0
// Somebody sets an HMI to poll more often, or less; half a day later it is as before.
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  ModbusLink* polling = choose_target(scene).link_from(scene.random.chance(0.7) ? "hmi" : "historian");
  if (!polling) return;
  const Host* client = &polling->client();
  const double factor = scene.random.chance(0.6) ? scene.random.uniform(0.4, 0.6) : scene.random.uniform(1.6, 2.5);
  const Timestamp end = scene.at + 12h;
  scene.victim(*client);
  scene.lasts(scene.at, end);
  for (ModbusServer* server : scene.site.modbus) {
    ModbusLink* link = server->link_from(*client);
    if (!link) continue;
    server->at(scene.at, scene.tag, [=](Timestamp, Sink&) { server->paces(*link, factor); });
    server->at(end, scene.tag, [=](Timestamp, Sink&) { server->paces(*link, 1); });
  }
}

}  // namespace

extern const Scenario changed_poll_rate;
const Scenario changed_poll_rate{.name = "changed_poll_rate",
                                 .description = "A client polls about twice or half as often for 12 hours",
                                 .protocol = "modbus",
                                 .usual_length = 12h,
                                 .plan = plan};

}  // namespace vedette::lab
