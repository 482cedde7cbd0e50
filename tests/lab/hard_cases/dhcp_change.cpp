// SPDX-License-Identifier: Apache-2.0
// A device restarts and gets another address; its link address stays, its clients find it again.
#include <fmt/format.h>

#include "tests/lab/traffic/chores.h"
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  Site& site = scene.site;
  ModbusServer& server = choose_target(scene);
  const Host& before = server.host();
  const Timestamp back = scene.at + scene.random.between(Duration{25s}, Duration{70s});
  Host& after = site.add_stranger(net_of(before), fmt::format("{}-moved-{}", before.name, scene.tag.number),
                                  Maker::siemens, before.stack);
  after.mac = before.mac;
  site.labels.labels().parties[before.name].ip.push_back(after.ip);
  scene.lasts(scene.at, back + 5min);

  ChoreOptions chores{.lease = 12h, .time_every = {}};
  if (Chores* old = find_chores(site, before)) {
    chores = old->options();
    chores.lease = chores.lease.value_or(12h);
    old->end_at(scene.at);
  }
  chores.from = back;
  chores.joins_as = scene.tag;
  add_chores(site, after, chores);
  server.at(scene.at, scene.tag, [&server, back](Timestamp at, Sink&) { server.falls_silent(at, back + 2s); });
  server.at(back, scene.tag, [&server, &after](Timestamp, Sink&) { server.moves(after.ip); });
}

}  // namespace

extern const Scenario dhcp_change;
const Scenario dhcp_change{.name = "dhcp_change",
                           .description = "A controller restarts and comes back with another address, the same MAC",
                           .protocol = "modbus",
                           .usual_length = 5min,
                           .plan = plan};

}  // namespace vedette::lab
