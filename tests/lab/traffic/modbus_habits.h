// SPDX-License-Identifier: Apache-2.0
// What clients of Modbus servers are in the habit of doing: polling, acting by the clock, following a procedure.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "tests/lab/traffic/modbus_server.h"

namespace vedette::lab {

/// Until the clock shows this hour of a day; at least a minute.
Duration until_hour(const Calendar& calendar, Timestamp now, double hour);

struct ModbusQuestion {
  Octets pdu;
  std::optional<std::uint8_t> unit{};  ///< none: the link's
};
using ModbusQuestions = std::vector<ModbusQuestion>;
/// `count` registers or bits, in as many requests as it takes if one may ask for `at_once` of them.
void ask_for(ModbusQuestions& questions, modbus::Table table, unsigned address, unsigned count, unsigned at_once = 125);

/// All of them one after the other, every `period`: with the jitter of the client's timer (its standard deviation, as a
/// share of the period) and its hiccups.
ModbusJob poll(Duration period, ModbusQuestions questions, double jitter = 0.004);

/// Every day at about this hour by the client's clock, give or take a spread.
ModbusJob daily(const Calendar& calendar, double hour, Duration spread, decltype(ModbusJob::act) act);
/// After exponential times.
ModbusJob now_and_then(Duration mean, decltype(ModbusJob::act) act);

struct ModbusCommand {
  Duration after;  ///< the one before
  Octets pdu;
};
/// One after the other, each at its time.
void follow(ModbusServer& server, ModbusLink& link, Timestamp at, std::vector<ModbusCommand> commands,
            EventTag event = {});

}  // namespace vedette::lab
