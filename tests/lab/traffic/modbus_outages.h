// SPDX-License-Identifier: Apache-2.0
// Clients of Modbus servers that go away and come back, and who takes their place.
#pragma once

#include "tests/lab/traffic/modbus_server.h"

namespace vedette::lab {

/// The client's connections end, and it is back when that is over. Gives when that is.
void client_restarts(Site& site, const Host& client, Timestamp from, Timestamp to, EventTag event = {});

/// The same for one that then fetches from each server's log what it missed.
void historian_restarts(Site& site, const Host& historian, Timestamp from, Timestamp to, EventTag event = {});
/// What it missed since then, from one server's log.
void fill_gap(ModbusServer& server, ModbusLink& link, Timestamp at, Timestamp since, Sink& sink);

/// The stand-by has looked at all servers of the HMI; from a few seconds after `from` until `to` it does all that the
/// HMI did.
void fail_over(Site& site, const Host& hmi, const Host& standby, Timestamp from, Timestamp to, EventTag event = {});

/// Of a role, the host that asks the most Modbus servers; null where none does.
const Host* busiest_client(const Site& site, std::string_view role);

}  // namespace vedette::lab
