// SPDX-License-Identifier: Apache-2.0
// One store of a retail chain: coolers, meters, sensors, cameras, and the broker, gateway and dashboard between them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/lab/base/signal.h"
#include "tests/lab/site.h"
#include "tests/lab/traffic/chores.h"
#include "tests/lab/traffic/mqtt_broker.h"

namespace vedette::lab {

/// Adds one with so many devices (at least 8), and what the site file allows.
void add_store(Site& site, unsigned number, unsigned devices);
/// As many as it takes for so many devices, the router among them, with the rules for their roles: once per site.
void add_stores(Site& site, unsigned devices);
/// The rules for the roles of stores; once per site.
void allow_stores(Site& site);

/// A store while it is made.
class Store {
 public:
  Store(Site& where, unsigned number, unsigned net_number);

  std::string topic(std::string_view kind, unsigned which, std::string_view what) const;
  /// Which follows the role in names, client ids and topics: 1, 2 …
  unsigned next(std::string_view role);

  Site& site;
  const unsigned net;
  const std::string name;  ///< "0417", as in topics
  MqttBroker* broker = nullptr;
  const Host* gateway = nullptr;
  const Host* recorder = nullptr;
  std::vector<std::string> coolers;            ///< their command topics
  std::vector<double> set_points;              ///< of them, by day
  std::vector<std::shared_ptr<void>> helpers;  ///< kept as long as the store

 private:
  std::vector<std::pair<std::string, unsigned>> counts_;
};

/// When it appears; none: it was always there.
struct Arrival {
  Timestamp at;
  EventTag event;
};

// One device each, with its chores and its session (store_coolers.cpp, store_sensors.cpp, store_cameras.cpp).
const Host& add_cooler(Store& store, std::optional<Arrival> arrival = {});
const Host& add_meter(Store& store, std::optional<Arrival> arrival = {});
const Host& add_light_sensor(Store& store, std::optional<Arrival> arrival = {});
const Host& add_shelf_sensor(Store& store, std::optional<Arrival> arrival = {});
const Host& add_camera(Store& store);
// Those who use them (store_people.cpp).
void add_gateway(Store& store);
void add_dashboard(Store& store);
void add_tablet(Store& store);

// What the makers of devices share (store.cpp).
inline constexpr Shift opening_hours{.from = 8, .to = 20, .saturdays = true, .idle = 0.02};
std::string password_of(std::string_view user);
/// A host of the role with its chores; its client id is the host's name.
Host& add_store_host(Store& store, std::string_view role, Maker maker, const Stack& stack, ChoreOptions chores,
                     std::optional<Arrival> arrival);
MqttClient client_of(const Host& host);
MqttBroker::Session& add_store_session(Store& store, const Host& host, MqttClient client,
                                       std::optional<Arrival> arrival);
/// A device's own period: its timer's jitter, now and then a hiccup.
std::function<Duration(Timestamp, Random&)> every(Duration period);
/// At random, on average after so long while the store is full; as rare as it is empty.
std::function<Duration(Timestamp, Random&)> at_random(Duration mean);

}  // namespace vedette::lab
