// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/sites/parts/store.h"

#include <algorithm>
#include <fmt/format.h>

namespace vedette::lab {
namespace {

constexpr unsigned first_net = 32;

struct Allowed {
  std::string_view role;
  std::vector<std::string_view> publish, subscribe;
};

const std::vector<Allowed>& rules() {
  static const std::vector<Allowed> all{
      {"cooler",
       {"stores/+/cooler/+/telemetry/#", "stores/+/cooler/+/door", "stores/+/cooler/+/state", "stores/+/cooler/+/alarm",
        "stores/+/cooler/+/status"},
       {"stores/+/cooler/+/set"}},
      {"energy_meter", {"stores/+/energy_meter/+/telemetry/#", "stores/+/energy_meter/+/status"}, {}},
      {"light_sensor", {"stores/+/light_sensor/+/telemetry", "stores/+/light_sensor/+/status"}, {}},
      {"shelf_sensor", {"stores/+/shelf_sensor/+/telemetry", "stores/+/shelf_sensor/+/status"}, {}},
      {"camera", {"stores/+/camera/+/motion", "stores/+/camera/+/state", "stores/+/camera/+/status"}, {}},
      {"gateway",
       {"stores/+/cooler/+/set", "stores/+/gateway/+/status"},
       {"stores/+/cooler/+/telemetry/#", "stores/+/cooler/+/state", "stores/+/+/+/alarm",
        "stores/+/energy_meter/+/telemetry/#", "stores/+/light_sensor/+/telemetry", "stores/+/shelf_sensor/+/telemetry",
        "stores/+/camera/+/motion"}},
      {"dashboard",
       {},
       {"stores/+/+/+/alarm", "stores/+/+/+/status", "stores/+/cooler/+/state", "stores/+/energy_meter/+/telemetry/#"}},
      {"tablet", {"stores/+/cooler/+/set"}, {"stores/+/cooler/+/#"}},
  };
  return all;
}

/// Of a store's devices beside its five or six masters, in every twenty.
using Maker20 = const Host& (*)(Store&, std::optional<Arrival>);
constexpr Maker20 mix[]{add_cooler, add_cooler,       add_meter,  add_light_sensor, add_cooler,
                        add_cooler, add_cooler,       nullptr,    add_cooler,       add_shelf_sensor,
                        add_cooler, add_meter,        add_cooler, add_cooler,       nullptr,
                        add_cooler, add_light_sensor, add_cooler, add_cooler,       add_shelf_sensor};

}  // namespace

Store::Store(Site& where, unsigned number, unsigned net_number)
    : site(where),
      net(net_number),
      name(fmt::format("{:04}", where.random("store numbers").below(400) + 20 * number)) {}

std::string Store::topic(std::string_view kind, unsigned which, std::string_view what) const {
  return fmt::format("stores/{}/{}/{:02}/{}", name, kind, which, what);
}

unsigned Store::next(std::string_view role) {
  const auto at = std::ranges::find(counts_, role, &std::pair<std::string, unsigned>::first);
  if (at != counts_.end()) return ++at->second;
  counts_.emplace_back(role, 1);
  return 1;
}

std::string password_of(std::string_view user) {
  return fmt::format("{:012x}", core::hash_text(user, 77) >> 16);
}

Host& add_store_host(Store& store, std::string_view role, Maker maker, const Stack& stack, ChoreOptions chores,
                     std::optional<Arrival> arrival) {
  const unsigned which = store.next(role);
  Host& host = store.site.add_host(store.net, fmt::format("{}-{}-{:02}", role, store.name, which), std::string{role},
                                   maker, stack);
  if (store.broker) chores.peers.push_back(&store.broker->host());
  if (arrival) {
    chores.from = arrival->at;
    chores.joins_as = arrival->event;
  }
  add_chores(store.site, host, std::move(chores));
  return host;
}

MqttClient client_of(const Host& host) {
  MqttClient client{.client_id = host.name, .user = host.role, .password = password_of(host.role)};
  return client;
}

MqttBroker::Session& add_store_session(Store& store, const Host& host, MqttClient client,
                                       std::optional<Arrival> arrival) {
  store.site.device_entry(host).set_mqtt_client_id(client.client_id);
  if (!arrival) {
    if (client.birth) store.broker->add_retained(*client.birth);
    if (client.aliases) {  // which nobody could follow who came later
      const Timestamp from =
          store.site.options().start + store.site.behaviour("start " + host.name).between(Duration{0}, Duration{40min});
      return store.broker->add_session(host, std::move(client), from);
    }
    return store.broker->add_session(host, std::move(client));
  }
  return store.broker->add_session(host, std::move(client), arrival->at + 6s, arrival->event);
}

std::function<Duration(Timestamp, Random&)> every(Duration period) {
  return [period](Timestamp, Random& random) {
    const double jitter = random.chance(0.003) ? random.uniform(0.02, 0.4) : 0.002 * random.normal();
    return period + Duration{static_cast<std::int64_t>(static_cast<double>(period.count()) * jitter)};
  };
}

std::function<Duration(Timestamp, Random&)> at_random(Duration mean) {
  return [mean](Timestamp, Random& random) { return 1s + random.exponential(mean); };
}

void allow_stores(Site& site) {
  for (const auto& [role, publish, subscribe] : rules()) {
    auto& rule = *(*site.file.mutable_roles())[std::string{role}].mutable_mqtt();
    rule.set_client_id(fmt::format("{}-*", role));
    rule.set_username(std::string{role});
    for (const auto topic : publish) rule.add_publish(std::string{topic});
    for (const auto filter : subscribe) rule.add_subscribe(std::string{filter});
  }
}

void add_store(Site& site, unsigned number, unsigned devices) {
  // Kept as long as the site: newcomers are added to it later.
  auto kept = std::make_shared<Store>(site, number, first_net + number - 1);
  Store& store = *kept;
  const Host& host = add_store_host(store, "broker", Maker::vmware, linux_stack, {.arp_every = 5min}, {});
  store.broker = &site.add_actor<MqttBroker>(site, host);
  for (const auto& rule : rules()) store.broker->add_account(std::string{rule.role}, password_of(rule.role));
  add_gateway(store);
  add_dashboard(store);
  unsigned made = 3;
  if (devices >= 15) {
    add_tablet(store);
    ++made;
  }
  if (devices >= 25) {
    store.recorder = &add_store_host(store, "recorder", Maker::hikvision, linux_stack, {}, {});
    ++made;
  }
  for (; made < devices; ++made) {
    if (const auto make = mix[made % std::size(mix)]) {
      make(store, std::nullopt);
    } else if (store.recorder) {
      add_camera(store);
    } else {
      add_cooler(store, std::nullopt);
    }
  }
  for (const Maker20 make : {Maker20{add_cooler}, Maker20{add_meter}, Maker20{add_light_sensor}})
    site.newcomers.push_back(
        [kept, make](Timestamp at, EventTag event) -> const Host& { return make(*kept, Arrival{at, event}); });
}

}  // namespace vedette::lab
