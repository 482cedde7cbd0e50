// SPDX-License-Identifier: Apache-2.0
// What the two ends of an SSH connection say before it is encrypted, as read. Texts point into the bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "decoders/ssh/defects.h"

namespace vedette::decoders::ssh {

enum class Type : std::uint8_t { identification, key_exchange_init };
enum class Role : std::uint8_t { unknown, client, server };

/// The lists of algorithms in SSH_MSG_KEXINIT, in its order (RFC 4253, section 7.1).
enum class List : std::uint8_t {
  key_exchange,
  host_key,
  encryption_to_server,
  encryption_to_client,
  mac_to_server,
  mac_to_client,
  compression_to_server,
  compression_to_client,
  languages_to_server,
  languages_to_client,
};
inline constexpr std::size_t list_count = 10;

struct Message {
  Type type = Type::identification;
  Role role = Role::unknown;
  std::size_t size = 0;
  std::string_view protocol_version, software_version, comments;
  std::array<std::string_view, list_count> lists{};
  std::size_t lists_read = 0;

  std::string_view list(List which) const { return lists[static_cast<std::size_t>(which)]; }
};

}  // namespace vedette::decoders::ssh
