// SPDX-License-Identifier: Apache-2.0
// Cameras: events over MQTT 5, and clips that the recorder fetches over TLS.
#include <fmt/format.h>

#include "tests/lab/sites/parts/store.h"
#include "tests/lab/traffic/tls.h"

namespace vedette::lab {
namespace {

using mqtt::Message;

/// What the recorder fetches from one camera: an index now and then, a clip after most motion.
class Clips final : public AgendaActor {
 public:
  Clips(Site& site, const Host& recorder, const Host& camera)
      : site_(site),
        random_(site.behaviour("clips " + camera.name)),
        session_(recorder, camera, 443, {},
                 {.server_name = {},
                  .version_1_3 = false,
                  .ciphers = {0xc02f, 0xc030, 0x009e},
                  .subject = camera.name,
                  .issuer = camera.name,
                  .valid_from = site.options().start - std::chrono::days{40}},
                 site.behaviour("clips tls " + camera.name)) {
    schedule(site.options().start + random_.between(Duration{0}, Duration{20min}), 0);
  }

 private:
  void due(Timestamp at, std::uint32_t, Sink& sink) override {
    const double activity = opening_hours.activity(site_.calendar().local(at));
    schedule(at + 4min + random_.exponential(Duration{14min}), 0);
    Timestamp now = session_.open(at, sink);
    const unsigned clips = random_.chance(activity) ? 1 + random_.below(2) : 0;
    for (unsigned i = 0; i <= clips; ++i) {
      now = session_.send(Side::client, now, 180 + random_.below(80), sink);
      const auto size = i == 0 ? 600 + random_.below(900) : static_cast<std::size_t>(random_.log_normal(22'000.0, 0.6));
      now = session_.send(Side::server, now + random_.log_normal(Duration{9ms}, 0.5), size, sink) + 3ms;
    }
    session_.close(now, sink);
  }
  void settle(Timestamp until, Sink& sink) override { session_.connection().settle(until, sink); }

  Site& site_;
  Random random_;
  TlsSession session_;
};

}  // namespace

const Host& add_camera(Store& store) {
  Host& host =
      add_store_host(store, "camera", Maker::axis, linux_stack,
                     {.peers = {store.recorder}, .time_server = {}, .vendor_class = "AXIS,Network Camera"}, {});
  Random random = store.site.random("camera " + host.name);
  host.firmware = random.chance(0.75) ? "10.12.165" : "9.80.3";
  MqttClient client = client_of(host);
  const unsigned which = static_cast<unsigned>(std::stoul(host.name.substr(host.name.rfind('-') + 1)));
  client.version = mqtt::Version::v5;
  client.lives = std::chrono::hours{24 * 10};
  client.telemetry = store.topic("camera", which, "state");
  client.will = Message{store.topic("camera", which, "status"), R"({"connected":false})", 1, true};
  client.birth = Message{store.topic("camera", which, "status"), R"({"connected":true})", 1, true};
  auto& session = add_store_session(store, host, std::move(client), {});
  const Timestamp start = store.site.options().start;
  const auto beat = [topic = session.options().telemetry](Timestamp, Random& chance, std::vector<Message>& out) {
    out.push_back({topic, fmt::format(R"({{"fps":{:.1f},"bitrate":{},"temp":{:.1f}}})", 25 + 0.2 * chance.normal(),
                                      chance.between(1'700, 2'600), 41 + 2 * chance.normal())});
  };
  store.broker->add_job(session, {every(120s), beat}, start);
  const auto move = [&store, topic = store.topic("camera", which, "motion")](Timestamp at, Random& chance,
                                                                             std::vector<Message>& out) {
    if (!chance.chance(opening_hours.activity(store.site.calendar().local(at)))) return;
    out.push_back({topic,
                   fmt::format(R"({{"axis:CameraApplicationPlatform/VMD/Camera1Profile1":{{"active":true,"t":{}}}}})",
                               core::to_ns(at) / 1'000'000),
                   1, false});
  };
  store.broker->add_job(session, {at_random(3min), move}, start);
  store.site.add_actor<Clips>(store.site, *store.recorder, host);
  return host;
}

}  // namespace vedette::lab
