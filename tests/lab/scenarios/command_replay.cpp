// SPDX-License-Identifier: Apache-2.0
// 17: commands that were recorded are sent again.
#include <algorithm>
#include <fmt/format.h>

#include "tests/lab/traffic/modbus_habits.h"
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

/// What the attacker recorded: the latest commands, or the set point as it is where there was none yet.
std::vector<Octets> recorded(ModbusServer& server, std::size_t most) {
  constexpr unsigned set_point = 100;
  const auto& all = server.commands();
  if (all.empty()) return {modbus::write_register(set_point, server.memory().holding(set_point))};
  return {all.end() - static_cast<std::ptrdiff_t>(std::min(most, all.size())), all.end()};
}

/// A machine with the HMI's address and its own MAC.
Host& impostor(Scene& scene, const ModbusServer& server, const Host& hmi) {
  Host& host = scene.site.add_stranger(net_of(server.host()), fmt::format("impostor-{}", scene.tag.number),
                                       Maker::raspberry, linux_stack);
  host.ip = hmi.ip;
  scene.attacker(host);
  return host;
}

ModbusLink& replaying(Scene& scene, ModbusServer& server) {
  constexpr ModbusLinkOptions leaves{.leaves_after = 3s};
  ModbusLink& by_hmi = taken_over(scene, server);
  if (scene.intensity == Intensity::stealthy) return by_hmi;
  if (scene.intensity == Intensity::loud) return server.add_link(intruder_beside(scene, server), leaves, scene.at);
  return server.add_link(impostor(scene, server, by_hmi.client()), leaves, scene.at);
}

void plan(Scene& scene) {
  ModbusServer& server = choose_target(scene);
  ModbusLink& link = replaying(scene, server);
  const unsigned most = scene.by(20u, 6u, 2u), times = scene.by(10u, 1u, 1u);
  const Duration pause = scene.by(Duration{100ms}, Duration{5s}, Duration{40s});
  server.at(scene.at, scene.tag, [&server, &link, most, times, pause, tag = scene.tag](Timestamp now, Sink&) {
    std::vector<ModbusCommand> again;
    for (const Octets& command : recorded(server, most))
      for (unsigned i = 0; i < times; ++i) again.push_back({pause, command});
    follow(server, link, now, std::move(again), tag);
  });
}

}  // namespace

extern const Scenario command_replay;
const Scenario command_replay{
    .name = "command_replay",
    .number = 17,
    .description = "Commands that were recorded on the network are sent to the controller again",
    .protocol = "modbus",
    .intensities = {"a new machine sends the last 20 commands, 10 times each, one every 100 ms",
                    "a machine with the HMI's IP address and another MAC sends the last 6 once, one every 5 s",
                    "the HMI sends the last 2 once more, 40 s apart"},
    .attack = {"T0856", "T0855", "T0831"},
    .causes = {"writes", "requests", "peer", "device", "identity", "sender", "side", "connects", "function", "object",
               "value", "order", "timing"},
    .usual_length = 5min,
    .plan = plan};

}  // namespace vedette::lab
