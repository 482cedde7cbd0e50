// SPDX-License-Identifier: Apache-2.0
// Who else works with an office building's controllers: the engineer, the remote station, other controllers.
#include <algorithm>
#include <fmt/format.h>

#include "tests/lab/sites/parts/office_staff.h"
#include "tests/lab/traffic/bacnet_habits.h"

namespace vedette::lab::building {
namespace {

using bacnet::ObjectId;
using bacnet::Property;
using bacnet::Type;

constexpr unsigned by_panel = 14;

/// What the engineer does at one controller: always reads, now and then saves it, tunes it.
void inspect(BacnetDevice& device, BacnetClient& client, Timestamp at, const std::vector<ObjectId>& logs, Sink& sink) {
  Random& random = client.random();
  at = read_object_list(device, client, at, sink) + random.log_normal(3s, 0.5);
  at = read_objects(device, client, at, 0, 4 + random.below(16), 20ms, sink) + random.log_normal(20s, 0.6);
  if (!logs.empty() && random.chance(0.5))
    at = read_log(device, client, at, random.pick(std::span<const ObjectId>{logs}), 300, sink);
  if (!logs.empty() && random.chance(0.25)) at = read_file(device, client, at, configuration_file, sink);
  if (!random.chance(0.3)) return;
  std::vector<ObjectId> analog;
  for (const auto& object : device.objects().all())
    if (object.id.type == Type::analog_input) analog.push_back(object.id);
  if (analog.empty()) return;
  const ObjectId tuned = random.pick(std::span<const ObjectId>{analog});
  const double increment = device.objects().find(tuned)->cov_increment * random.uniform(0.8, 1.3);
  at += random.log_normal(30s, 0.5);
  device.ask(client, at, bacnet::write({{tuned, Property::cov_increment, {}}, bacnet::real(increment), {}, {}}), sink);
}

void plan_visit(BacnetNetwork& network, const Host& notebook, std::vector<Controller>& controllers, Timestamp at,
                Random& random) {
  network.ask({.at = at, .asker = &notebook});
  at += random.log_normal(40s, 0.4);
  const unsigned looked_at = 2 + random.below(5);
  for (unsigned i = 0; i < looked_at; ++i) {
    Controller& controller = controllers[random.below(static_cast<std::uint32_t>(controllers.size()))];
    BacnetDevice& device = *controller.device;
    BacnetClient& client = device.client_of(notebook, {.thinks = 30ms});
    device.at(at, {}, [&device, &client, logs = controller.points.logs](Timestamp now, Sink& sink) {
      inspect(device, client, now, logs, sink);
    });
    at += random.log_normal(7min, 0.5);
  }
  if (!network.bbmds().empty() && random.chance(0.4)) network.read_tables(notebook, *network.bbmds()[0], at, {});
}

/// Somebody in the room finds it too cold or too warm.
BacnetAct moves_set_point(Site& site, BacnetDevice& device) {
  return [&site, &device](Timestamp at, BacnetClient& panel, Sink& sink) {
    Random& random = panel.random();
    if (!random.chance(office_hours.activity(site.calendar().local(at)))) return;
    constexpr ObjectId offset{Type::analog_value, 2};
    const double value = (static_cast<double>(random.below(9)) - 4) / 2;
    device.ask(panel, at, value == 0 ? relinquish(offset, by_panel) : write_present(offset, value, by_panel), sink);
  };
}

}  // namespace

void plan_visits(Site& site, BacnetNetwork& network, const Host& notebook, std::vector<Controller>& controllers) {
  Random random = site.behaviour("engineer");
  constexpr Duration between_visits = 6 * 24h;
  const Timestamp end = site.options().end();
  for (Timestamp at = site.options().start + random.exponential(between_visits); at < end;) {
    const LocalTime local = site.calendar().local(at);
    if (!local.working_day() || local.hour < 8 || local.hour > 15.5) {
      at += random.log_normal(90min, 0.3);
      continue;
    }
    plan_visit(network, notebook, controllers, at, random);
    at += 12h + random.exponential(between_visits);
  }
}

void watch_from_afar(Site& site, BacnetNetwork& network, const Host& remote, const Host& bbmd,
                     std::vector<Controller>& controllers) {
  constexpr unsigned watched = 6;
  const Timestamp start = site.options().start;
  network.add_foreign({.host = &remote, .bbmd = &bbmd, .lifetime = 300, .from = start + 7s});
  unsigned found = 0;
  for (Controller& controller : controllers) {
    if (controller.simple || controller.points.logs.empty() || found++ == watched) continue;
    if (found > watched) break;
    BacnetClient& client = controller.device->add_client(remote, {.busy_with = watched, .thinks = 60ms});
    controller.device->add_job(
        client, every(15min, asks(*controller.device, read_present_values(controller.points.fast, true))), start);
  }
}

void ask_neighbours(Site& site, std::vector<Controller>& controllers) {
  const Timestamp start = site.options().start;
  BacnetDevice* air_handler = nullptr;
  BacnetDevice* box = nullptr;
  for (Controller& controller : controllers) {
    const std::string_view role = controller.kind->role;
    if (role == "ahu_controller") air_handler = controller.device;
    if (role == "vav_controller" && air_handler != nullptr) {
      BacnetClient& client = air_handler->add_client(controller.device->host(), {.limits = controller.kind->limits});
      const ObjectId supply{Type::analog_input, 2};
      air_handler->add_job(
          client, every(10min, asks(*air_handler, bacnet::read({supply, Property::present_value, {}}))), start);
    }
    if (role == "vav_controller") box = controller.device;
    if (role == "room_panel" && box != nullptr) {
      BacnetClient& client = box->add_client(controller.device->host(), {.limits = controller.kind->limits});
      box->add_job(client, now_and_then(7h, moves_set_point(site, *box)), start);
      box->add_job(
          client, every(5min, asks(*box, bacnet::read({{Type::analog_input, 1}, Property::present_value, {}}))), start);
    }
  }
}

}  // namespace vedette::lab::building
