// SPDX-License-Identifier: Apache-2.0
// The controllers of a brewery: what kinds there are, what lies in which register, how their firmware differs.
#pragma once

#include <array>
#include <span>

#include "tests/lab/site.h"
#include "tests/lab/traffic/modbus_server.h"

namespace vedette::lab::brewery_parts {

// Holding registers.
inline constexpr unsigned states = 40;                                    ///< from 0: what the HMI shows
inline constexpr unsigned configuration = 40, configuration_length = 20;  ///< limits and gains: the engineers'
inline constexpr unsigned life_sign = 90, clock_setting = 92, clock_setting_length = 3;
inline constexpr unsigned first_set_point = 100, set_points = 4;
inline constexpr unsigned recipe = 110, recipe_length = 8;
inline constexpr unsigned set_point_block = 20;  ///< set points and recipe, as they are read
// Input registers.
inline constexpr unsigned measured = 24, counters = 4, measured_block = 40, short_block = 28;
inline constexpr unsigned outputs = 16, status_bits = 32;  ///< coils and discrete inputs

/// In the unit of the value; registers hold tenths.
struct SetPoint {
  double usual, low, high;
};

struct Machine {
  std::string_view role;
  Maker maker;
  std::string_view vendor, product;
  std::uint8_t unit;
  std::array<SetPoint, set_points> points;
  Shift shift;
  double with_work;     ///< what work adds to what is measured
  double stands_still;  ///< share of the working time
  Duration lag;         ///< of what follows set points
  Duration cycle;       ///< of the HMI's polling
};

/// In the order of a hall: one in ten is a brewhouse, one utilities, four are fermenters, four bottle.
const Machine& machine_of(unsigned number);
std::span<const Machine> all_machines();

inline constexpr Shift two_shifts{.from = 6, .to = 22, .saturdays = true};
inline constexpr Shift office_hours{.from = 8, .to = 17, .idle = 0};
inline constexpr Shift never_rests{.from = 0, .to = 24, .saturdays = true, .sundays = true, .holidays = true};

/// A host with its server, its memory filled.
ModbusServer& add_controller(Site& site, unsigned net, std::string name, const Machine& machine);
/// Of meters and transmitters on a serial line.
ModbusServer& add_gateway(Site& site, unsigned net, std::string name, unsigned serial_devices);
inline constexpr unsigned serial_measured = 12;

/// What a fermenter is at: its temperature by the days since the wort came in.
struct FermenterPhase {
  unsigned number;
  double temperature;
  Duration left;
};
FermenterPhase fermenter_phase(const Site& site, const Host& host, Timestamp at);

}  // namespace vedette::lab::brewery_parts
