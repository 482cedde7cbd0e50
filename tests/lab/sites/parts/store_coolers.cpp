// SPDX-License-Identifier: Apache-2.0
// Refrigeration controllers: a temperature around a set point, a compressor that cycles, a door, defrosting, alarms.
#include <charconv>
#include <cmath>
#include <fmt/format.h>

#include "tests/lab/sites/parts/store.h"

namespace vedette::lab {
namespace {

using mqtt::Message;

enum class Dialect : std::uint8_t { json, json_v5, plain };

struct Cooler {
  Store& store;
  unsigned which;
  Dialect dialect;
  Signal signal;  ///< added to the set point
  double set_point, lowest, highest;
  Duration defrost_every, defrost_length, defrost_offset;
  Duration cycle;   ///< of the compressor
  double cycle_on;  ///< share of it
  std::uint64_t sequence = 0;

  std::string topic(std::string_view what) const { return store.topic("cooler", which, what); }
  /// 0 to 1 while it defrosts, 1 at the end; below 0: it doesn't.
  double defrosting(Timestamp at) const {
    const auto since = (at.time_since_epoch() + defrost_offset) % defrost_every;
    return since < defrost_length ? static_cast<double>(since.count()) / static_cast<double>(defrost_length.count())
                                  : -1;
  }
  bool compressor(Timestamp at) const {
    if (defrosting(at) >= 0) return false;
    const auto phase = (at.time_since_epoch() + defrost_offset) % cycle;
    return static_cast<double>(phase.count()) < cycle_on * static_cast<double>(cycle.count());
  }
  double temperature(Timestamp at) const {
    const LocalTime local = store.site.calendar().local(at);
    double value = set_point + signal.at(at, local, opening_hours.activity(local));
    constexpr double defrost_rise = 5, recovery = 0.25;  // degrees; of the defrost's length
    const double now = defrosting(at);
    if (now >= 0) return value + defrost_rise * now;
    const auto since = (at.time_since_epoch() + defrost_offset) % defrost_every - defrost_length;
    const double over = static_cast<double>(since.count()) / (recovery * static_cast<double>(defrost_length.count()));
    return value + defrost_rise * std::exp(-over);
  }
};

Message state_of(const Cooler& cooler, std::string_view mode) {
  return {cooler.topic("state"), fmt::format(R"({{"mode":"{}","set_point":{:.1f}}})", mode, cooler.set_point), 1, true};
}

void tell(const Cooler& cooler, Timestamp at, double off, std::vector<Message>& out) {
  const double temperature = cooler.temperature(at) + off;
  const bool on = cooler.compressor(at);
  switch (cooler.dialect) {
    case Dialect::json:
      out.push_back({cooler.topic("telemetry"),
                     fmt::format(R"({{"seq":{},"t_air":{:.1f},"sp":{:.1f},"comp":{},"defrost":{}}})", cooler.sequence,
                                 temperature, cooler.set_point, on ? 1 : 0, cooler.defrosting(at) >= 0 ? 1 : 0)});
      return;
    case Dialect::json_v5:
      out.push_back(
          {cooler.topic("telemetry"),
           fmt::format(
               R"({{"ts":{},"seq":{},"air":{:.2f},"product":{:.2f},"evaporator":{:.2f},"set":{:.1f},"rpm":{},"amps":{:.2f},"defrost":{}}})",
               core::to_ns(at) / 1'000'000, cooler.sequence, temperature, temperature / 3 + cooler.set_point / 1.5,
               temperature - (on ? 7.5 : 1.5), cooler.set_point, on ? 2'400 + cooler.sequence % 90 : 0,
               on ? 3.1 + temperature / 50 : 0.2, cooler.defrosting(at) >= 0)});
      return;
    case Dialect::plain:
      out.push_back({cooler.topic("telemetry/temperature"), fmt::format("{:.1f}", temperature)});
      out.push_back({cooler.topic("telemetry/compressor"), on ? "1" : "0"});
      out.push_back({cooler.topic("telemetry/set_point"), fmt::format("{:.1f}", cooler.set_point)});
      return;
  }
}

/// "{"set_point":2.5,…}": what is out of its range is refused by the device.
void obey(Cooler& cooler, const Message& command) {
  constexpr std::string_view key = "\"set_point\":";
  const auto at = command.payload.find(key);
  if (at == std::string::npos) return;
  const char* from = command.payload.data() + at + key.size();
  double value = 0;
  const auto [end, error] = std::from_chars(from, command.payload.data() + command.payload.size(), value);
  if (error == std::errc{} && value >= cooler.lowest - 8 && value <= cooler.highest + 12) cooler.set_point = value;
}

using Shared = std::shared_ptr<Cooler>;

MqttJob telemetry(const Shared& cooler, Random& random) {
  constexpr Duration periods[]{60s, 60s, 90s, 120s};
  return {every(random.pick(std::span<const Duration>{periods})),
          [cooler](Timestamp at, Random&, std::vector<Message>& out) {
            ++cooler->sequence;
            tell(*cooler, at, 0, out);
          }};
}

/// At both ends of defrosting.
MqttJob states(const Shared& cooler) {
  return {[cooler](Timestamp at, Random& chance) {
            const auto since = (at.time_since_epoch() + cooler->defrost_offset) % cooler->defrost_every;
            const bool defrosts = since < cooler->defrost_length;
            const auto left = (defrosts ? cooler->defrost_length : cooler->defrost_every) - since;
            return left + chance.between(Duration{50ms}, Duration{3s});
          },
          [cooler](Timestamp at, Random&, std::vector<Message>& out) {
            out.push_back(state_of(*cooler, cooler->defrosting(at) >= 0 ? "defrost" : "cooling"));
          }};
}

/// Opened while there are customers, and closed again.
MqttJob door(const Shared& cooler, MqttBroker& broker, MqttBroker::Session& session) {
  return {at_random(9min), [cooler, &broker, &session](Timestamp at, Random& chance, std::vector<Message>& out) {
            const auto local = cooler->store.site.calendar().local(at);
            if (!chance.chance(opening_hours.activity(local))) return;
            out.push_back({cooler->topic("door"), R"({"door":"open"})"});
            const Timestamp closes = at + chance.log_normal(Duration{12s}, 0.6);
            broker.at(closes, {}, [cooler, &broker, &session](Timestamp now, Sink& sink) {
              broker.publish(session, now, {cooler->topic("door"), R"({"door":"closed"})"}, sink);
            });
          }};
}

/// Rare, and over after a while.
MqttJob alarms(const Shared& cooler, MqttBroker& broker, MqttBroker::Session& session) {
  return {at_random(std::chrono::hours{24 * 9}),
          [cooler, &broker, &session](Timestamp at, Random& chance, std::vector<Message>& out) {
            const std::string_view code = chance.chance(0.6) ? "TEMP_HIGH" : "DOOR_OPEN";
            const auto say = [cooler, code](bool active) {
              return Message{cooler->topic("alarm"), fmt::format(R"({{"code":"{}","active":{}}})", code, active), 1,
                             false};
            };
            out.push_back(say(true));
            const Timestamp over = at + chance.log_normal(Duration{12min}, 0.7);
            broker.at(over, {}, [say, &broker, &session](Timestamp now, Sink& sink) {
              broker.publish(session, now, say(false), sink);
            });
          }};
}

std::shared_ptr<Cooler> make_cooler(Store& store, unsigned which, Random& random) {
  const bool freezer = random.chance(0.3);
  const double share = random.uniform();
  auto cooler = std::make_shared<Cooler>(
      Cooler{.store = store,
             .which = which,
             .dialect = share < 0.55   ? Dialect::json
                        : share < 0.85 ? Dialect::json_v5
                                       : Dialect::plain,
             .signal = {.daily = random.uniform(0.05, 0.3),
                        .peak_hour = random.uniform(13, 18),
                        .yearly = random.uniform(0, 0.3),
                        .with_work = random.uniform(0.1, 0.9),
                        .noise = random.uniform(0.15, 0.5),
                        .wander = random.between(Duration{4min}, Duration{20min}),
                        .grain = 0.05,
                        .seed = random.next()},
             .set_point = freezer ? -21 + random.uniform(-1, 2) : 2.5 + random.uniform(-1, 2.5),
             .lowest = freezer ? -24.0 : 0.5,
             .highest = freezer ? -17.0 : 7.0,
             .defrost_every = random.between(Duration{5h}, Duration{9h}),
             .defrost_length = random.between(Duration{15min}, Duration{35min}),
             .defrost_offset = random.between(Duration{0}, Duration{9h}),
             .cycle = random.between(Duration{8min}, Duration{22min}),
             .cycle_on = random.uniform(0.35, 0.75)});
  cooler->set_point = std::round(cooler->set_point * 2) / 2;
  return cooler;
}

}  // namespace

const Host& add_cooler(Store& store, std::optional<Arrival> arrival) {
  Host& host =
      add_store_host(store, "cooler", Maker::danfoss, embedded_stack,
                     {.lease = 48h, .time_server = {}, .time_every = 2h, .vendor_class = "udhcp 1.30.1"}, arrival);
  Random random = store.site.random("cooler " + host.name);
  const unsigned which = static_cast<unsigned>(std::stoul(host.name.substr(host.name.rfind('-') + 1)));
  const auto cooler = make_cooler(store, which, random);
  const bool v5 = cooler->dialect == Dialect::json_v5;
  host.firmware = v5 ? "5.0.2" : cooler->dialect == Dialect::plain ? "3.8" : random.chance(0.8) ? "4.15" : "4.12";
  MqttClient client = client_of(host);
  client.version = v5 ? mqtt::Version::v5 : mqtt::Version::v3_1_1;
  client.aliases = v5 && random.chance(0.5);
  client.keep_alive = v5 ? 120 : 60;
  client.clean = !v5;
  client.command = cooler->topic("set");
  client.alarm = cooler->topic("alarm");
  client.telemetry = cooler->topic(cooler->dialect == Dialect::plain ? "telemetry/temperature" : "telemetry");
  client.filters = {{client.command, 1}};
  client.spread = cooler->signal.noise + cooler->signal.with_work / 3;
  client.forged = [cooler](Timestamp at, double off) {
    std::vector<Message> said;
    tell(*cooler, at, off, said);
    return said.front();
  };
  client.ordered = [cooler, usual = cooler->set_point](double off) {
    return Message{cooler->topic("set"), fmt::format(R"({{"set_point":{:.1f},"by":"schedule"}})", usual + off), 1,
                   false};
  };
  client.will = Message{cooler->topic("status"), "offline", 1, true};
  client.birth = Message{cooler->topic("status"), "online", 1, true};
  client.lives = std::chrono::hours{24 * 12};
  const Timestamp from = arrival ? arrival->at + 10s : store.site.options().start;
  auto& session = add_store_session(store, host, std::move(client), arrival);
  MqttBroker& broker = *store.broker;
  session.listen([cooler, &broker, &session](Timestamp at, const Message& message, Sink& sink) {
    if (!message.topic.ends_with("/set")) return;
    obey(*cooler, message);
    broker.at(at + session.random().log_normal(Duration{300ms}, 0.5), sink.event(),
              [cooler, &broker, &session](Timestamp now, Sink& out) {
                broker.publish(session, now, state_of(*cooler, "cooling"), out);
              });
  });
  if (!arrival) {  // nobody commands newcomers yet
    store.coolers.push_back(cooler->topic("set"));
    store.set_points.push_back(cooler->set_point);
  }
  broker.add_job(session, telemetry(cooler, random), from);
  broker.add_job(session, states(cooler), from);
  broker.add_job(session, alarms(cooler, broker, session), from);
  if (random.chance(0.5)) broker.add_job(session, door(cooler, broker, session), from);  // the others are open
  return host;
}

}  // namespace vedette::lab
