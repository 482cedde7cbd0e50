// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/modbus_targets.h"

#include <algorithm>

namespace vedette::lab {

std::vector<ModbusServer*> choose_targets(Scene& scene, unsigned how_many) {
  std::vector<ModbusServer*> watched;
  for (ModbusServer* server : scene.site.modbus)
    if (server->units().empty() && server->link_from("hmi")) watched.push_back(server);
  if (watched.empty()) watched = scene.site.modbus;
  const auto first = scene.random.below(static_cast<std::uint32_t>(watched.size()));
  std::ranges::rotate(watched, watched.begin() + first);
  watched.resize(std::min<std::size_t>(watched.size(), how_many));
  for (const ModbusServer* server : watched) scene.victim(server->host());
  return watched;
}

ModbusServer& choose_target(Scene& scene) {
  return *choose_targets(scene, 1).front();
}

unsigned net_of(const Host& host) {
  return host.ip.octets()[2];
}

Host& intruder_beside(Scene& scene, const ModbusServer& target) {
  return scene.intruder(net_of(target.host()));
}

ModbusLink& taken_over(Scene& scene, ModbusServer& server, std::string_view role) {
  // Not the stand-by: the one that asks all the time was added first.
  ModbusLink* link = server.link_from(role);
  if (!link) link = server.links().empty() ? nullptr : server.link_from(server.links().front().client());
  if (!link) link = &server.add_link(intruder_beside(scene, server), {}, scene.at);
  scene.attacker(link->client());
  return *link;
}

}  // namespace vedette::lab
