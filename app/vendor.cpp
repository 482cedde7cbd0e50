// SPDX-License-Identifier: Apache-2.0
#include "app/vendor.h"

#include <algorithm>

namespace vedette::app {

std::string_view vendor_of(const core::MacAddress& mac) {
  if (mac.is_zero()) return {};
  if ((mac.octets[0] & 2) != 0) return "random or locally administered";
  std::uint64_t whole = 0;
  for (const std::uint8_t octet : mac.octets) whole = whole << 8 | octet;
  // The longest assignment wins: the shorter one is then the registry's own.
  for (const auto& [table, bits] : {std::pair{vendors_36, 36U}, {vendors_28, 28U}, {vendors_24, 24U}}) {
    const std::uint64_t prefix = whole >> (48U - bits);
    const auto found = std::ranges::lower_bound(table, prefix, {}, &VendorEntry::prefix);
    if (found != table.end() && found->prefix == prefix) return &vendor_names[found->name];
  }
  return {};
}

}  // namespace vedette::app
