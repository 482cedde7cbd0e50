// SPDX-License-Identifier: Apache-2.0
// Long headers (RFC 9000, section 17.2; RFC 9369, section 3.2) and the versions whose first packets can be read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/byte_cursor.h"
#include "core/bytes.h"

namespace vedette::decoders::quic {

/// What a version does with its first packets.
struct Version {
  std::uint32_t number;
  std::string_view name;
  core::Bytes salt;              ///< of the initial secret
  std::string_view label_start;  ///< of the labels under which keys are derived
  std::uint8_t initial_type;     ///< number of the packet type Initial
};
/// nullptr where it is not known.
const Version* find_version(std::uint32_t number);

inline constexpr std::size_t max_connection_id = 20;
/// A client chooses the first one of its peer at least so long (RFC 9000, section 7.2).
inline constexpr std::size_t min_first_connection_id = 8;

constexpr bool has_long_header(std::uint8_t first) {
  return (first & 0x80) != 0;
}
constexpr bool has_fixed_bit(std::uint8_t first) {
  return (first & 0x40) != 0;
}

struct LongHeader {
  std::uint32_t version_number = 0;
  const Version* version = nullptr;
  bool is_initial = false;
  core::Bytes destination_id, source_id;
  std::size_t number_at = 0;  ///< of the packet number, in packets that have one
  std::size_t size = 0;  ///< of the packet; of those of unknown versions, and of those without a length, all there is
};

enum class Framing : std::uint8_t {
  whole,
  other,  ///< of a version, or of a kind, that is not read: retry, version negotiation
  bad,
};
Framing read_long_header(core::Bytes bytes, LongHeader& header);

/// RFC 9000, section 16.
std::uint64_t variable_length(core::ByteCursor& in);

}  // namespace vedette::decoders::quic
