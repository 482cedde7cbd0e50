// SPDX-License-Identifier: Apache-2.0
// The properties of MQTT 5 (section 2.2.2): which there are, in which packets, what they hold, and how to walk them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/byte_cursor.h"
#include "core/bytes.h"
#include "decoders/mqtt/defects.h"
#include "decoders/mqtt/packet_types.h"

namespace vedette::decoders::mqtt {

/// Those that mean something to the decoder itself.
enum class PropertyId : std::uint8_t {
  subscription_identifier = 11,
  assigned_client_identifier = 18,
  authentication_data = 22,
  topic_alias_maximum = 34,
  topic_alias = 35,
  user_property = 38,
};

enum class PropertyForm : std::uint8_t { none, flag, byte, number, variable, text, binary, pair };

struct PropertyInfo {
  std::string_view name;
  PropertyForm form = PropertyForm::none;
  std::uint8_t size = 0;      ///< of a number, in bytes
  std::uint32_t packets = 0;  ///< a bit for each PacketType; bit 0 stands for the will
  bool not_zero = false;      ///< 0 is a protocol error
  bool repeats = false;       ///< may stand more than once
};
/// With form none where the identifier is not assigned.
const PropertyInfo& property_info(std::uint32_t id);

struct Property {
  std::uint8_t id = 0;
  const PropertyInfo* info = nullptr;
  std::uint32_t number = 0;  ///< of a flag, byte, number or variable
  core::Bytes text;          ///< of a text or binary; the name of a pair
  core::Bytes value;         ///< of a pair
};

/// One property. False where it is not assigned (and the cursor's bytes mean nothing more) or cut (the cursor failed).
bool next_property(core::ByteCursor& in, Property& property);

/// What was found in a packet's properties.
struct Properties {
  core::Bytes raw;  ///< as far as they could be read
  std::optional<std::uint16_t> topic_alias, topic_alias_maximum;
  core::Bytes assigned_client_id;
  std::size_t alias_offset = 0;  ///< where the topic alias stands, in the bytes given
  bool has_subscription_id = false;
};

/// Packets by whom a property is checked to be in place.
using PropertyPlace = PacketType;
inline constexpr PropertyPlace will_properties = PacketType::reserved;

/// Walks the properties, whose bytes these are, up to the first flaw. Offsets count from their start. Unless `whole`,
/// they are only the beginning of what the packet has, and may end anywhere.
std::optional<Flaw> read_properties(core::Bytes bytes, PropertyPlace place, bool whole, Properties& properties);

/// A variable byte integer (section 1.5.5). The cursor fails where it is cut. Nothing where it has more than four
/// bytes.
std::optional<std::uint32_t> variable_integer(core::ByteCursor& in);
/// A string or binary with its length before it.
inline core::Bytes counted(core::ByteCursor& in) {
  const std::uint16_t size = in.be16();
  return in.bytes(size);
}

}  // namespace vedette::decoders::mqtt
