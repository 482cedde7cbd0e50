// SPDX-License-Identifier: Apache-2.0
// 20: controllers are forced into listen-only mode (diagnostics, function 8/4): they hear and answer nobody, until a
// restart of their communications (8/1) brings them back.
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  const auto targets = choose_targets(scene, scene.by(20u, 2u, 1u));
  const Duration length = scene.by(Duration{10min}, Duration{5min}, Duration{90s});
  Host* intruder = scene.intensity == Intensity::stealthy ? nullptr : &intruder_beside(scene, *targets.front());
  for (ModbusServer* server : targets) {
    ModbusLink& link =
        intruder ? server->add_link(*intruder, {.leaves_after = 2s}, scene.at) : taken_over(scene, *server);
    const Timestamp begins = scene.at + scene.random.between(Duration{0}, Duration{900ms});
    server->at(begins, scene.tag, [server, &link, length](Timestamp now, Sink& sink) {
      server->listen_only(now + length + 1s);
      server->ask(link, now, modbus::diagnose(modbus::force_listen_only, 0), sink);
    });
    server->at(begins + length, scene.tag, [server, &link](Timestamp now, Sink& sink) {
      server->ask(link, now, modbus::diagnose(modbus::restart_communications, 0), sink);
      server->listen_only(now);
    });
  }
}

}  // namespace

extern const Scenario listen_only;
const Scenario listen_only{
    .name = "listen_only",
    .number = 20,
    .description = "Controllers are told to answer nobody, later to restart their communications",
    .protocol = "modbus",
    .intensities = {"a new machine, 20 controllers at once, 10 minutes", "a new machine, 2 controllers, 5 minutes",
                    "the HMI, 1 controller, 90 seconds"},
    .attack = {"T0814", "T0815"},
    .causes = {"peer", "device", "sender", "side", "service", "function", "requests", "connects", "served", "timing"},
    .usual_length = 11min,
    .plan = plan};

}  // namespace vedette::lab
