// SPDX-License-Identifier: Apache-2.0
// 1: somebody subscribes to everything, and to what the broker tells about itself.
#include <fmt/format.h>

#include "tests/lab/traffic/mqtt_victims.h"

namespace vedette::lab {
namespace {

/// "stores/0417/cooler/07/telemetry" becomes "stores/0417/cooler/+/telemetry".
std::string siblings(const std::string& topic) {
  const auto last = topic.rfind('/'), before = topic.rfind('/', last - 1);
  return topic.substr(0, before + 1) + "+" + topic.substr(last);
}

/// A device that was broken into widens what it hears, within the session that it has.
void from_within(Scene& scene, MqttBroker& broker) {
  const MqttSession* other = any_controller(scene, broker);
  MqttSession* device = any_sensor(scene, broker);
  if (!device || !other) return;
  const std::string filter = siblings(other->options().telemetry);
  broker.at(scene.at, scene.tag, [&broker, device, filter, tag = scene.tag](Timestamp at, Sink& sink) {
    device->belongs_to(tag);
    broker.subscribe(*device, at, std::array{mqtt::Filter{filter, 0}}, sink);
  });
  broker.at(scene.at + 5min, scene.tag, [&broker, device, filter](Timestamp at, Sink& sink) {
    broker.unsubscribe(*device, at, filter, sink);
    device->belongs_to({});
  });
}

void plan(Scene& scene) {
  MqttBroker& broker = any_broker(scene);
  scene.victim(broker.host());
  if (scene.intensity == Intensity::stealthy) return from_within(scene, broker);
  const Duration length = scene.by(Duration{30min}, Duration{10min}, Duration{});
  const MqttSession* robbed = any_controller(scene, broker);
  if (!robbed) return;
  const std::string& topic = robbed->options().telemetry;
  std::vector<mqtt::Filter> filters{{topic.substr(0, topic.find('/')) + "/#", 0}};
  if (scene.intensity == Intensity::loud) filters = {{"#", 0}, {"$SYS/#", 0}};
  const Host& intruder = mqtt_intruder(scene, broker, length);
  const std::string id = fmt::format("mqtt-explorer-{:08x}", scene.random.next() >> 32);
  auto& session = broker.add_visitor(intruder, stolen(robbed->options(), id));
  session.belongs_to(scene.tag);
  broker.at(scene.at + intruder_is_in, scene.tag, [&broker, &session, filters](Timestamp at, Sink& sink) {
    broker.connect(session, at, sink);
    broker.subscribe(session, at + 60ms, filters, sink);
  });
  broker.at(scene.at + length, scene.tag,
            [&broker, &session](Timestamp at, Sink& sink) { broker.leave(session, at, sink); });
}

}  // namespace

extern const Scenario mqtt_harvest;
const Scenario mqtt_harvest{
    .name = "mqtt_harvest",
    .number = 1,
    .description = "Somebody subscribes to all topics of a broker and listens",
    .protocol = "mqtt",
    .intensities = {"an intruder subscribes to # and $SYS/# for 30 minutes",
                    "an intruder subscribes to everything below the first level for 10 minutes",
                    "a sensor of the site subscribes, in its own session, to one reading of all coolers for 5 minutes"},
    .attack = {"T0801", "T0802"},
    .causes = {"peer", "service", "side", "function", "object", "sender", "device", "identity", "connects", "served",
               "volume"},
    .usual_length = 30min,
    .plan = plan};

}  // namespace vedette::lab
