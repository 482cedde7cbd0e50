// SPDX-License-Identifier: Apache-2.0
// 13: a machine that is no controllers' master acts as one: it reads set points and writes them.
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

using modbus::Table;

constexpr unsigned first_set_point = 100, set_points = 4;

/// Reads a set point and writes it, up to `most` steps higher.
void read_and_write(ModbusServer& server, ModbusLink& link, Timestamp at, unsigned most, Sink& sink) {
  const unsigned address = first_set_point + link.random().below(set_points);
  const Timestamp read = server.ask(link, at, modbus::read(Table::holding, address, 1), sink);
  const unsigned value = server.memory().holding(address) + 1 + link.random().below(most);
  server.ask(link, read + 200ms, modbus::write_register(address, value), sink);
}

void plan(Scene& scene) {
  const auto targets = choose_targets(scene, scene.by(5u, 2u, 1u));
  if (scene.intensity == Intensity::stealthy) {
    ModbusServer& server = *targets.front();
    ModbusLink& link = taken_over(scene, server, "historian");
    server.at(scene.at, scene.tag,
              [&server, &link](Timestamp now, Sink& sink) { read_and_write(server, link, now, 2, sink); });
    return;
  }
  const unsigned writes = scene.by(30u, 6u, 0u), most = scene.by(40u, 5u, 0u);
  const Duration length = scene.by(Duration{10min}, Duration{20min}, Duration{0});
  const Host& intruder = intruder_beside(scene, *targets.front());
  for (ModbusServer* server : targets) {
    server->at(scene.at, scene.tag, [=, &intruder, tag = scene.tag](Timestamp at, Sink&) {
      auto& link = server->add_link(intruder, {}, at);
      for (unsigned n = 0; n < writes; ++n) {
        server->at(at + length * (n + 1) / (writes + 1), tag,
                   [=, &link](Timestamp now, Sink& sink) { read_and_write(*server, link, now, most, sink); });
      }
      server->at(at + length, tag, [=, &link](Timestamp now, Sink& sink) { server->leave(link, now, sink); });
    });
  }
}

}  // namespace

extern const Scenario rogue_master;
const Scenario rogue_master{
    .name = "rogue_master",
    .number = 13,
    .description = "A machine that is no master reads set points of controllers and writes them",
    .protocol = "modbus",
    .intensities = {"a new machine, 5 controllers, 30 reads and writes each in 10 minutes, up to 40 steps (4 degrees) "
                    "more",
                    "a new machine, 2 controllers, 6 each in 20 minutes, up to 5 steps more",
                    "the historian, which only ever read, 1 controller: 1 read, 1 write, up to 2 steps more"},
    .attack = {"T0848", "T0855"},
    .causes = {"peer", "device", "sender", "side", "service", "function", "object", "writes", "reads", "requests",
               "connects", "value"},
    .usual_length = 25min,
    .plan = plan};

}  // namespace vedette::lab
