// SPDX-License-Identifier: Apache-2.0
// Energy meters on the wire, light and shelf sensors on the radio.
#include <fmt/format.h>

#include "tests/lab/sites/parts/store.h"

namespace vedette::lab {
namespace {

using mqtt::Message;

constexpr Path radio{.round_trip = 5ms, .jitter = 0.7, .lost = 3e-3};
constexpr Stack radio_stack{
    .hop_limit = 255, .window = 5744, .segment = 1436, .timestamps = false, .delayed_ack = 180ms};

unsigned number_of(const Host& host) {
  return static_cast<unsigned>(std::stoul(host.name.substr(host.name.rfind('-') + 1)));
}

MqttClient radio_client(const Store& store, const Host& host) {
  MqttClient client = client_of(host);
  client.keep_alive = 120;
  client.path = radio;
  client.lives = std::chrono::hours{36};
  client.patience = 4s;
  client.telemetry = store.topic(host.role, number_of(host), "telemetry");
  client.will = Message{store.topic(host.role, number_of(host), "status"), "offline", 0, true};
  client.birth = Message{store.topic(host.role, number_of(host), "status"), "online", 0, true};
  return client;
}

Timestamp beginning(const Store& store, const std::optional<Arrival>& arrival) {
  return arrival ? arrival->at + 10s : store.site.options().start;
}

}  // namespace

const Host& add_meter(Store& store, std::optional<Arrival> arrival) {
  Host& host = add_store_host(store, "energy_meter", Maker::schneider, embedded_stack,
                              {.arp_every = 20min, .time_server = {}, .time_every = 1h}, arrival);
  Random random = store.site.random("meter " + host.name);
  const bool plain = random.chance(0.25);
  host.firmware = plain ? "1.9" : "2.3";
  MqttClient client = client_of(host);
  const unsigned which = number_of(host);
  const std::string base = store.topic("energy_meter", which, "telemetry");
  client.telemetry = plain ? base + "/power" : base;
  client.lives = std::chrono::hours{24 * 20};
  client.will = Message{store.topic("energy_meter", which, "status"), "offline", 1, true};
  client.birth = Message{store.topic("energy_meter", which, "status"), "online", 1, true};
  auto& session = add_store_session(store, host, std::move(client), arrival);
  const Signal power{.mean = random.uniform(2, 9),
                     .daily = 0.5,
                     .yearly = 0.8,
                     .with_work = random.uniform(2, 14),
                     .noise = random.uniform(0.3, 1.5),
                     .wander = 7min,
                     .grain = 0.1,
                     .seed = random.next()};
  const double at_start = random.uniform(1'000, 90'000);
  const std::uint8_t qos = random.chance(0.6) ? 1 : 0;
  const auto tell = [=, &store, start = store.site.options().start](Timestamp at, Random&, std::vector<Message>& out) {
    const LocalTime local = store.site.calendar().local(at);
    const double kw = std::max(0.1, power.at(at, local, opening_hours.activity(local)));
    const double hours = static_cast<double>((at - start).count()) / 3.6e12;
    const double kwh = at_start + hours * (power.mean + power.with_work * 0.4);
    if (plain) {
      out.push_back({base + "/power", fmt::format("{:.2f}", kw), qos, false});
      out.push_back({base + "/energy", fmt::format("{:.1f}", kwh), qos, false});
    } else {
      out.push_back({base,
                     fmt::format(R"({{"p_kw":{:.2f},"e_kwh":{:.1f},"u_v":[{:.1f},{:.1f},{:.1f}],"pf":{:.2f}}})", kw,
                                 kwh, 230.4 + kw / 30, 229.8 - kw / 25, 231 - kw / 40, 0.93 + kw / 400),
                     qos, false});
    }
  };
  store.broker->add_job(session, {every(random.chance(0.7) ? 60s : 120s), tell}, beginning(store, arrival));
  return host;
}

const Host& add_light_sensor(Store& store, std::optional<Arrival> arrival) {
  Host& host = add_store_host(store, "light_sensor", Maker::espressif, radio_stack,
                              {.time_every = 4h, .vendor_class = "ESP32"}, arrival);
  Random random = store.site.random("light " + host.name);
  host.firmware = "1.4.3";
  const Signal lux{.mean = 20,
                   .daily = 15,
                   .with_work = random.uniform(380, 800),
                   .noise = 12,
                   .wander = 3min,
                   .grain = 2,
                   .seed = random.next()};
  MqttClient client = radio_client(store, host);
  client.spread = 12;
  if (random.chance(0.4)) {  // runs on a battery
    host.firmware = "1.4.3-lp";
    client.naps = true;
    client.returns = false;
    client.lives = {};
    client.birth = {};
    client.will = {};
  }
  client.forged = [&store, lux, topic = client.telemetry](Timestamp at, double off) {
    const LocalTime local = store.site.calendar().local(at);
    return Message{topic, fmt::format("{:.0f}", std::max(0.0, lux.at(at, local, opening_hours.activity(local)) + off))};
  };
  const auto tell = [says = client.forged](Timestamp at, Random&, std::vector<Message>& out) {
    out.push_back(says(at, 0));
  };
  auto& session = add_store_session(store, host, std::move(client), arrival);
  store.broker->add_job(session, {every(random.chance(0.5) ? 300s : 180s), tell}, beginning(store, arrival));
  return host;
}

const Host& add_shelf_sensor(Store& store, std::optional<Arrival> arrival) {
  Host& host = add_store_host(store, "shelf_sensor", Maker::espressif, radio_stack,
                              {.time_every = 4h, .vendor_class = "ESP32"}, arrival);
  Random random = store.site.random("shelf " + host.name);
  host.firmware = random.chance(0.7) ? "2.0.1" : "2.1.0";
  auto& session = add_store_session(store, host, radio_client(store, host), arrival);
  auto grams = std::make_shared<std::int64_t>(random.between(4'000, 30'000));
  const auto say = [topic = session.options().telemetry](std::int64_t value, std::string_view why) {
    return Message{topic, fmt::format(R"({{"g":{},"ev":"{}"}})", value, why)};
  };
  const Timestamp from = beginning(store, arrival);
  store.broker->add_job(
      session,
      {every(15min), [=](Timestamp, Random& chance,
                         std::vector<Message>& out) { out.push_back(say(*grams + chance.between(-3, 3), "beat")); }},
      from);
  const auto take = [=, &store](Timestamp at, Random& chance, std::vector<Message>& out) {
    if (!chance.chance(opening_hours.activity(store.site.calendar().local(at)))) return;
    const bool refill = *grams < 1'500 || chance.chance(0.02);
    *grams += refill ? chance.between(4'000, 25'000) : -std::min(*grams - 300, chance.between(120, 1'200));
    out.push_back(say(*grams, refill ? "refill" : "take"));
  };
  store.broker->add_job(session, {at_random(6min), take}, from);
  return host;
}

}  // namespace vedette::lab
