// SPDX-License-Identifier: Apache-2.0
// A device breaks and another one of its kind takes its place: the same client id and name, another MAC, and so another
// address by DHCP.
#include "tests/lab/traffic/mqtt_victims.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  MqttBroker& broker = any_broker(scene);
  MqttSession* session = broker.pick(scene.random, [](const MqttClient& client) { return !client.telemetry.empty(); });
  if (!session) return;
  const Host& old = session->client();
  const Timestamp back = scene.at + scene.random.between(Duration{10min}, Duration{50min});
  Chores* chores = find_chores(scene.site, old);
  const auto maker = static_cast<Maker>(old.mac.octets[0] << 16 | old.mac.octets[1] << 8 | old.mac.octets[2]);
  Host& other = scene.site.add_stranger(old.ip.octets()[2], old.name + "-replaced", maker, old.stack);
  other.firmware = old.firmware;
  scene.victim(old);
  scene.victim(other);
  scene.lasts(scene.at, back + 1h);
  ChoreOptions options = chores ? chores->options() : ChoreOptions{};
  options.host_name = old.name;
  options.from = back;
  options.joins_as = scene.tag;
  if (chores) chores->end_at(scene.at);
  add_chores(scene.site, other, options);
  broker.at(scene.at, scene.tag, [&broker, session](Timestamp at, Sink& sink) { broker.unplug(*session, at, sink); });
  broker.at(back + 6s, scene.tag, [&broker, session, &other](Timestamp at, Sink& sink) {
    broker.move(*session, other);
    broker.connect(*session, at, sink);
  });
}

}  // namespace

extern const Scenario device_replaced;
const Scenario device_replaced{.name = "device_replaced",
                               .description = "A device is replaced: the same client id, another MAC and address",
                               .protocol = "mqtt",
                               .intensities = {},
                               .attack = {},
                               .causes = {},
                               .usual_length = 2h,
                               .plan = plan};

}  // namespace vedette::lab
