// SPDX-License-Identifier: Apache-2.0
// Power dips: nearly all controllers of a broker raise alarms at once, again and again, until all is well.
#include <fmt/format.h>

#include "tests/lab/traffic/mqtt_victims.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  MqttBroker& broker = any_broker(scene);
  const Duration length = scene.random.between(Duration{5min}, Duration{25min});
  scene.victim(broker.host());
  scene.lasts(scene.at, scene.at + length + 1min);
  for (auto& session : broker.sessions()) {
    if (session.options().alarm.empty() || scene.random.chance(0.15)) continue;
    scene.victim(session.client());
    Timestamp at = scene.at + scene.random.exponential(Duration{4s});
    for (bool active = true; at < scene.at + length; active = !active) {
      broker.at(at, scene.tag, [&broker, &session, active](Timestamp now, Sink& sink) {
        broker.publish(
            session, now,
            {session.options().alarm, fmt::format(R"({{"code":"POWER_DIP","active":{}}})", active), 1, false}, sink);
      });
      at += scene.random.log_normal(Duration{70s}, 0.8);
    }
  }
}

}  // namespace

extern const Scenario alarm_storm;
const Scenario alarm_storm{.name = "alarm_storm",
                           .description = "Nearly all controllers raise alarms for 5 to 25 minutes",
                           .protocol = "mqtt",
                           .intensities = {},
                           .attack = {},
                           .causes = {},
                           .usual_length = 30min,
                           .plan = plan};

}  // namespace vedette::lab
