// SPDX-License-Identifier: Apache-2.0
// The attacks by what they attack.
#pragma once

#include <span>

#include "tests/benchmark/adversarial.h"

namespace vedette::benchmark {

std::span<const Attack> packet_attacks();   ///< adversarial_packets.cpp
std::span<const Attack> message_attacks();  ///< adversarial_messages.cpp

}  // namespace vedette::benchmark
