// SPDX-License-Identifier: Apache-2.0
// 11: somebody looks for what is there: unit after unit, block of registers after block.
#include "tests/lab/traffic/modbus_habits.h"
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

using modbus::Table;

constexpr Table tables[]{Table::coil, Table::discrete, Table::holding, Table::input};

/// Units by a read of one register each, then blocks of all four tables.
std::vector<ModbusQuestion> sweep(unsigned units, unsigned registers, unsigned block) {
  std::vector<ModbusQuestion> questions;
  for (unsigned unit = 1; unit <= units; ++unit)
    questions.push_back({modbus::read(Table::holding, 0, 1), static_cast<std::uint8_t>(unit)});
  for (const Table table : tables)
    for (unsigned first = 0; first < registers; first += block)
      questions.push_back({modbus::read(table, first, block), {}});
  return questions;
}

/// One question after the other, each some time after the one before.
void ask_slowly(ModbusServer& server, ModbusLink& link, Timestamp at, EventTag tag, Duration pause,
                std::vector<ModbusQuestion> questions) {
  const auto list = std::make_shared<std::vector<ModbusQuestion>>(std::move(questions));
  for (std::size_t i = 0; i < list->size(); ++i) {
    at += link.random().log_normal(pause, 0.3);
    server.at(at, tag, [&server, &link, list, i](Timestamp now, Sink& sink) {
      server.ask(link, now, (*list)[i].pdu, sink, (*list)[i].unit);
    });
  }
  server.at(at + 5s, tag, [&server, &link](Timestamp now, Sink& sink) {
    if (link.client().role.empty()) server.leave(link, now, sink);
  });
}

/// Single registers that the client never asked for, from the connection it has anyway.
void peek(Scene& scene) {
  ModbusServer& server = choose_target(scene);
  ModbusLink& link = taken_over(scene, server);
  Timestamp at = scene.at;
  for (unsigned i = 0; i < 48; ++i) {
    const Table table = tables[2 + i % 2];
    const unsigned address = 40 + scene.random.below(table == Table::holding ? 60 : 20);
    server.at(at, scene.tag, [&server, &link, table, address](Timestamp now, Sink& sink) {
      server.ask(link, now, modbus::read(table, address, 1), sink);
    });
    at += scene.random.between(Duration{3min}, Duration{7min});
  }
}

void plan(Scene& scene) {
  if (scene.intensity == Intensity::stealthy) return peek(scene);
  const bool loud = scene.intensity == Intensity::loud;
  const auto targets = choose_targets(scene, loud ? 5 : 2);
  const Host& intruder = intruder_beside(scene, *targets.front());
  for (ModbusServer* server : targets) {
    server->at(scene.at, scene.tag, [server, &intruder, loud, tag = scene.tag](Timestamp at, Sink&) {
      auto& link = server->add_link(intruder, {}, at);
      ask_slowly(*server, link, at, tag, loud ? Duration{20ms} : Duration{1500ms},
                 loud ? sweep(247, 2000, 100) : sweep(32, 400, 10));
    });
  }
}

}  // namespace

extern const Scenario register_sweep;
const Scenario register_sweep{
    .name = "register_sweep",
    .number = 11,
    .description = "Somebody reads unit after unit and block after block to learn what is there",
    .protocol = "modbus",
    .intensities = {"a new machine, 5 controllers: 247 units, then 2,000 registers of each of 4 tables in blocks of "
                    "100, a request every 20 ms",
                    "a new machine, 2 controllers: 32 units, 400 registers of each table in blocks of 10, a request "
                    "every 1.5 s",
                    "from the HMI's own connection, 1 controller: 48 single registers outside of what it polls, one "
                    "every 3 to 7 minutes"},
    .attack = {"T0846", "T0861", "T0888"},
    .causes = {"peer", "device", "sender", "side", "service", "function", "object", "reads", "requests", "errors",
               "connects", "scan", "order"},
    .usual_length = 4h,
    .plan = plan};

}  // namespace vedette::lab
