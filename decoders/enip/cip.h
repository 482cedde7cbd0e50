// SPDX-License-Identifier: Apache-2.0
// CIP messages: service, path, status (ODVA, The CIP Networks Library, volume 1, chapter 2 and appendices A to C; the
// services of tags are Rockwell's, publication 1756-PM020).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/observation.h"
#include "decoders/enip/message.h"

namespace vedette::decoders::enip {

struct ServiceInfo {
  std::string_view name;  ///< "unknown_service" where it has none
  core::Verb verb = core::Verb::other;
};
/// Numbers from 0x4b on mean what the object's class says.
ServiceInfo service_info(std::uint8_t service, std::optional<std::uint32_t> object_class);
std::string_view status_name(std::uint8_t status);   ///< empty where it has none
std::string_view vendor_name(std::uint16_t vendor);  ///< of those that are met most; empty for others
std::string_view device_type_name(std::uint16_t type);
std::string_view command_name(std::uint16_t command);  ///< empty where it has none
std::span<const std::string_view> operation_names();

/// Reads one message. `at`: its offset in the whole, for flaws.
std::optional<Flaw> read_cip(core::Bytes bytes, std::size_t at, Cip& cip);
/// Goes into an unconnected send; keeps the services of a packet apart.
std::optional<Flaw> read_message(core::Bytes bytes, std::size_t at, Message& m);

/// The tag's name part by part: the next, or nothing at the end. `path` moves on.
core::Bytes next_symbol(core::Bytes& path);

inline constexpr std::size_t max_packed = 64;  ///< services of a packet that are told one by one
/// How many there are, as far as their offsets are whole, and the i-th's octets: up to the next one's.
std::size_t packed_count(core::Bytes packed);
core::Bytes packed_service(core::Bytes packed, std::size_t i);

}  // namespace vedette::decoders::enip
