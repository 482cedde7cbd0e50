// SPDX-License-Identifier: Apache-2.0
// 4: a sensor that somebody has broken into publishes commands to controllers, in its own session.
#include "tests/lab/traffic/mqtt_victims.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  MqttBroker& broker = any_broker(scene);
  MqttSession* device = any_sensor(scene, broker);
  if (!device) return;
  scene.victim(broker.host());
  const unsigned commands = scene.by(60u, 6u, 1u), targets = scene.by(20u, 3u, 1u);
  const Duration length = scene.by(Duration{5min}, Duration{30min}, Duration{1min});
  const double off = scene.by(15.0, 4.0, 0.5);
  std::vector<const MqttSession*> controllers;
  for (unsigned i = 0; i < targets; ++i) {
    const MqttSession* controller = any_controller(scene, broker);
    if (!controller) return;
    controllers.push_back(controller);
    scene.victim(controller->client());
  }
  for (unsigned i = 0; i < commands; ++i) {
    const auto* controller = controllers[i % controllers.size()];
    broker.at(scene.at + length * i / commands, scene.tag,
              [&broker, device, controller, off](Timestamp at, Sink& sink) {
                broker.publish(*device, at, controller->options().ordered(off), sink);
              });
  }
}

}  // namespace

extern const Scenario sensor_commands;
const Scenario sensor_commands{
    .name = "sensor_commands",
    .number = 4,
    .description = "A sensor publishes commands to controllers in its own session",
    .protocol = "mqtt",
    .intensities = {"60 commands to up to 20 controllers in 5 minutes, set points 15 degrees off",
                    "6 commands to 3 controllers in 30 minutes, 4 degrees off",
                    "1 command, half a degree off: a usual one"},
    .attack = {"T0855"},
    .causes = {"peer", "function", "object", "sender", "value", "side", "writes", "requests", "publishes"},
    .usual_length = 30min,
    .plan = plan};

}  // namespace vedette::lab
