// SPDX-License-Identifier: Apache-2.0
// 2: passwords are tried at the broker, one connection each; none of them is right.
#include <fmt/format.h>

#include "tests/lab/traffic/mqtt_victims.h"

namespace vedette::lab {
namespace {

constexpr std::string_view common_users[]{"admin", "root", "mqtt", "test", "guest", "user", "iot", "broker"};

void plan(Scene& scene) {
  MqttBroker& broker = any_broker(scene);
  scene.victim(broker.host());
  const unsigned tries = scene.by(600u, 60u, 8u);
  const Duration apart = scene.by(Duration{200ms}, Duration{30s}, Duration{25min});
  const MqttSession* robbed = any_controller(scene, broker);
  const MqttSession* device = scene.intensity == Intensity::stealthy ? any_sensor(scene, broker) : nullptr;
  if (!robbed || (scene.intensity == Intensity::stealthy && !device)) return;
  const Host& from = device ? device->client() : mqtt_intruder(scene, broker, apart * tries + 1min);
  MqttClient client{.client_id = fmt::format("client-{:06x}", scene.random.next() >> 40),
                    .user = robbed->options().user,
                    .password = "1234",
                    .returns = false};
  auto& session = broker.add_visitor(from, std::move(client));
  Timestamp at = scene.at + intruder_is_in;
  for (unsigned i = 0; i < tries; ++i) {
    const bool guess_user = scene.intensity == Intensity::loud;
    broker.at(at, scene.tag, [&broker, &session, i, guess_user](Timestamp now, Sink& sink) {
      if (guess_user) session.options().user = common_users[i % std::size(common_users)];
      session.options().password = fmt::format("{}{}", i % 3 == 0 ? "admin" : "Passw0rd", 1000 + i);
      broker.connect(session, now, sink);
    });
    at += scene.random.log_normal(apart, 0.3);
  }
}

}  // namespace

extern const Scenario credential_guessing;
const Scenario credential_guessing{
    .name = "credential_guessing",
    .number = 2,
    .description = "Passwords are tried at the broker; none is right",
    .protocol = "mqtt",
    .intensities = {"an intruder, 600 tries of common users and passwords, 5 a second",
                    "an intruder, 60 tries for one user that there is, one every 30 seconds",
                    "a sensor of the site, 8 tries for one user that there is, one every 25 minutes"},
    .attack = {"T0859", "T0812"},
    .causes = {"peer", "service", "side", "function", "sender", "device", "identity", "errors", "connects", "requests"},
    .usual_length = 4h,
    .plan = plan};

}  // namespace vedette::lab
