// SPDX-License-Identifier: Apache-2.0
// Packets of MQTT out of their parts (MQTT 5.0, section 2.1).
#pragma once

#include <string_view>

#include "tests/benchmark/wire.h"

namespace vedette::benchmark {

void put_text(Octets& out, std::string_view text);
/// With the remaining length, in seven-bit groups (2.1.4).
Octets mqtt_packet(std::uint8_t first, const Octets& rest);

}  // namespace vedette::benchmark
