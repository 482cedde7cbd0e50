// SPDX-License-Identifier: Apache-2.0
// What BACnet's services do, by name: Table 23-1's choices of confirmed and unconfirmed services with their effects.
// The removed ones keep their names, so that who still uses them is seen.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/observation.h"

namespace vedette::decoders::bacnet {

struct ServiceInfo {
  std::string_view name;  ///< static; "confirmed_service" or "unconfirmed_service" where the choice is not assigned
  core::Verb verb = core::Verb::other;
};
const ServiceInfo& confirmed_service(std::uint8_t choice);
const ServiceInfo& unconfirmed_service(std::uint8_t choice);

/// All that an observation may be called.
std::span<const std::string_view> operation_names();
/// Types of objects, and "vendor_object" for what the standard has no name for.
std::span<const std::string_view> space_names();
inline constexpr std::string_view vendor_space = "vendor_object";

}  // namespace vedette::decoders::bacnet
