// SPDX-License-Identifier: Apache-2.0
// 6: commands are left at the broker with the retain flag: each controller finds its own again with every connection.
#include <fmt/format.h>

#include "tests/lab/traffic/mqtt_victims.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  MqttBroker& broker = any_broker(scene);
  scene.victim(broker.host());
  const unsigned messages = scene.by(50u, 5u, 1u);
  const Duration length = scene.by(Duration{1min}, Duration{10min}, Duration{1min});
  const double off = scene.by(15.0, 4.0, 0.5);
  MqttSession* speaker = nullptr;
  if (scene.intensity == Intensity::loud) {
    const MqttSession* robbed = any_controller(scene, broker);
    if (!robbed) return;
    const Host& intruder = mqtt_intruder(scene, broker, length + 10s);
    speaker =
        &broker.add_visitor(intruder, stolen(robbed->options(), fmt::format("mosq-{:08x}", scene.random.next() >> 32)));
    speaker->belongs_to(scene.tag);
    broker.at(scene.at + intruder_is_in, scene.tag,
              [&broker, speaker](Timestamp at, Sink& sink) { broker.connect(*speaker, at, sink); });
    broker.at(scene.at + intruder_is_in + length + 5s, scene.tag,
              [&broker, speaker](Timestamp at, Sink& sink) { broker.leave(*speaker, at, sink); });
  } else {
    speaker = any_sensor(scene, broker);
  }
  if (!speaker) return;
  for (unsigned i = 0; i < messages; ++i) {
    const MqttSession* controller = any_controller(scene, broker);
    if (!controller) return;
    scene.victim(controller->client());
    broker.at(scene.at + intruder_is_in + 1s + length * i / messages, scene.tag,
              [&broker, speaker, controller, off](Timestamp at, Sink& sink) {
                mqtt::Message message = controller->options().ordered(off);
                message.retain = true;
                broker.publish(*speaker, at, message, sink);
              });
  }
}

}  // namespace

extern const Scenario retained_poisoning;
const Scenario retained_poisoning{
    .name = "retained_poisoning",
    .number = 6,
    .description = "Retained commands that controllers find with every new connection",
    .protocol = "mqtt",
    .intensities = {"an intruder, 50 retained commands within a minute, set points 15 degrees off",
                    "a sensor of the site in its own session, 5 in 10 minutes, 4 degrees off",
                    "a sensor of the site in its own session, 1, half a degree off"},
    .attack = {"T0855", "T0831"},
    .causes = {"peer", "service", "function", "object", "sender", "value", "side", "device", "identity", "writes",
               "requests", "publishes"},
    .usual_length = 10min,
    .plan = plan};

}  // namespace vedette::lab
