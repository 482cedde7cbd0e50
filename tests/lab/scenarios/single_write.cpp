// SPDX-License-Identifier: Apache-2.0
// 14: one single write that nobody at the site would do, from the HMI that writes anyway.
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

constexpr unsigned set_point = 100, configuration = 40, configuration_length = 20;

void plan(Scene& scene) {
  ModbusServer& server = choose_target(scene);
  ModbusLink& link = taken_over(scene, server);
  const unsigned limit = configuration + scene.random.below(configuration_length);
  server.at(scene.at, scene.tag, [&server, &link, limit, how = scene.intensity](Timestamp now, Sink& sink) {
    const ModbusMemory& memory = server.memory();
    switch (how) {
      case Intensity::loud:
        server.ask(link, now, modbus::write_register(set_point, 3200), sink);
        break;
      case Intensity::medium:
        server.ask(link, now, modbus::write_register(limit, memory.holding(limit) * 2u), sink);
        break;
      case Intensity::stealthy:
        server.ask(link, now, modbus::write_register(limit, memory.holding(limit) * 21u / 20u), sink);
        break;
    }
  });
}

}  // namespace

extern const Scenario single_write;
const Scenario single_write{
    .name = "single_write",
    .number = 14,
    .description = "One write by the HMI that nobody at the site would do",
    .protocol = "modbus",
    .intensities = {"a set point to 320 degrees, 1.7 to 15 times the highest that is allowed",
                    "a limit in the configuration, which the HMI never writes, to 2 times its value",
                    "such a limit, raised by 5 %"},
    .attack = {"T0855", "T0836"},
    .causes = {"value", "object", "function", "writes", "sender"},
    .usual_length = 1min,
    .plan = plan};

}  // namespace vedette::lab
