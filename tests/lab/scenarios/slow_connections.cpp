// SPDX-License-Identifier: Apache-2.0
// 8: connections that are held open and never used, until the broker has none left: with a CONNECT that comes octet by
// octet, or with a whole one and the longest keep-alive that there is.
#include <fmt/format.h>

#include "tests/lab/traffic/mqtt_victims.h"

namespace vedette::lab {
namespace {

/// Half-open conversations with one broker. It gives those up that don't finish their CONNECT.
class SlowClient final : public AgendaActor {
 public:
  SlowClient(Scene& scene, const Host& from, const Host& broker) : random_(scene.random), tag_(scene.tag) {
    for (unsigned i = 0; i < scene.by(200u, 40u, 0u); ++i) {
      const std::string name = fmt::format("slow {} {}", scene.tag.number, i);
      slow_.push_back({TcpConnection(from, broker, mqtt::port, {}, scene.site.behaviour(name)), {}, 0, {}});
      mqtt::connect(slow_.back().packet, {.client_id = name, .user = {}, .password = {}});
      const Timestamp opens = scene.at + intruder_is_in + scene.by(Duration{300ms}, Duration{15s}, Duration{}) * i;
      slow_.back().given_up = opens + broker_patience;
      schedule(opens, i);
    }
    apart_ = scene.by(Duration{10s}, Duration{20s}, Duration{});
  }

 private:
  static constexpr Duration broker_patience = 90s;
  struct Slow {
    TcpConnection connection;
    Octets packet;
    std::size_t sent;
    Timestamp given_up;
  };
  void due(Timestamp at, std::uint32_t which, Sink& sink) override {
    const WithinEvent within(sink, tag_);
    Slow& slow = slow_[which];
    if (slow.sent == 0) at = slow.connection.open(at, sink);
    if (at >= slow.given_up) return slow.connection.close(Side::server, slow.given_up, sink);
    slow.connection.send(Side::client, at, slow.packet.view().subspan(slow.sent++, 1), sink);
    const Timestamp next = at + random_.log_normal(apart_, 0.1);
    schedule(std::min(next, slow.given_up), which);
  }
  void settle(Timestamp until, Sink& sink) override {
    const WithinEvent within(sink, tag_);
    for (auto& slow : slow_) slow.connection.settle(until, sink);
  }

  Random random_;
  EventTag tag_;
  Duration apart_{};
  std::deque<Slow> slow_;
};

/// Whole CONNECTs, with a user that there is, and then nothing.
void hold_sessions(Scene& scene, MqttBroker& broker) {
  const MqttSession* device = any_sensor(scene, broker);
  if (!device) return;
  for (unsigned i = 0; i < 8; ++i) {
    MqttClient client =
        stolen(device->options(), fmt::format("{}-{:04x}", device->options().client_id, scene.random.below(65'536)));
    client.keep_alive = 65'535;
    auto& session = broker.add_visitor(device->client(), std::move(client));
    session.belongs_to(scene.tag);
    broker.at(scene.at + 5min * i, scene.tag,
              [&broker, &session](Timestamp at, Sink& sink) { broker.connect(session, at, sink); });
    broker.at(scene.at + 2h + 1s * i, scene.tag,
              [&broker, &session](Timestamp at, Sink& sink) { broker.leave(session, at, sink); });
  }
}

void plan(Scene& scene) {
  MqttBroker& broker = any_broker(scene);
  scene.victim(broker.host());
  if (scene.intensity == Intensity::stealthy) return hold_sessions(scene, broker);
  const Host& intruder = mqtt_intruder(scene, broker, 15min);
  scene.site.add_actor<SlowClient>(scene, intruder, broker.host());
}

}  // namespace

extern const Scenario slow_connections;
const Scenario slow_connections{
    .name = "slow_connections",
    .number = 8,
    .description = "Connections that are held open until the broker has none left",
    .protocol = "mqtt",
    .intensities =
        {"an intruder, 200 within a minute, an octet of CONNECT every 10 seconds, given up after 90",
         "an intruder, 40 within 10 minutes, an octet every 20 seconds",
         "a sensor of the site, 8 whole sessions within 40 minutes, keep-alive of 18 hours, held for 2 hours"},
    .attack = {"T0814"},
    .causes = {"connects", "peer", "service", "side", "function", "sender", "device", "identity", "errors", "timing",
               "order"},
    .usual_length = 2h,
    .plan = plan};

}  // namespace vedette::lab
