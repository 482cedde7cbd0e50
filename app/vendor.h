// SPDX-License-Identifier: Apache-2.0
// Who made a network card, by the registries of the IEEE as they were when this program was built.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/address.h"

namespace vedette::app {

/// The vendor's name without its legal form; "random or locally administered" where the address says of itself that
/// nobody assigned it (IEEE 802-2014, 8.2.1); empty where the registries don't know it.
std::string_view vendor_of(const core::MacAddress& mac);

// The table, in a file that is made when building.
struct VendorEntry {
  std::uint64_t prefix;
  std::uint32_t name;  ///< where in vendor_names
};
extern const char vendor_names[];
extern const std::span<const VendorEntry> vendors_24, vendors_28, vendors_36;  ///< sorted by prefix

}  // namespace vedette::app
