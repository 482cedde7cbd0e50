// SPDX-License-Identifier: Apache-2.0
// The engineers' sessions, and what the site file says of everybody.
#include <algorithm>

#include "tests/lab/sites/parts/brewery_work.h"
#include "tests/lab/traffic/modbus_habits.h"
#include "tests/lab/traffic/modbus_rules.h"

namespace vedette::lab::brewery_parts {
namespace {

using modbus::Table;

constexpr double most_in_a_register = 1000;
constexpr Duration between_sessions = std::chrono::hours{24 * 16};

/// Who it is, its configuration; where it is new enough, all of its memory.
std::vector<ModbusCommand> session(Random& random, const ModbusMemory& memory) {
  std::vector<ModbusCommand> steps;
  if (memory.firmware.identifies) steps.push_back({0s, modbus::identify(1)});
  if (random.chance(0.5)) steps.push_back({random.log_normal(Duration{200ms}, 0.5), modbus::report_server_id()});
  ModbusQuestions reads;
  ask_for(reads, Table::holding, 0, states + configuration_length, memory.firmware.longest_read);
  if (random.chance(0.5)) ask_for(reads, Table::coil, 0, status_bits);
  if (random.chance(0.3) && memory.sizes[3] > ModbusMemory::log_begin)
    ask_for(reads, Table::holding, ModbusMemory::log_begin, 600, 120);
  for (auto& read : reads) steps.push_back({random.log_normal(Duration{60ms}, 0.8), std::move(read.pdu)});
  if (random.chance(0.25)) {
    const unsigned which = configuration + random.below(configuration_length);
    const unsigned value = memory.holding(which) * (90 + random.below(21)) / 100;
    steps.push_back({random.log_normal(Duration{4min}, 0.6), modbus::write_register(which, std::min(value, 1000u))});
    steps.push_back({2s, modbus::read(Table::holding, which, 1)});
  }
  return steps;
}

}  // namespace

void engineer(Site& site, ModbusServer& server, ModbusLink& by_engineer) {
  server.add_job(by_engineer,
                 now_and_then(between_sessions,
                              [&site](Timestamp at, ModbusServer& to, ModbusLink& by, Sink&) {
                                // At work: whoever would come at night comes in the morning.
                                const LocalTime local = site.calendar().local(at);
                                const bool at_work = local.working_day() && office_hours.activity(local) > 0.5;
                                Timestamp then = at;
                                if (!at_work)
                                  then =
                                      site.calendar().midnight(at + 36h) + 9h + by.random().exponential(Duration{2h});
                                if (!site.calendar().local(then).working_day()) return;
                                follow(to, by, then, session(by.random(), to.memory()));
                              }),
                 site.options().start);
}

void allow(Site& site, const Machine& machine) {
  ModbusRules rules(site, machine.role);
  rules.read({"hmi"}, Table::holding, 0, states)
      .read({"hmi"}, Table::holding, first_set_point, set_point_block)
      .read({"hmi"}, Table::input, 0, measured_block)
      .read({"hmi"}, Table::coil, 0, outputs);
  if (machine.role == "bottling_plc") rules.read({"hmi"}, Table::discrete, 0, status_bits);
  rules.write_coils({"hmi"}, 0, 8)
      .write_registers({"hmi"}, recipe, recipe_length, 0, most_in_a_register)
      .write_registers({"hmi"}, clock_setting, clock_setting_length, 0, 59)
      .read_and_write({"hmi"}, 0, states, 0, 255)
      .read_and_write({"hmi"}, life_sign, 1, 0, 255);
  for (unsigned i = 0; i < set_points; ++i)
    rules.write_register({"hmi"}, first_set_point + i, 1, machine.points[i].low * 10, machine.points[i].high * 10);
  rules.read({"historian"}, Table::input, 0, measured_block)
      .read({"historian"}, Table::holding, first_set_point, set_point_block)
      .read({"historian"}, Table::holding, ModbusMemory::log_begin, ModbusMemory::capacity - ModbusMemory::log_begin);
  rules.ask({"engineering_station"}, {"read_device_identification", "report_server_id"})
      .read({"engineering_station"}, Table::holding, 0, states + configuration_length)
      .read({"engineering_station"}, Table::holding, ModbusMemory::log_begin,
            ModbusMemory::capacity - ModbusMemory::log_begin)
      .read({"engineering_station"}, Table::coil, 0, status_bits)
      .write_register({"engineering_station"}, configuration, configuration_length, 0, most_in_a_register);
}

void allow_gateway(Site& site) {
  ModbusRules(site, "serial_gateway").read({"historian", "hmi"}, Table::input, 0, serial_measured);
}

}  // namespace vedette::lab::brewery_parts
