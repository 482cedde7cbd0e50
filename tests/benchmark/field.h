// SPDX-License-Identifier: Apache-2.0
// Traffic of field protocols, made up: sensors that publish to a broker, and a building's head end that polls its
// controllers. Nearly every packet carries a message, which is what a decoder costs most for.
#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"

namespace vedette::benchmark {

/// 400 clients on MQTT 3.1.1 and 5: most of QoS 0, a third of QoS 1, JSON payloads, a subscriber that gets them all.
/// Returns how many frames.
core::Result<std::uint64_t> write_mqtt(std::uint64_t packets, const std::string& path);

/// BACnet/IP in the shares of real recordings: most are ReadProperty of 100 controllers. Returns how many frames.
core::Result<std::uint64_t> write_bacnet(std::uint64_t packets, const std::string& path);

/// BACnet/IP at its dearest: ReadPropertyMultiple of sixteen properties at a time, change-of-value notifications.
/// Returns how many frames.
core::Result<std::uint64_t> write_bacnet_multiple(std::uint64_t packets, const std::string& path);

}  // namespace vedette::benchmark
