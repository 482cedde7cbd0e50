// SPDX-License-Identifier: Apache-2.0
// The two messages of an SSH connection that tell who speaks: identification string (RFC 4253, section 4.2) and
// SSH_MSG_KEXINIT (section 7.1).
#pragma once

#include <optional>
#include <string_view>

#include "core/bytes.h"
#include "decoders/ssh/message.h"

namespace vedette::decoders::ssh {

inline constexpr std::string_view identification_prefix = "SSH-";
inline constexpr std::size_t longest_identification = 255;  ///< with its line end

/// `line` is without its end.
std::optional<Flaw> read_identification(std::string_view line, Message& message);

inline constexpr std::size_t packet_length_size = 4;
/// Could a packet begin with these bytes, as far as they go? Before keys are in use it is not longer than
/// longest_packet without the length (section 6.1), its padding is 4 to 255 bytes, and there is room for it.
bool may_be_packet(core::Bytes bytes);
inline constexpr std::size_t longest_packet = 35'000 - packet_length_size;

/// Is the packet SSH_MSG_KEXINIT?
bool is_key_exchange_init(core::Bytes packet);
/// `packet` is whole, with its length before it.
std::optional<Flaw> read_key_exchange_init(core::Bytes packet, Message& message);

}  // namespace vedette::decoders::ssh
