// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/sites/parts/brewery.h"

#include <algorithm>
#include <fmt/format.h>

#include "tests/lab/sites/parts/brewery_work.h"
#include "tests/lab/traffic/chores.h"
#include "tests/lab/traffic/modbus_habits.h"
#include "tests/lab/traffic/modbus_outages.h"

namespace vedette::lab {
namespace {

using namespace brewery_parts;

constexpr unsigned devices_a_hall = 15, halls_a_net = 14, halls_a_standby = 4, serial_devices = 6;
constexpr Duration a_day = std::chrono::hours{24};

struct Hall {
  const Host* hmi;
  const Host* standby;
  ModbusLinkOptions links;  ///< as its HMI keeps them
  std::vector<const Host*> servers;
};

/// HMIs of several makes: most keep their connections, some renew them, some leave as soon as they know.
ModbusLinkOptions drawn_links(Random& random) {
  ModbusLinkOptions options;
  options.path.round_trip = random.log_normal(Duration{400us}, 0.3);
  options.path.lost = random.log_normal(6e-5, 1.3);
  options.counts_transactions = random.chance(0.85);
  const double make = random.uniform();
  if (make > 0.7) options.connection_length = random.log_normal(Duration{2h}, 0.5);
  if (make > 0.88) options.leaves_after = random.log_normal(Duration{100ms}, 1.5);
  return options;
}

class Brewery {
 public:
  Brewery(Site& site, unsigned devices, unsigned first_net) : site_(site), first_net_(first_net) {
    const unsigned halls = std::max(1u, devices / devices_a_hall);
    const unsigned standbys = (halls + halls_a_standby - 1) / halls_a_standby;
    controllers_ = devices - 2 - 2 * halls - standbys;
    historian_ = &site.add_host(first_net, "historian", "historian", Maker::dell, linux_stack);
    engineering_ = &site.add_host(first_net, "engineering", "engineering_station", Maker::hp, windows_stack);
    for (const Machine& machine : all_machines()) allow(site, machine);
    allow_gateway(site);
    for (unsigned i = 0; i < halls; ++i) add_hall(i);
  }

  void fill() {
    for (unsigned i = 0; i < controllers_; ++i) {
      const auto which = static_cast<unsigned>(i * halls_.size() / controllers_);
      const Machine& machine = machine_of(i);
      place(add_controller(site_, net_of(which), fmt::format("{}-{}", machine.role, i + 1), machine), halls_[which],
            machine);
    }
    for (unsigned i = 0; i < halls_.size(); ++i)
      place_gateway(add_gateway(site_, net_of(i), fmt::format("serial_gateway-{}", i + 1), serial_devices), halls_[i]);
    plan_outages();
    add_all_chores();
  }

 private:
  unsigned net_of(unsigned hall) const { return first_net_ + hall / halls_a_net; }

  void add_hall(unsigned number) {
    Random random = site_.random(fmt::format("hall {}", number));
    if (number % halls_a_standby == 0) {
      standby_ = &site_.add_host(net_of(number), fmt::format("hmi_standby-{}", number / halls_a_standby + 1), "hmi",
                                 Maker::advantech, windows_stack);
    }
    const Host& hmi =
        site_.add_host(net_of(number), fmt::format("hmi-{}", number + 1), "hmi", Maker::advantech, windows_stack);
    halls_.push_back({&hmi, standby_, drawn_links(random), {}});
  }

  void place(ModbusServer& server, Hall& hall, const Machine& machine) {
    const Timestamp start = site_.options().start;
    hall.servers.push_back(&server.host());
    ModbusLinkOptions links = hall.links;
    links.unit = machine.unit;
    auto& by_hmi = server.add_link(*hall.hmi, links, start);
    poll_as_hmi(server, by_hmi, machine, start);
    run_machine(site_, server, by_hmi, machine);
    operate(site_, server, by_hmi, machine);
    poll_as_historian(server, server.add_link(*historian_, historian_links(machine.unit), start), start);
    stand_by(server, server.add_link(*hall.standby, {.unit = machine.unit, .leaves_after = 10s}, start), start);
    engineer(site_, server, server.add_link(*engineering_, {.unit = machine.unit, .leaves_after = 30s}, start));
  }

  void place_gateway(ModbusServer& server, Hall& hall) {
    const Timestamp start = site_.options().start;
    hall.servers.push_back(&server.host());
    auto& by_hmi = server.add_link(*hall.hmi, hall.links, start);
    ModbusQuestions meters;
    for (const std::uint8_t unit : server.units())
      meters.push_back({modbus::read(modbus::Table::input, 0, unit % 2 == 0 ? 6 : 4), unit});
    server.add_job(by_hmi, poll(5min, std::move(meters)), start);
    poll_as_historian(server, server.add_link(*historian_, historian_links(1), start), start);
  }
  ModbusLinkOptions historian_links(std::uint8_t unit) const {
    return {.path = {.round_trip = 600us}, .unit = unit, .connection_length = 6h};
  }

  /// Restarts of HMIs and historian, an HMI out of service: each every few weeks.
  void plan_outages() {
    Random random = site_.behaviour("outages of the brewery");
    const Timestamp start = site_.options().start, end = site_.options().end();
    const auto now_and_again = [&](Duration mean, const auto& happens) {
      for (Timestamp at = start + random.exponential(mean); at < end; at += random.exponential(mean)) happens(at);
    };
    now_and_again(13 * a_day, [&](Timestamp at) {
      historian_restarts(site_, *historian_, at, at + random.log_normal(Duration{4min}, 0.5));
    });
    for (const Hall& hall : halls_) {
      now_and_again(15 * a_day, [&](Timestamp at) {
        const Timestamp night = site_.calendar().midnight(at) + 2h + random.between(Duration{0}, Duration{3h});
        if (night > start) client_restarts(site_, *hall.hmi, night, night + random.log_normal(Duration{3min}, 0.3));
      });
      now_and_again(30 * a_day, [&](Timestamp at) {
        fail_over(site_, *hall.hmi, *hall.standby, at, at + random.log_normal(Duration{25min}, 0.5));
      });
    }
  }

  void add_all_chores() {
    const Host* done = nullptr;
    ChoreOptions office{.time_server = {}, .names = {"ctldl.windowsupdate.com"}, .names_every = 9h};
    add_chores(site_, *engineering_, office);
    add_chores(site_, *historian_, {.lease = {}, .time_server = {}, .names = {"deb.debian.org"}, .names_every = 12h});
    for (const Hall& hall : halls_) {
      office.peers = hall.servers;
      office.lease.reset();
      add_chores(site_, *hall.hmi, office);
      if (hall.standby != done)
        add_chores(site_, *hall.standby, {.peers = hall.servers, .lease = {}, .time_server = {}});
      done = hall.standby;
      for (const Host* server : hall.servers) {
        Random random = site_.random("chores of " + server->name);
        ChoreOptions small{.peers = {hall.hmi}, .arp_every = 45min, .lease = {}, .time_every = {}};
        small.time_server.clear();
        if (random.chance(0.4)) small.lease = 12h;
        if (random.chance(0.3)) small.time_every = 1h;
        add_chores(site_, *server, small);
      }
    }
  }

  Site& site_;
  unsigned first_net_, controllers_ = 0;
  const Host* historian_ = nullptr;
  const Host* engineering_ = nullptr;
  const Host* standby_ = nullptr;
  std::vector<Hall> halls_;
};

}  // namespace

void add_brewery(Site& site, unsigned devices, unsigned first_net) {
  Brewery(site, devices, first_net).fill();
}

}  // namespace vedette::lab
