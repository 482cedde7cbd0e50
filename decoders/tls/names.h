// SPDX-License-Identifier: Apache-2.0
// Numbers of TLS by their names in the registries of IANA.
#pragma once

#include <cstdint>
#include <string_view>

namespace vedette::decoders::tls {

/// "TLS 1.2"; empty where the number is none that was ever published.
std::string_view version_name(std::uint16_t version);
/// DTLS counts down, and drafts of TLS 1.3 come before it.
bool is_newer(std::uint16_t version, std::uint16_t than);
/// Empty for uncommon ones.
std::string_view cipher_suite_name(std::uint16_t suite);
/// "handshake_failure"; "unknown" where it has none.
std::string_view alert_name(std::uint8_t description);
std::string_view alert_level_name(std::uint8_t level);
/// What a port is registered for, beside TLS itself: "modbus_tls" on 802. Empty for most.
std::string_view application_of(std::uint16_t port);

inline constexpr std::uint16_t tls13 = 0x0304, dtls13 = 0xfefc;
inline constexpr std::uint8_t warning_level = 1, fatal_level = 2;

}  // namespace vedette::decoders::tls
