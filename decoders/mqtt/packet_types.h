// SPDX-License-Identifier: Apache-2.0
// The packet types of MQTT (MQTT 5.0, section 2.1.2), who may send them, and their reason codes by name (section 2.4;
// MQTT 3.1.1, sections 3.2.2.3 and 3.9.3).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace vedette::decoders::mqtt {

enum class PacketType : std::uint8_t {
  reserved,
  connect,
  connack,
  publish,
  puback,
  pubrec,
  pubrel,
  pubcomp,
  subscribe,
  suback,
  unsubscribe,
  unsuback,
  pingreq,
  pingresp,
  disconnect,
  auth,
};

/// Before version 5 a packet has no properties and most have no reason. `early`: 3.1 or 3.1.1, which of them is open.
enum class Version : std::uint8_t { unknown = 0, v3_1 = 3, v3_1_1 = 4, v5 = 5, early = 6 };

/// Which end may send a packet of the type; in `version` for DISCONNECT, which servers send since version 5.
enum class Sender : std::uint8_t { either, client, server };
inline Sender sender_of(PacketType type, Version version) {
  using enum Sender;
  static constexpr std::array<Sender, 16> senders{either, client, server, either, either, either, either, either,
                                                  client, server, client, server, client, server, either, either};
  const bool early = version != Version::v5 && version != Version::unknown;
  return type == PacketType::disconnect && early ? client : senders[static_cast<std::size_t>(type)];
}

/// "connect"; empty for the reserved type.
std::string_view name_of(PacketType type);
/// All of them, and "will".
std::span<const std::string_view> operation_names();
inline constexpr std::string_view will_operation = "will";

/// The name of a code in a packet, "reason_<n>" where it has none. `has_reasons`: the packet is of version 5's form.
std::string_view reason_name(PacketType type, std::uint8_t code, bool has_reasons);
/// May a packet of the type have that code?
bool may_have_reason(PacketType type, std::uint8_t code, bool has_reasons);

/// From here on a code says that something was refused or went wrong (section 2.4).
inline constexpr std::uint8_t first_error_code = 0x80;

}  // namespace vedette::decoders::mqtt
