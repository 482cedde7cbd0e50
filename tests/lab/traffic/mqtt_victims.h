// SPDX-License-Identifier: Apache-2.0
// Whom scenarios with MQTT choose, and how an intruder comes in.
#pragma once

#include "tests/lab/scenario.h"
#include "tests/lab/traffic/chores.h"
#include "tests/lab/traffic/mqtt_broker.h"

namespace vedette::lab {

inline MqttBroker& any_broker(Scene& scene) {
  return *scene.random.pick(std::span<MqttBroker* const>{scene.site.brokers});
}

/// A device that obeys commands.
inline MqttSession* any_controller(Scene& scene, MqttBroker& broker) {
  return broker.pick(scene.random, [](const MqttClient& client) { return static_cast<bool>(client.ordered); });
}

/// A device that only tells: it has no business with commands. The one that somebody has broken into.
inline MqttSession* any_sensor(Scene& scene, MqttBroker& broker) {
  auto* found = broker.pick(scene.random, [](const MqttClient& client) {
    return !client.telemetry.empty() && client.command.empty() && !client.naps;
  });
  if (found) scene.attacker(found->client());
  return found;
}

/// A machine from outside that joins the network at the beginning and leaves after `length`. It may connect after
/// `intruder_is_in`.
inline constexpr Duration intruder_is_in = 8s;
inline const Host& mqtt_intruder(Scene& scene, const MqttBroker& broker, Duration length) {
  const Host& intruder = scene.intruder(broker.host().ip.octets()[2]);
  add_chores(scene.site, intruder,
             {.peers = {&broker.host()},
              .time_every = {},
              .host_name = "raspberrypi",
              .from = scene.at,
              .joins_as = scene.tag})
      .end_at(scene.at + length);
  return intruder;
}

/// A client with somebody else's user and password.
inline MqttClient stolen(const MqttClient& from, std::string client_id) {
  return {.client_id = std::move(client_id), .user = from.user, .password = from.password, .returns = false};
}

}  // namespace vedette::lab
