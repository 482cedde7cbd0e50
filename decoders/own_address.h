// SPDX-License-Identifier: Apache-2.0
// An address that somebody can have for his own: whoever claims another claims nothing (ARP, neighbor discovery).
#pragma once

#include <algorithm>

#include "core/address.h"

namespace vedette::decoders {

/// Unset where it is a group's (IEEE 802).
inline core::MacAddress own_address(const core::MacAddress& mac) {
  return mac.is_group() ? core::MacAddress{} : mac;
}
/// Unset where it is a group's, or nobody's: with that one comes who looks whether an address is free (RFC 5227,
/// section 1.1; RFC 4862, section 5.4).
inline core::IpAddress own_address(const core::IpAddress& ip) {
  const auto octets = ip.octets();
  const bool is_nobodys = std::ranges::all_of(octets, [](std::uint8_t octet) { return octet == 0; });
  return is_nobodys || ip.is_multicast() || ip.is_broadcast() ? core::IpAddress{} : ip;
}

}  // namespace vedette::decoders
