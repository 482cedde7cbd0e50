// SPDX-License-Identifier: Apache-2.0
// Link types as captures number them: which the sensor reads, and what people call the others.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/packet.h"

namespace vedette::capture {

/// The type behind a number of up to 16 bits in a file. Types that the sensor can't read keep their number.
core::LinkType link_type(std::uint32_t number);
bool is_readable(std::uint32_t number);

/// "802.11", or "unknown".
std::string_view link_name(std::uint32_t number);

/// For messages: "Ethernet, raw IP, …".
inline constexpr std::string_view readable_links =
    "Ethernet, raw IP, BSD loopback, Linux cooked, PPP, Cisco HDLC and NFLOG";

}  // namespace vedette::capture
