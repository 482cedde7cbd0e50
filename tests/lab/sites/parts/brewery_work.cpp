// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/sites/parts/brewery_work.h"

#include <algorithm>
#include <cmath>

#include "tests/lab/traffic/modbus_habits.h"

namespace vedette::lab::brewery_parts {
namespace {

using modbus::Table;

constexpr double tenths = 10;

Octets set(unsigned which, double value) {
  return modbus::write_register(first_set_point + which, static_cast<unsigned>(std::lround(value * tenths)));
}
Octets load_recipe(Random& random, unsigned kind) {
  std::array<std::uint16_t, recipe_length> values{};
  values[0] = static_cast<std::uint16_t>(kind);
  for (std::size_t i = 1; i < values.size(); ++i) values[i] = static_cast<std::uint16_t>(80 * i + random.below(120));
  return modbus::write_registers(recipe, values);
}
Duration about(Random& random, double minutes) {
  return random.log_normal(Duration{static_cast<std::int64_t>(minutes * 60e9)}, 0.12);
}
bool is_closed(const Site& site, Timestamp at) {
  const LocalTime local = site.calendar().local(at);
  return local.holiday || local.weekday == 6;
}

/// Mash, rest by rest; lauter; boil; to the whirlpool.
std::vector<ModbusCommand> brew(Random& random) {
  const double beer = random.below(4);  // some are mashed warmer
  std::vector<ModbusCommand> steps{{0s, load_recipe(random, 1 + static_cast<unsigned>(beer))},
                                   {about(random, 0.4), modbus::write_coil(0, true)},
                                   {2s, set(0, 52 + beer)}};
  for (const double rest : {62.0, 72.0, 78.0}) steps.push_back({about(random, 22), set(0, rest + beer / 2)});
  steps.push_back({about(random, 12), modbus::write_coil(1, true)});
  for (const double flow : {35.0, 55.0, 70.0}) steps.push_back({about(random, 15), set(2, flow + random.below(8))});
  steps.push_back({about(random, 25), modbus::write_coil(1, false)});
  steps.push_back({1s, modbus::write_coil(2, true)});
  steps.push_back({3s, set(1, 99 + beer / 4)});
  steps.push_back({about(random, 65), set(1, 90)});
  steps.push_back({5s, modbus::write_coil(2, false)});
  steps.push_back({about(random, 20), modbus::write_coil(0, false)});
  return steps;
}

/// Cleaning in place: rinse, caustic, rinse, acid, rinse; at night.
std::vector<ModbusCommand> clean(Random& random, const Machine& machine) {
  std::vector<ModbusCommand> steps{{0s, load_recipe(random, 90)}, {about(random, 0.3), modbus::write_coil(3, true)}};
  const SetPoint& hot = machine.points[machine.role == "bottling_plc" ? 2 : 0];
  const auto which = static_cast<unsigned>(&hot - machine.points.data());
  steps.push_back({about(random, 8), set(which, hot.high - 1)});
  steps.push_back({about(random, 40), set(which, hot.low + (hot.high - hot.low) / 2)});
  steps.push_back({about(random, 25), modbus::write_coil(3, false)});
  steps.push_back({2s, set(which, hot.usual)});
  return steps;
}

void run_brewhouse(Site& site, ModbusServer& server, ModbusLink& link, const Machine& machine) {
  const Timestamp start = site.options().start;
  for (const double hour : {6.1, 9.9, 13.7, 17.4}) {
    server.add_job(link,
                   daily(site.calendar(), hour, 40min,
                         [&site](Timestamp at, ModbusServer& to, ModbusLink& by, Sink&) {
                           if (is_closed(site, at) || by.random().chance(0.12)) return;
                           follow(to, by, at, brew(by.random()));
                         }),
                   start);
  }
  server.add_job(link,
                 daily(site.calendar(), 22.6, 30min,
                       [&](Timestamp at, ModbusServer& to, ModbusLink& by, Sink&) {
                         if (!is_closed(site, at)) follow(to, by, at, clean(by.random(), machine));
                       }),
                 start);
}

void run_fermenter(Site& site, ModbusServer& server, ModbusLink& link) {
  const Timestamp start = site.options().start;
  server.add_job(link,
                 {[&](Timestamp at, Random&) { return fermenter_phase(site, server.host(), at).left + 1s; },
                  [&site](Timestamp at, ModbusServer& to, ModbusLink& by, Sink&) {
                    const auto phase = fermenter_phase(site, to.host(), at + 2s);
                    std::vector<ModbusCommand> steps;
                    if (phase.number == 0) steps.push_back({0s, load_recipe(by.random(), 10)});
                    steps.push_back({by.random().log_normal(Duration{20s}, 1), set(0, phase.temperature)});
                    steps.push_back({2s, modbus::write_coil(0, phase.temperature < 5)});  // the glycol's valve
                    follow(to, by, at, std::move(steps));
                  },
                  true},
                 start);
}

void run_bottling(Site& site, ModbusServer& server, ModbusLink& link, const Machine& machine) {
  const Timestamp start = site.options().start;
  const Calendar& calendar = site.calendar();
  server.add_job(
      link,
      daily(calendar, 5.9, 15min,
            [&](Timestamp at, ModbusServer& to, ModbusLink& by, Sink&) {
              if (is_closed(site, at)) return;
              std::vector<ModbusCommand> steps;
              if (by.random().chance(0.4))
                steps.push_back({0s, load_recipe(by.random(), 20 + by.random().below(3))});  // format
              steps.push_back({about(by.random(), 2), modbus::write_coil(0, true)});
              for (const double share : {0.4, 0.7, 1.0}) {
                const double usual = machine.points[0].usual;
                steps.push_back({about(by.random(), 4), set(0, std::max(machine.points[0].low, usual * share))});
              }
              follow(to, by, at, std::move(steps));
            }),
      start);
  server.add_job(link,
                 daily(calendar, 21.8, 12min,
                       [&](Timestamp at, ModbusServer& to, ModbusLink& by, Sink&) {
                         if (!is_closed(site, at))
                           follow(to, by, at,
                                  {{0s, set(0, machine.points[0].low)}, {90s, modbus::write_coil(0, false)}});
                       }),
                 start);
  server.add_job(link,
                 daily(calendar, 22.9, 50min,
                       [&](Timestamp at, ModbusServer& to, ModbusLink& by, Sink&) {
                         if (!is_closed(site, at) && site.calendar().local(at).weekday % 2 == 1)
                           follow(to, by, at, clean(by.random(), machine));
                       }),
                 start);
}

/// Less heat and cold at night.
void run_utility(Site& site, ModbusServer& server, ModbusLink& link, const Machine& machine) {
  for (const bool night : {true, false}) {
    server.add_job(link,
                   daily(site.calendar(), night ? 22.2 : 4.8, 3min,
                         [&machine, night](Timestamp at, ModbusServer& to, ModbusLink& by, Sink&) {
                           const auto& points = machine.points;
                           follow(to, by, at,
                                  {{0s, set(0, night ? points[0].low + 2 : points[0].usual)},
                                   {800ms, set(2, night ? points[2].usual + 1.5 : points[2].usual)}});
                         }),
                   site.options().start);
  }
}

}  // namespace

void poll_as_hmi(ModbusServer& server, ModbusLink& link, const Machine& machine, Timestamp from) {
  const ModbusFirmware& firmware = server.memory().firmware;
  const auto inputs = static_cast<unsigned>(server.memory().sizes[4]);
  ModbusQuestions fast, slow;
  ask_for(fast, Table::input, 0, inputs, firmware.longest_read);
  ask_for(fast, Table::coil, 0, outputs);
  if (machine.role == "bottling_plc") ask_for(fast, Table::discrete, 0, status_bits);
  ask_for(slow, Table::holding, 0, firmware.longest_read < states ? 10 : states, firmware.longest_read);
  ask_for(slow, Table::holding, first_set_point, firmware.longest_read < states ? set_points : set_point_block,
          firmware.longest_read);
  const double jitter = link.random().log_normal(0.004, 1.1);
  server.add_job(link, poll(machine.cycle, std::move(fast), jitter), from);
  server.add_job(link, poll(5min, std::move(slow), jitter), from);
  if (firmware.reads_and_writes) {
    server.add_job(link,
                   {[](Timestamp, Random& random) { return 4min + random.between(Duration{0ms}, Duration{40ms}); },
                    [count = 0u](Timestamp at, ModbusServer& to, ModbusLink& by, Sink& sink) mutable {
                      to.ask(by, at, modbus::read_and_write(0, states, life_sign, ++count & 0xff), sink);
                    }},
                   from);
  }
  // A tag that this firmware doesn't have, left over from the HMI's first picture.
  if (firmware.version == "2.4.0" && link.random().chance(0.3)) {
    ModbusQuestions stale{{modbus::read(Table::input, short_block, 2), {}}};
    server.add_job(link, poll(1h, std::move(stale)), from);
  }
}

void poll_as_historian(ModbusServer& server, ModbusLink& link, Timestamp from) {
  constexpr double jitter = 0.0015;  // one process with one timer
  if (!server.units().empty()) {
    ModbusQuestions meters;
    for (const std::uint8_t unit : server.units())
      meters.push_back({modbus::read(Table::input, 0, serial_measured), unit});
    server.add_job(link, poll(15min, std::move(meters), jitter), from);
    return;
  }
  const ModbusFirmware& firmware = server.memory().firmware;
  const auto inputs = static_cast<unsigned>(server.memory().sizes[4]);
  ModbusQuestions questions;
  ask_for(questions, Table::input, 0, inputs, firmware.longest_read);
  ask_for(questions, Table::holding, first_set_point, set_point_block, firmware.longest_read);
  server.add_job(link, poll(10min, std::move(questions), jitter), from);
}

void stand_by(ModbusServer& server, ModbusLink& link, Timestamp from) {
  server.add_job(link, poll(20min, {{modbus::read(Table::holding, 0, 4), {}}}), from);
}

void run_machine(Site& site, ModbusServer& server, ModbusLink& by_hmi, const Machine& machine) {
  if (machine.role == "brewhouse_plc") run_brewhouse(site, server, by_hmi, machine);
  if (machine.role == "fermenter_plc") run_fermenter(site, server, by_hmi);
  if (machine.role == "bottling_plc") run_bottling(site, server, by_hmi, machine);
  if (machine.role == "utility_plc") run_utility(site, server, by_hmi, machine);
  const auto set_clock = [&site](Timestamp at, ModbusServer& to, ModbusLink& by, Sink& sink) {
    const auto second = static_cast<unsigned>(site.calendar().local(at).hour * 3600);
    const std::array<std::uint16_t, clock_setting_length> values{static_cast<std::uint16_t>(second / 3600),
                                                                 static_cast<std::uint16_t>(second / 60 % 60),
                                                                 static_cast<std::uint16_t>(second % 60)};
    to.ask(by, at, modbus::write_registers(clock_setting, values), sink);
    to.memory().clock_step = {};
  };
  if (server.memory().firmware.has_clock)
    server.add_job(by_hmi, daily(site.calendar(), 3.25, 2min, set_clock), site.options().start);
}

void operate(Site& site, ModbusServer& server, ModbusLink& by_hmi, const Machine& machine) {
  server.add_job(
      by_hmi,
      now_and_then(4h,
                   [&](Timestamp at, ModbusServer& to, ModbusLink& by, Sink& sink) {
                     Random& random = by.random();
                     if (!random.chance(two_shifts.activity(site.calendar().local(at)))) return;
                     if (random.chance(0.4)) {  // a valve: opened, and often shut again
                       const unsigned which = 4 + random.below(4);
                       std::vector<ModbusCommand> steps{{0s, modbus::write_coil(which, !to.memory().coil(which))}};
                       if (random.chance(0.6))
                         steps.push_back({about(random, 6), modbus::write_coil(which, to.memory().coil(which))});
                       return follow(to, by, at, std::move(steps));
                     }
                     const unsigned which =
                         machine.role == "fermenter_plc" ? 1 + random.below(3) : random.below(set_points);
                     const SetPoint& point = machine.points[which];
                     const double spread = (point.high - point.low) / 10;
                     double value = to.memory().holding(first_set_point + which) / tenths + spread * random.normal();
                     value += 0.5 * (point.usual - value);  // people know where it belongs
                     to.ask(by, at, set(which, std::clamp(value, point.low, point.high)), sink);
                   }),
      site.options().start);
}

}  // namespace vedette::lab::brewery_parts
