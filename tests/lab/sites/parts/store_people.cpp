// SPDX-License-Identifier: Apache-2.0
// Those who use a store's devices: the gateway that commands and reports, the dashboard, the technician's tablet.
#include <fmt/format.h>

#include "tests/lab/sites/parts/store.h"
#include "tests/lab/traffic/dns.h"
#include "tests/lab/traffic/tls.h"

namespace vedette::lab {
namespace {

using mqtt::Message;

const std::string cloud_name = "ingest.cold-chain.example", portal_name = "portal.cold-chain.example";
constexpr Path to_cloud{.round_trip = 24ms, .jitter = 0.15, .lost = 2e-4};

/// What the gateway sends to the cloud: a report every five minutes, larger where more happened.
class Reports final : public AgendaActor {
 public:
  Reports(Site& site, const Host& gateway, unsigned coolers_about)
      : site_(site),
        gateway_(gateway),
        random_(site.behaviour("reports " + gateway.name)),
        size_(900 + 160 * coolers_about),
        session_(gateway, site.add_remote("cloud of " + gateway.name, dns::address_of_name(cloud_name)), 443, to_cloud,
                 {.server_name = cloud_name, .protocol = "http/1.1"}, site.behaviour("reports tls " + gateway.name)) {
    schedule(site.options().start + random_.between(Duration{0}, Duration{5min}), 0);
  }

 private:
  void due(Timestamp at, std::uint32_t, Sink& sink) override {
    schedule(at + 5min + random_.between(Duration{-900ms}, Duration{900ms}), 0);
    const double activity = opening_hours.activity(site_.calendar().local(at));
    at = dns::look_up(sink, at, gateway_, site_.router(), cloud_name, random_);
    Timestamp now = session_.open(at, sink);
    const auto size = static_cast<double>(size_) * (0.7 + 0.6 * activity) * random_.log_normal(1.0, 0.15);
    now = session_.send(Side::client, now, static_cast<std::size_t>(size), sink);
    now = session_.send(Side::server, now + random_.log_normal(Duration{35ms}, 0.4), 210 + random_.below(60), sink);
    session_.close(now + 2ms, sink);
  }
  void settle(Timestamp until, Sink& sink) override { session_.connection().settle(until, sink); }

  Site& site_;
  const Host& gateway_;
  Random random_;
  std::size_t size_;
  TlsSession session_;
};

/// Set points go up a little behind the night covers and down again before the store opens; now and then the cloud's
/// optimiser moves one.
class Commands {
 public:
  Commands(Store& store, MqttBroker::Session& session)
      : store_(store), session_(session), random_(store.site.behaviour("commands " + store.name)) {}

  void plan_switch(Timestamp after) {
    const auto& calendar = store_.site.calendar();
    Timestamp next = after;
    bool opens = false;
    for (unsigned i = 0; next <= after; ++i) {
      opens = i % 2 == 0;
      next = calendar.midnight(after + 12h * (i / 2) * 2) + (opens ? 7h + 25min : 20h + 10min);
    }
    store_.broker->at(next + random_.between(Duration{0}, Duration{4min}), {}, [this, opens](Timestamp now, Sink&) {
      const LocalTime local = store_.site.calendar().local(now);
      if (local.weekday < 6 && !local.holiday) switch_all(now, opens);
      plan_switch(now + 5min);
    });
  }
  void tweak_one(Timestamp at, Random& random, std::vector<Message>& out) {
    if (!random.chance(opening_hours.activity(store_.site.calendar().local(at))) || store_.coolers.empty()) return;
    const unsigned which = random.below(static_cast<std::uint32_t>(store_.coolers.size()));
    out.push_back(command(which, 0.5 * static_cast<double>(random.between(-1, 1)), "optimiser"));
  }

 private:
  Message command(unsigned which, double offset, std::string_view by) const {
    return {store_.coolers[which],
            fmt::format(R"({{"set_point":{:.1f},"by":"{}"}})", store_.set_points[which] + offset, by), 1, false};
  }
  void switch_all(Timestamp at, bool opens) {
    for (unsigned i = 0; i < store_.coolers.size(); ++i) {
      at += random_.log_normal(Duration{400ms}, 0.4);
      store_.broker->at(at, {}, [this, i, opens](Timestamp now, Sink& sink) {
        store_.broker->publish(session_, now, command(i, opens ? 0 : 1, "schedule"), sink);
      });
    }
  }

  Store& store_;
  MqttBroker::Session& session_;
  Random random_;
};

/// Visits by a technician: looks at one cooler for a while, sets something perhaps. The password goes wrong at times.
class Visits {
 public:
  Visits(Store& store, MqttBroker::Session& session)
      : store_(store), session_(session), random_(store.site.behaviour("visits " + store.name)) {}

  void plan(Timestamp after) {
    store_.broker->at(after + random_.between(Duration{10h}, Duration{std::chrono::hours{24 * 7}}), {},
                      [this](Timestamp now, Sink& sink) {
                        const bool open = random_.chance(opening_hours.activity(store_.site.calendar().local(now)));
                        plan(open ? begin(now, sink) : now);
                      });
  }

 private:
  Timestamp begin(Timestamp at, Sink& sink) {
    auto& options = session_.options();
    const std::string right = options.password;
    for (unsigned i = random_.chance(0.2) ? 1 + random_.below(2) : 0; i > 0; --i) {
      options.password = right + "1";
      store_.broker->connect(session_, at, sink);
      at += random_.log_normal(Duration{11s}, 0.4);
    }
    options.password = right;
    const unsigned which = random_.below(static_cast<std::uint32_t>(store_.coolers.size()));
    const std::string set = store_.coolers[which], all = set.substr(0, set.size() - 3) + "#";
    const Timestamp ends = at + random_.between(Duration{8min}, Duration{40min});
    store_.broker->at(at, {}, [this, all](Timestamp now, Sink& out) {
      store_.broker->connect(session_, now, out);
      store_.broker->subscribe(session_, now + 40ms, std::array{mqtt::Filter{all, 0}}, out);
    });
    for (unsigned i = random_.below(3); i > 0; --i) {
      store_.broker->at(random_between(at + 1min, ends), {}, [this, which, set](Timestamp now, Sink& out) {
        const double value = store_.set_points[which] + 0.5 * static_cast<double>(random_.between(-3, 3));
        store_.broker->publish(session_, now,
                               {set, fmt::format(R"({{"set_point":{:.1f},"by":"service"}})", value), 1, false}, out);
      });
    }
    store_.broker->at(ends, {}, [this](Timestamp now, Sink& out) { store_.broker->leave(session_, now, out); });
    return ends;
  }
  Timestamp random_between(Timestamp from, Timestamp to) { return from + random_.between(Duration{0}, to - from); }

  Store& store_;
  MqttBroker::Session& session_;
  Random random_;
};

std::string filter(const Store& store, std::string_view kind, std::string_view what) {
  return fmt::format("stores/{}/{}/+/{}", store.name, kind, what);
}

}  // namespace

void add_gateway(Store& store) {
  Host& host =
      add_store_host(store, "gateway", Maker::advantech, linux_stack, {.names = {cloud_name}, .names_every = 6h}, {});
  host.firmware = "22.4";
  store.gateway = &host;
  MqttClient client = client_of(host);
  client.version = mqtt::Version::v5;
  client.clean = false;
  client.lives = std::chrono::hours{24 * 9};
  for (const auto& [kind, what, qos] : {std::tuple{"cooler", "telemetry/#", 0},
                                        {"cooler", "state", 1},
                                        {"+", "alarm", 1},
                                        {"energy_meter", "telemetry/#", 1},
                                        {"light_sensor", "telemetry", 0},
                                        {"shelf_sensor", "telemetry", 0},
                                        {"camera", "motion", 0}})
    client.filters.push_back({filter(store, kind, what), static_cast<std::uint8_t>(qos)});
  client.will = Message{store.topic("gateway", 1, "status"), "offline", 1, true};
  client.birth = Message{store.topic("gateway", 1, "status"), "online", 1, true};
  auto& session = add_store_session(store, host, std::move(client), {});
  const auto commands = std::make_shared<Commands>(store, session);
  store.helpers.push_back(commands);
  const Timestamp start = store.site.options().start;
  commands->plan_switch(start);
  store.broker->add_job(
      session,
      {at_random(50min),
       [commands](Timestamp at, Random& random, std::vector<Message>& out) { commands->tweak_one(at, random, out); }},
      start);
  store.site.add_actor<Reports>(store.site, host, 60u);
}

void add_dashboard(Store& store) {
  Host& host = add_store_host(store, "dashboard", Maker::hp, windows_stack,
                              {.time_every = 9h, .names = {portal_name}, .names_every = 4h}, {});
  MqttClient client = client_of(host);
  client.lives = std::chrono::hours{30};
  for (const auto& [kind, what] : {std::pair{"+", "alarm"}, {"+", "status"}, {"cooler", "state"}})
    client.filters.push_back({filter(store, kind, what), 0});
  client.filters.push_back({filter(store, "energy_meter", "telemetry/#"), 0});
  add_store_session(store, host, std::move(client), {});
}

void add_tablet(Store& store) {
  const Host& host = add_store_host(store, "tablet", Maker::dell, linux_stack,
                                    {.arp_every = 50min, .lease = 8h, .names = {portal_name}, .names_every = 8h}, {});
  MqttClient client = client_of(host);
  client.returns = false;
  store.site.device_entry(host).set_mqtt_client_id(client.client_id);
  const auto visits = std::make_shared<Visits>(store, store.broker->add_visitor(host, std::move(client)));
  store.helpers.push_back(visits);
  visits->plan(store.site.options().start);
}

}  // namespace vedette::lab
