// SPDX-License-Identifier: Apache-2.0
// 12: somebody asks controllers who they are: device identification (43/14), server id (17).
#include "tests/lab/traffic/modbus_habits.h"
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  const auto targets = choose_targets(scene, scene.by(20u, 5u, 1u));
  const Duration pause = scene.by(Duration{2s}, Duration{30s}, Duration{0});
  const bool loud = scene.intensity == Intensity::loud;
  if (scene.intensity == Intensity::stealthy) {
    ModbusServer& server = *targets.front();
    return follow(server, taken_over(scene, server), scene.at, {{0s, modbus::identify(1)}}, scene.tag);
  }
  const Host& intruder = intruder_beside(scene, *targets.front());
  Timestamp turn = scene.at;
  for (ModbusServer* server : targets) {
    server->at(turn, scene.tag, [server, &intruder, loud, tag = scene.tag](Timestamp at, Sink&) {
      auto& link = server->add_link(intruder, {.leaves_after = 2s}, at);
      std::vector<ModbusCommand> questions{{0s, modbus::identify(1)}};
      if (loud) {
        questions.push_back({100ms, modbus::identify(2)});
        questions.push_back({100ms, modbus::identify(3)});
        questions.push_back({100ms, modbus::report_server_id()});
        questions.push_back({100ms, modbus::diagnose(modbus::return_query_data, 0xa5a5)});
      }
      follow(*server, link, at, std::move(questions), tag);
    });
    turn += pause + scene.random.between(Duration{0}, Duration{500ms});
  }
}

}  // namespace

extern const Scenario device_identification;
const Scenario device_identification{
    .name = "device_identification",
    .number = 12,
    .description = "Somebody asks controllers for maker, product and version",
    .protocol = "modbus",
    .intensities = {"a new machine asks 20 controllers, one every 2 s, 5 questions each (43/14 basic, regular, "
                    "extended, 17, 8/0)",
                    "a new machine asks 5 controllers, one every 30 s, 1 question each (43/14 basic)",
                    "the HMI asks 1 controller once (43/14 basic), on the connection it has anyway"},
    .attack = {"T0888"},
    .causes = {"peer", "device", "sender", "side", "service", "function", "requests", "errors", "connects", "scan"},
    .usual_length = 3min,
    .plan = plan};

}  // namespace vedette::lab
