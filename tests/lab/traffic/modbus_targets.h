// SPDX-License-Identifier: Apache-2.0
// What attacks on Modbus servers have in common: whom they choose, from where they ask.
#pragma once

#include <vector>

#include "tests/lab/scenario.h"
#include "tests/lab/traffic/modbus_server.h"

namespace vedette::lab {

/// Neighbours in the site's order, from a random one on: controllers that an HMI watches, where there are any.
std::vector<ModbusServer*> choose_targets(Scene& scene, unsigned how_many);
ModbusServer& choose_target(Scene& scene);

/// The net of a host: 1 for 10.20.1.x.
unsigned net_of(const Host& host);
/// A machine that came in from outside, on the target's net.
Host& intruder_beside(Scene& scene, const ModbusServer& target);
/// An attacker sits on one of the server's clients and uses its connection; one of this role if there is one.
ModbusLink& taken_over(Scene& scene, ModbusServer& server, std::string_view role = "hmi");

}  // namespace vedette::lab
