// SPDX-License-Identifier: Apache-2.0
// What a client offers (RFC 8446, section 4.1.2; RFC 5246, section 7.4.1.2; RFC 6347, section 4.2.1). The same in TLS,
// DTLS and QUIC.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/byte_cursor.h"
#include "core/bytes.h"
#include "decoders/tls/defects.h"

namespace vedette::decoders::tls {

enum class Carrier : std::uint8_t { tcp, datagrams, quic };

/// Views into the message. Lists are without their length.
struct ClientHello {
  std::uint16_t legacy_version = 0;
  std::uint16_t version = 0;  ///< the highest that is offered
  core::Bytes session_id;
  core::Bytes cipher_suites;  ///< two bytes each
  core::Bytes extensions;     ///< as they stand
  core::Bytes signature_algorithms;
  core::Bytes alpn;  ///< ProtocolNameList
  bool has_server_name = false;
  std::string_view server_name;
};

/// Reads the body of the message, behind its header. What could be read before a flaw is there.
std::optional<Flaw> read_client_hello(core::Bytes body, Carrier carrier, ClientHello& hello);

/// Reserved values that clients strew in so that servers stay tolerant (RFC 8701).
constexpr bool is_grease(std::uint16_t value) {
  return (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff);
}

/// The next name of a ProtocolNameList. Fails the cursor where it doesn't fit.
std::string_view next_protocol_name(core::ByteCursor& list);

namespace extension {
inline constexpr std::uint16_t server_name = 0;
inline constexpr std::uint16_t signature_algorithms = 13;
inline constexpr std::uint16_t alpn = 16;
inline constexpr std::uint16_t client_certificate_type = 19, server_certificate_type = 20;  // RFC 7250
inline constexpr std::uint16_t pre_shared_key = 41;
inline constexpr std::uint16_t supported_versions = 43;
}  // namespace extension

struct Extension {
  std::uint16_t type = 0;
  core::Bytes data;
};
/// Fails the cursor where it doesn't fit.
Extension next_extension(core::ByteCursor& list);

}  // namespace vedette::decoders::tls
