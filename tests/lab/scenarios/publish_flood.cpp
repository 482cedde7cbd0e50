// SPDX-License-Identifier: Apache-2.0
// 7: a device of the site publishes on its own topic far more often than ever.
#include <fmt/format.h>

#include "tests/lab/traffic/mqtt_victims.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  MqttBroker& broker = any_broker(scene);
  MqttSession* device = any_sensor(scene, broker);
  if (!device) return;
  scene.victim(broker.host());
  const unsigned bursts = scene.by(1'200u, 1'800u, 600u), in_a_burst = scene.by(10u, 2u, 1u);
  const Duration apart = scene.by(Duration{50ms}, Duration{100ms}, Duration{1s});
  const std::size_t padding = scene.by(200u, 60u, 0u);
  Timestamp at = scene.at;
  for (unsigned i = 0; i < bursts; ++i) {
    broker.at(at, scene.tag, [&broker, device, in_a_burst, padding](Timestamp now, Sink& sink) {
      auto& random = device->random();
      std::vector<mqtt::Message> burst;
      for (unsigned n = 0; n < in_a_burst; ++n)
        burst.push_back({device->options().telemetry, fmt::format("{}{:0>{}}", random.below(900), "", padding)});
      broker.publish(*device, now, burst, sink);
    });
    at += scene.random.log_normal(apart, 0.2);
  }
}

}  // namespace

extern const Scenario publish_flood;
const Scenario publish_flood{
    .name = "publish_flood",
    .number = 7,
    .description = "A device publishes on its own topic far more often than ever",
    .protocol = "mqtt",
    .intensities = {"200 messages of 200 octets a second for a minute",
                    "20 messages of 60 octets a second for 3 minutes",
                    "1 message of its usual size a second for 10 minutes"},
    .attack = {"T0814"},
    .causes = {"requests", "writes", "publishes", "messages", "served", "volume", "timing", "value"},
    .usual_length = 10min,
    .plan = plan};

}  // namespace vedette::lab
