// SPDX-License-Identifier: Apache-2.0
// 3: somebody connects with a device's client id. The broker closes the device's connection, the device comes back and
// closes that of the intruder, and so on.
#include "tests/lab/traffic/mqtt_victims.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  MqttBroker& broker = any_broker(scene);
  MqttSession* victim = any_controller(scene, broker);
  if (!victim) return;
  scene.victim(victim->client());
  scene.victim(broker.host());
  const unsigned times = scene.by(100u, 5u, 1u);
  const Duration apart = scene.by(Duration{6s}, Duration{4min}, Duration{1min});
  const Host& intruder = mqtt_intruder(scene, broker, apart * times + 1min);
  auto& session = broker.add_visitor(intruder, stolen(victim->options(), victim->options().client_id));
  session.belongs_to(scene.tag);
  for (unsigned i = 0; i < times; ++i) {
    const Timestamp at = scene.at + intruder_is_in + apart * i;
    broker.at(at, scene.tag, [&broker, &session, command = victim->options().command](Timestamp now, Sink& sink) {
      broker.connect(session, now, sink);
      broker.subscribe(session, now + 30ms, std::array{mqtt::Filter{command, 1}}, sink);
    });
    broker.at(at + 700ms, scene.tag, [&broker, &session, victim](Timestamp now, Sink& sink) {
      broker.publish(session, now, victim->options().forged(now, 0), sink);
    });
  }
}

}  // namespace

extern const Scenario client_takeover;
const Scenario client_takeover{
    .name = "client_takeover",
    .number = 3,
    .description = "An intruder connects with a device's client id and takes its place",
    .protocol = "mqtt",
    .intensities = {"100 times, every 6 seconds, one false reading each", "5 times, every 4 minutes, one reading each",
                    "once, with one reading; the device is back after about 2 seconds"},
    .attack = {"T0859", "T0849"},
    .causes = {"peer", "service", "side", "function", "object", "sender", "device", "identity", "connects", "errors"},
    .usual_length = 20min,
    .plan = plan};

}  // namespace vedette::lab
