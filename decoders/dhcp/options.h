// SPDX-License-Identifier: Apache-2.0
// DHCP options (RFC 2132): where they stand, also in the fields lent to them (option 52), parts put together (RFC
// 3396), and what those say that tell who a device is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "decoders/dhcp/message.h"
#include "decoders/flaw.h"

namespace vedette::decoders::dhcp {

enum class Defect : std::uint8_t {
  truncated,
  bad_op,
  bad_hardware_length,
  truncated_option,
  bad_option_length,
  too_many_options,
};

using Flaw = decoders::Flaw<Defect>;

/// Reads the options behind the magic cookie, which ends at `at`, and those in `file` and `sname` where they are lent.
std::optional<Flaw> read_options(core::Bytes datagram, std::size_t at, Message& message);

/// "discover" to "lease_query_status"; empty where the type has no name.
std::string_view type_name(std::uint8_t type);

}  // namespace vedette::decoders::dhcp
