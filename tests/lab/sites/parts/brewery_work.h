// SPDX-License-Identifier: Apache-2.0
// Who does what to a brewery's controllers: the HMIs with their recipes and schedules, operators, historian, engineers.
#pragma once

#include "tests/lab/sites/parts/brewery_machines.h"

namespace vedette::lab::brewery_parts {

void poll_as_hmi(ModbusServer& server, ModbusLink& link, const Machine& machine, Timestamp from);
void poll_as_historian(ModbusServer& server, ModbusLink& link, Timestamp from);
/// A HMI that stands by looks now and then whether all is well.
void stand_by(ModbusServer& server, ModbusLink& link, Timestamp from);
/// What the machine's recipes and the clock make the HMI do.
void run_machine(Site& site, ModbusServer& server, ModbusLink& by_hmi, const Machine& machine);
/// What operators do at the HMI: now a set point, now a pump.
void operate(Site& site, ModbusServer& server, ModbusLink& by_hmi, const Machine& machine);
/// A session every few weeks: who are you, what is in you, sometimes a new limit.
void engineer(Site& site, ModbusServer& server, ModbusLink& by_engineer);

void allow(Site& site, const Machine& machine);
void allow_gateway(Site& site);

}  // namespace vedette::lab::brewery_parts
