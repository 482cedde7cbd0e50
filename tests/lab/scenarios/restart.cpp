// SPDX-License-Identifier: Apache-2.0
// 19: controllers are told to restart their communications (diagnostics, function 8/1).
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

void restart_once(ModbusServer& server, ModbusLink& link, Timestamp at, Sink& sink) {
  const Timestamp answered = server.ask(link, at, modbus::diagnose(modbus::restart_communications, 0), sink);
  const Duration away = link.random().between(Duration{3s}, Duration{8s});
  server.restarts(answered + 2ms, answered + away, sink);
}

void plan(Scene& scene) {
  const auto targets = choose_targets(scene, scene.by(10u, 2u, 1u));
  const unsigned times = scene.by(3u, 1u, 1u);
  Host* intruder = scene.intensity == Intensity::stealthy ? nullptr : &intruder_beside(scene, *targets.front());
  for (ModbusServer* server : targets) {
    ModbusLink& link =
        intruder ? server->add_link(*intruder, {.leaves_after = 2s}, scene.at) : taken_over(scene, *server);
    for (unsigned i = 0; i < times; ++i) {
      server->at(scene.at + 1min * i + scene.random.between(Duration{0}, Duration{900ms}), scene.tag,
                 [server, &link](Timestamp now, Sink& sink) { restart_once(*server, link, now, sink); });
    }
  }
}

}  // namespace

extern const Scenario restart;
const Scenario restart{
    .name = "restart",
    .number = 19,
    .description = "Controllers are told to restart their communications; connections break, 3 to 8 seconds",
    .protocol = "modbus",
    .intensities = {"a new machine, 10 controllers at once, 3 times, a minute apart",
                    "a new machine, 2 controllers, once", "the HMI, 1 controller, once"},
    .attack = {"T0816", "T0814"},
    .causes = {"peer", "device", "sender", "side", "service", "function", "requests", "connects"},
    .usual_length = 4min,
    .plan = plan};

}  // namespace vedette::lab
