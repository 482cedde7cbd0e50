// SPDX-License-Identifier: Apache-2.0
// The four tables of a Modbus server, the process behind them, and how it answers.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/lab/base/signal.h"
#include "tests/lab/traffic/modbus_pdu.h"

namespace vedette::lab {

/// A measured value in the input registers, as a 16-bit number in steps of `step`, that follows a set point in the
/// holding registers where there is one.
struct ModbusPoint {
  unsigned address = 0;
  Signal signal{};  ///< without a set point: the value; with one: what is added to it
  double step = 0.1;
  int set_point = -1;                        ///< holding register in the same steps
  Duration lag = 15min;                      ///< time constant of following it
  double counts = 0;                         ///< a counter of 16 bits: so many a second at full work
  std::function<double(Timestamp)> curve{};  ///< added: a process of its own
};

/// What tells firmware versions apart.
struct ModbusFirmware {
  std::string version = "1.0";
  std::uint16_t longest_read = 125;  ///< registers; beyond: exception 3
  bool reads_and_writes = false;     ///< function 23
  bool identifies = true;            ///< function 43/14
  bool has_clock = false;            ///< two input registers tell its local time
};

class ModbusMemory {
 public:
  static constexpr unsigned capacity = 2000, clock_register = 38, log_begin = 1000;

  ModbusMemory(const Calendar& calendar, Shift shift) : calendar_(calendar), shift_(shift) {}

  void add_point(ModbusPoint point);
  unsigned points() const { return static_cast<unsigned>(followers_.size()); }
  /// Sizes of the tables: what lies beyond is answered by exception 2.
  std::array<std::size_t, 5> sizes{0, 32, 32, 200, 120};  ///< by Table; [0] unused
  std::string vendor = "Vendor", product = "PLC";
  ModbusFirmware firmware;
  double stands_still = 0;  ///< share of the working time, in stretches
  std::uint64_t seed = 0;   ///< of that and of the status bits
  Duration clock_step{};    ///< by which its clock is wrong

  /// The answer to a request PDU: response or exception.
  Octets answer(View request, Timestamp at);

  std::uint16_t holding(unsigned address) const { return holding_[address]; }
  bool coil(unsigned address) const { return coils_[address]; }
  void set_holding(unsigned address, std::uint16_t value, Timestamp at);
  void set_coil(unsigned address, bool on) { coils_[address] = on; }
  std::uint16_t input(unsigned address, Timestamp at);
  /// The input register keeps the value that it has, until it is thawed.
  void freeze(unsigned address, Timestamp at) { frozen_[address] = input(address, at); }
  void thaw(unsigned address) { frozen_[address] = -1; }

 private:
  struct Follower {
    ModbusPoint point;
    double from = 0, target = 0;
    Timestamp since{};
    double counted = 0;
    Timestamp counted_to{};
  };
  Octets answer_read(View request, Timestamp at);
  Octets answer_write(View request, Timestamp at);
  Octets answer_read_and_write(View request, Timestamp at);
  Octets answer_identify(View request) const;
  void live_at(Timestamp at);
  double value_of(Follower& follower, Timestamp at);
  double count(Follower& follower, Timestamp at);
  std::uint16_t holding_at(unsigned address, Timestamp at);
  std::uint16_t clock(unsigned part, Timestamp at) const;
  bool status(unsigned bit, Timestamp at);
  bool within(modbus::Table table, std::size_t address, std::size_t count) const;

  Calendar calendar_;
  Shift shift_;
  std::array<std::uint16_t, capacity> holding_{};
  std::array<bool, capacity> coils_{};
  std::vector<Follower> followers_;
  std::vector<std::int16_t> follower_of_ = std::vector<std::int16_t>(capacity, -1);  ///< by input register
  std::vector<std::int32_t> frozen_ = std::vector<std::int32_t>(capacity, -1);       ///< by input register
  Timestamp known_at_{};  ///< local time and activity are the same for all values of one answer
  LocalTime local_;
  double activity_ = 0;
};

}  // namespace vedette::lab
