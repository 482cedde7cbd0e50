// SPDX-License-Identifier: Apache-2.0
// A broker's program ends and is started again: all of its clients lose their connections and come back in a burst.
#include "tests/lab/traffic/mqtt_victims.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  MqttBroker& broker = any_broker(scene);
  const Duration away = scene.random.between(Duration{4s}, Duration{4min});
  scene.victim(broker.host());
  for (const auto& session : broker.sessions())
    if (session.is_connected()) scene.victim(session.client());
  scene.lasts(scene.at, scene.at + away + 3min);
  broker.goes_down(scene.at, scene.at + away, scene.tag);
}

}  // namespace

extern const Scenario broker_outage;
const Scenario broker_outage{
    .name = "broker_outage",
    .description = "A broker is away for 4 seconds to 4 minutes; all clients come back in a burst",
    .protocol = "mqtt",
    .intensities = {},
    .attack = {},
    .causes = {},
    .usual_length = 10min,
    .plan = plan};

}  // namespace vedette::lab
