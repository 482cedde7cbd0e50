// SPDX-License-Identifier: Apache-2.0
// 5: somebody publishes false readings on a device's topic, between its own ones.
#include <fmt/format.h>

#include "tests/lab/traffic/mqtt_victims.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  MqttBroker& broker = any_broker(scene);
  const MqttSession* victim = any_controller(scene, broker);
  if (!victim) return;
  scene.victim(victim->client());
  scene.victim(broker.host());
  const Duration apart = scene.by(Duration{1s}, Duration{10s}, Duration{60s});
  const Duration length = scene.by(Duration{10min}, Duration{20min}, Duration{30min});
  const double off = scene.by(10.0, 5.0, 2.0) * victim->options().spread;
  MqttSession* speaker = nullptr;
  if (scene.intensity == Intensity::loud) {
    const Host& intruder = mqtt_intruder(scene, broker, length + 10s);
    speaker =
        &broker.add_visitor(intruder, stolen(victim->options(), fmt::format("py-{:06x}", scene.random.next() >> 40)));
    speaker->belongs_to(scene.tag);
    broker.at(scene.at + intruder_is_in, scene.tag,
              [&broker, speaker](Timestamp at, Sink& sink) { broker.connect(*speaker, at, sink); });
    broker.at(scene.at + length, scene.tag,
              [&broker, speaker](Timestamp at, Sink& sink) { broker.leave(*speaker, at, sink); });
  } else {
    speaker = any_sensor(scene, broker);
  }
  if (!speaker) return;
  for (Timestamp at = scene.at + intruder_is_in + 1s; at < scene.at + length;
       at += scene.random.log_normal(apart, 0.02)) {
    broker.at(at, scene.tag, [&broker, speaker, victim, off](Timestamp now, Sink& sink) {
      broker.publish(*speaker, now, victim->options().forged(now, -off), sink);
    });
  }
}

}  // namespace

extern const Scenario sensor_spoofing;
const Scenario sensor_spoofing{
    .name = "sensor_spoofing",
    .number = 5,
    .description = "False readings on a device's topic, beside its own",
    .protocol = "mqtt",
    .intensities = {"an intruder, every second for 10 minutes, 10 normal spreads off",
                    "a sensor of the site in its own session, every 10 seconds for 20 minutes, 5 spreads off",
                    "a sensor of the site in its own session, every 60 seconds for 30 minutes, 2 spreads off"},
    .attack = {"T0856", "T0832"},
    .causes = {"peer", "service", "function", "object", "sender", "value", "side", "device", "identity", "writes",
               "requests", "publishes", "timing", "order"},
    .usual_length = 30min,
    .plan = plan};

}  // namespace vedette::lab
