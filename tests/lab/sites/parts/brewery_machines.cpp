// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/sites/parts/brewery_machines.h"

#include <cmath>
#include <utility>

namespace vedette::lab::brewery_parts {
namespace {

constexpr Machine machines[]{
    {"brewhouse_plc",
     Maker::siemens,
     "SIEMENS",
     "S7-1500",
     1,
     {{{66, 45, 80}, {98, 60, 105}, {45, 20, 80}, {12, 5, 20}}},
     two_shifts,
     4,
     0.05,
     6min,
     90s},
    {"fermenter_plc",
     Maker::wago,
     "WAGO",
     "750-8212",
     1,
     {{{11, 0.5, 22}, {0.9, 0.3, 2}, {2.5, 1, 6}, {4, 2, 8}}},
     never_rests,
     0,
     0,
     4h,
     240s},
    {"bottling_plc",
     Maker::schneider,
     "Schneider Electric",
     "BMX P34 2020",
     255,
     {{{42, 10, 60}, {4, 2, 7}, {72, 60, 85}, {3, 2, 5}}},
     two_shifts,
     18,
     0.15,
     4min,
     150s},
    {"utility_plc",
     Maker::phoenix,
     "Phoenix Contact",
     "AXC F 2152",
     1,
     {{{160, 140, 185}, {2, 0.5, 5}, {6, 4, 9}, {7, 5, 10}}},
     never_rests,
     25,
     0.02,
     12min,
     180s},
};
constexpr unsigned order_in_a_hall[]{1, 2, 0, 2, 1, 3, 2, 1, 2, 1};

const std::array<ModbusFirmware, 3> firmwares{
    ModbusFirmware{.version = "2.4.0", .longest_read = 10, .identifies = false},
    ModbusFirmware{.version = "2.6.1", .has_clock = true},
    ModbusFirmware{.version = "3.0.2", .reads_and_writes = true, .has_clock = true},
};
const ModbusFirmware& drawn_firmware(Random& random) {
  const double which = random.uniform();
  return firmwares[which < 0.25 ? 0 : which < 0.8 ? 1 : 2];
}

constexpr std::array<double, 6> phase_temperatures{10, 12.5, 16, 3, 1, 14};  // pitching to cleaning
constexpr std::array<double, 6> phase_days{3, 3, 2, 1.5, 5, 1.5};
constexpr double batch_days = 16;

Duration of_days(double days) {
  return Duration{static_cast<std::int64_t>(days * 86'400e9)};
}
/// Days since the present batch began.
double batch_age(std::uint64_t seed, Timestamp at) {
  const double days = static_cast<double>(core::to_ns(at)) / 86'400e9 + static_cast<double>(seed % 1600) / 100;
  return std::fmod(days, batch_days);
}

/// Extract left in the wort, in degrees Plato: falls from 12 to 2.5 within a week.
double extract(std::uint64_t seed, Timestamp at) {
  constexpr double original = 12, rest = 2.5, half_way = 3.2, steepness = 1.4;
  return rest + (original - rest) / (1 + std::exp((batch_age(seed, at) - half_way) * steepness));
}

Signal drawn_signal(Random& random, const Machine& machine, bool follows) {
  Signal signal;
  signal.mean = follows ? 0 : random.uniform(5, 200);
  signal.daily = random.uniform(0, 0.5);
  signal.peak_hour = random.uniform(12, 18);
  signal.yearly = follows ? 0 : random.uniform(0, 3);
  signal.with_work = follows ? 0 : machine.with_work * random.uniform(0.5, 1.5);
  signal.noise = random.uniform(0.05, follows ? 0.3 : 1.5);
  signal.wander = random.between(Duration{3min}, Duration{40min});
  signal.grain = 0.05;
  signal.seed = random.next();
  return signal;
}

void fill(ModbusMemory& memory, const Machine& machine, Random& random) {
  for (unsigned i = 0; i < measured; ++i) {
    const bool follows = i < set_points;
    memory.add_point({.address = i,
                      .signal = drawn_signal(random, machine, follows),
                      .set_point = follows ? static_cast<int>(first_set_point + i) : -1,
                      .lag = follows && i > 0 ? random.between(Duration{4min}, Duration{25min}) : machine.lag});
  }
  for (unsigned i = 0; i < counters; ++i)
    memory.add_point({.address = measured + i, .counts = random.log_normal(3.0, 0.8)});
}

}  // namespace

const Machine& machine_of(unsigned number) {
  return machines[order_in_a_hall[number % std::size(order_in_a_hall)]];
}
std::span<const Machine> all_machines() {
  return machines;
}

FermenterPhase fermenter_phase(const Site& site, const Host& host, Timestamp at) {
  double age = batch_age(site.random("fermenter " + host.name).next(), at);
  for (unsigned i = 0; i < phase_days.size(); ++i) {
    if (age < phase_days[i]) return {i, phase_temperatures[i], of_days(phase_days[i] - age)};
    age -= phase_days[i];
  }
  return {0, phase_temperatures[0], of_days(phase_days[0])};
}

ModbusServer& add_controller(Site& site, unsigned net, std::string name, const Machine& machine) {
  Host& host = site.add_host(net, std::move(name), std::string{machine.role}, machine.maker, embedded_stack);
  Random random = site.random("machine " + host.name);
  const ModbusFirmware firmware = drawn_firmware(random);
  host.firmware = firmware.version;
  auto& server = site.add_actor<ModbusServer>(site, host, machine.shift);
  server.answers_after(random.log_normal(Duration{3ms}, 0.5), random.uniform(0.15, 0.5));
  site.device_entry(host).add_modbus_units(machine.unit);

  ModbusMemory& memory = server.memory();
  memory.vendor = machine.vendor;
  memory.product = machine.product;
  memory.firmware = firmware;
  memory.seed = random.next();
  memory.stands_still = machine.stands_still;
  const bool is_small = firmware.longest_read < measured_block;
  memory.sizes = {0, status_bits, status_bits, is_small ? 120u : ModbusMemory::capacity,
                  is_small ? short_block : measured_block};
  fill(memory, machine, random);
  const Timestamp start = site.options().start;
  if (machine.role == "fermenter_plc") {
    const auto seed = site.random("fermenter " + host.name).next();
    memory.add_point({.address = measured - 1,
                      .signal = {.grain = 0.02, .seed = random.next()},
                      .step = 0.01,
                      .curve = [seed](Timestamp at) { return extract(seed, at); }});
  }
  for (unsigned i = 0; i < set_points; ++i) {
    const double value = i == 0 && machine.role == "fermenter_plc" ? fermenter_phase(site, host, start).temperature
                                                                   : machine.points[i].usual;
    memory.set_holding(first_set_point + i, static_cast<std::uint16_t>(value * 10), start);
  }
  for (unsigned i = 0; i < states + configuration_length; ++i)
    memory.set_holding(i, static_cast<std::uint16_t>(random.below(1000)), start);
  return server;
}

ModbusServer& add_gateway(Site& site, unsigned net, std::string name, unsigned serial_devices) {
  Host& host = site.add_host(net, std::move(name), "serial_gateway", Maker::advantech, embedded_stack);
  Random random = site.random("gateway " + host.name);
  auto& server = site.add_actor<ModbusServer>(site, host, two_shifts);
  server.answers_after(Duration{45ms}, 0.4);  // 9600 baud
  server.troubles.busy = random.log_normal(2e-4, 1.0);
  for (unsigned unit = 1; unit <= serial_devices; ++unit) {
    site.device_entry(host).add_modbus_units(unit);
    ModbusMemory& memory = server.add_unit(static_cast<std::uint8_t>(unit), two_shifts);
    memory.vendor = "Socomec", memory.product = "Diris A40";
    memory.sizes = {0, 16, 16, 60, serial_measured};
    memory.firmware = {.version = "1.12", .longest_read = 60, .identifies = unit % 3 != 0};
    memory.seed = random.next();
    for (unsigned i = 0; i + 1 < serial_measured; ++i)
      memory.add_point({.address = i, .signal = drawn_signal(random, machines[2], false)});
    memory.add_point({.address = serial_measured - 1, .counts = random.log_normal(0.2, 1.0)});
  }
  return server;
}

}  // namespace vedette::lab::brewery_parts
