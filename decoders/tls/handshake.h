// SPDX-License-Identifier: Apache-2.0
// The messages by which two ends agree (RFC 8446, section 4; RFC 5246, section 7.4). Those that say who someone is are
// read, the others are only measured.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "decoders/tls/message.h"

namespace vedette::decoders::tls {

enum class Handshake : std::uint8_t {
  client_hello = 1,
  server_hello = 2,
  hello_verify_request = 3,
  certificate = 11,
  certificate_request = 13,
};

inline constexpr std::size_t message_header = 4, dtls_message_header = 12;
inline constexpr std::size_t max_handshake = 64 * 1024;  ///< with its header of four bytes

bool is_of_interest(std::uint8_t type);

/// What earlier messages said that a later one needs to be understood.
struct Agreed {
  std::uint16_t version = 0;
  bool server_raw_public_key = false, client_raw_public_key = false;
};

/// Reads the body of a message of interest. Offsets of flaws are from its start.
std::optional<Flaw> read_handshake(std::uint8_t type, core::Bytes body, const Agreed& agreed, Message& message);

}  // namespace vedette::decoders::tls
