// SPDX-License-Identifier: Apache-2.0
// An office building: air handling units, VAV boxes, chillers, boilers, lights, room panels and meters (BACnet/IP) in
// wings of about 150, each a subnet with its operator station and its BBMD; an engineer with a notebook, a technician
// who seldom comes, a remote station. People are in from Monday to Friday, 7 to 18.
#include <algorithm>
#include <fmt/format.h>

#include "tests/lab/sites/parts/office.h"
#include "tests/lab/sites/parts/office_staff.h"
#include "tests/lab/traffic/chores.h"

namespace vedette::lab {
namespace {

using namespace building;

constexpr unsigned devices_a_wing = 150;
constexpr unsigned site_wide = 3;  // notebook, laptop, remote station

struct Wing {
  unsigned net;
  const Host* station = nullptr;
  const Host* bbmd = nullptr;
};

/// Instances as integrators number them: by wing and running number.
std::uint32_t instance_of(unsigned wing, unsigned number) {
  return (wing + 1) * 10'000 + number;
}

BacnetDevice& add_infrastructure(Site& site, BacnetNetwork& network, const Host& host, std::uint32_t instance,
                                 bool is_station) {
  auto& device = site.add_actor<BacnetDevice>(
      site, host, network, office_hours,
      BacnetIdentity{.instance = instance,
                     .vendor = is_station ? 7u : 5u,
                     .vendor_name = is_station ? "Siemens Schweiz AG" : "Johnson Controls",
                     .model = is_station ? "Desigo CC" : "BBMD-100",
                     .firmware = is_station ? "7.0" : "2.1.4",
                     .name = host.name,
                     .location = "Switch room",
                     .password = {}},
      BacnetBuild{.broadcasts_i_am = !is_station, .answers_after = 4ms, .announces_after = 15ms});
  device.is_controller = false;
  site.device_entry(host).set_bacnet_instance(instance);
  return device;
}

/// Power dips, watchdogs, somebody at the cabinet: once in two months.
void let_it_restart(Site& site, BacnetDevice& device) {
  Random random = site.behaviour("restarts of " + device.host().name);
  Timestamp at = site.options().start;
  while ((at += random.exponential(Duration{60 * 24h})) < site.options().end())
    device.goes_down(at, at + random.log_normal(device.build().restart, 0.3), {});
}

Controller add_controller(Site& site, BacnetNetwork& network, unsigned number, const Wing& wing, unsigned wing_number,
                          std::uint64_t weather_seed) {
  const Equipment& kind = equipment_number(number);
  Host& host = site.add_host(wing.net, fmt::format("{}-{}", kind.prefix, number + 1), std::string{kind.role},
                             kind.maker, embedded_stack);
  Random random = site.random("controller " + host.name);
  const bool old = random.chance(0.25), simple = old && kind.simple;
  host.firmware = old ? "2.3.0" : random.chance(0.7) ? "3.1.2" : "3.2.0";
  const std::uint32_t instance = instance_of(wing_number, 10 + number);
  BacnetBuild build{.limits = kind.limits,
                    .simple = simple,
                    .broadcasts_i_am = old || random.chance(0.5),
                    .answers_after = random.log_normal(kind.answers_after, 0.25),
                    .answer_spread = random.uniform(0.3, 0.6),
                    .announces_after = random.log_normal(80ms, 0.9),
                    .scan = kind.scan,
                    .lost = random.log_normal(1e-4, 0.8),
                    .restart = random.log_normal(35s, 0.4)};
  auto& device = site.add_actor<BacnetDevice>(
      site, host, network, office_hours,
      BacnetIdentity{.instance = instance,
                     .vendor = kind.vendor,
                     .vendor_name = std::string{kind.vendor_name},
                     .model = std::string{kind.model},
                     .firmware = host.firmware,
                     .name = host.name,
                     .location = fmt::format("Wing {}, level {}", wing_number + 1, 1 + random.below(6)),
                     .password = {}},
      build);
  site.device_entry(host).set_bacnet_instance(instance);
  let_it_restart(site, device);
  Points points = furnish(device.objects(), kind, simple, weather_seed, random);
  add_chores(site, host,
             {.peers = {wing.station}, .arp_every = 25min, .lease = std::nullopt, .time_every = std::nullopt});
  return {.device = &device, .kind = &kind, .simple = simple, .points = std::move(points)};
}

/// Who is there and what time it is, as stations ask and tell every day.
void plan_broadcasts(Site& site, BacnetNetwork& network, const std::vector<Wing>& wings, const Host& remote) {
  Random random = site.behaviour("broadcasts");
  for (std::size_t i = 0; const Wing& wing : wings) {
    const double hour = site.random("discovery " + wing.station->name).uniform(3, 5.5);
    for (Timestamp day = site.calendar().midnight(site.options().start); day < site.options().end(); day += 24h) {
      const Timestamp at =
          day + Duration{static_cast<std::int64_t>(hour * 3.6e12)} + random.between(Duration{0}, Duration{90s});
      if (at < site.options().start) continue;
      // A station looks for those of its own wing alone; the first one and the remote station for all.
      const auto wing_number = static_cast<unsigned>(i);
      const bool all = i == 0;
      network.ask({.at = at,
                   .asker = wing.station,
                   .low = all ? 0 : instance_of(wing_number, 0),
                   .high = all ? bacnet::any_instance : instance_of(wing_number, 9'999)});
      if (all) network.announce_time(*wing.station, at + 40min);
      if (all && random.chance(0.3)) network.ask({.at = at + 10min + random.exponential(5h), .asker = &remote});
    }
    ++i;
  }
}

void add_wing_hosts(Site& site, BacnetNetwork& network, std::vector<Wing>& wings,
                    std::vector<BacnetDevice*>& stations) {
  for (unsigned i = 0; i < wings.size(); ++i) {
    Wing& wing = wings[i];
    wing.bbmd = &site.add_host(wing.net, fmt::format("bbmd-{}", i + 1), "bbmd", Maker::johnson, embedded_stack);
    wing.station =
        &site.add_host(wing.net, fmt::format("station-{}", i + 1), "operator_station", Maker::hp, windows_stack);
    network.add_bbmd(*wing.bbmd);
    stations.push_back(&add_infrastructure(site, network, *wing.bbmd, instance_of(i, 1), false));
    stations.push_back(&add_infrastructure(site, network, *wing.station, instance_of(i, 2), true));
    add_chores(site, *wing.bbmd, {.lease = std::nullopt});
    add_chores(site, *wing.station,
               {.peers = {wing.bbmd}, .names = {"updates.buildings.example", "license.buildings.example"}});
  }
}

const Host& add_remote_station(Site& site) {
  Host& remote = site.add_remote("remote-1", core::IpAddress::v4(198u << 24 | 51u << 16 | 100u << 8 | 17u));
  remote.role = "remote_station";
  auto& entry = *site.file.add_devices();
  entry.set_name(remote.name);
  entry.set_role(remote.role);
  entry.add_ip(remote.ip.to_string());
  (*site.file.mutable_roles())[remote.role];
  return remote;
}

void make_office(Site& site) {
  constexpr unsigned usual_net = 20;
  add_office(site, site.options().devices, usual_net);
}

}  // namespace

void add_office(Site& site, unsigned devices, unsigned first_net) {
  const unsigned wing_count = std::max(1u, (devices + devices_a_wing / 2) / devices_a_wing);
  const unsigned controllers_count = devices - 2 * wing_count - site_wide;
  auto& network = site.add_actor<BacnetNetwork>(site);
  std::vector<Wing> wings;
  for (unsigned i = 0; i < wing_count; ++i) wings.push_back({.net = first_net + i});
  std::vector<BacnetDevice*> stations;
  add_wing_hosts(site, network, wings, stations);
  const Host& notebook = site.add_host(first_net, "notebook-1", "engineering", Maker::dell, windows_stack);
  site.add_host(first_net, "laptop-1", "technician", Maker::hp, windows_stack);
  const Host& remote = add_remote_station(site);

  const std::uint64_t weather_seed = site.random("weather").next();
  std::vector<Controller> controllers;
  controllers.reserve(controllers_count);
  for (unsigned i = 0; i < controllers_count; ++i) {
    const unsigned wing = i * wing_count / controllers_count;
    controllers.push_back(add_controller(site, network, i, wings[wing], wing, weather_seed));
    look_after(site, controllers.back(), *wings[wing].station, std::max(1u, controllers_count / wing_count / 4));
  }
  ask_neighbours(site, controllers);
  look_after_stations(site, *wings[0].station, stations);
  plan_broadcasts(site, network, wings, remote);
  plan_visits(site, network, notebook, controllers);
  watch_from_afar(site, network, remote, *wings[0].bbmd, controllers);
  allow(site);
}

extern const SiteKind office;
const SiteKind office{
    "office", "BACnet controllers of a building in wings, a station and a BBMD each; Mon-Fri, 7 to 18", make_office};

}  // namespace vedette::lab
