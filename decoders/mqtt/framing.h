// SPDX-License-Identifier: Apache-2.0
// Where packets begin and end in a stream: the fixed header (MQTT 5.0, section 2.1), and how to tell the start of a
// packet from other bytes where the thread was lost or was never held.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/bytes.h"
#include "decoders/mqtt/packet_types.h"

namespace vedette::decoders::mqtt {

struct Header {
  PacketType type = PacketType::reserved;
  std::uint8_t flags = 0;
  std::uint8_t size = 0;        ///< of the header itself, 2 to 5
  std::uint32_t remaining = 0;  ///< bytes behind the header
  std::size_t total() const { return std::size_t{size} + remaining; }
};

enum class Framing : std::uint8_t { whole, partial, bad_length };
Framing read_long_header(core::Bytes bytes, Header& header);
/// Reads the fixed header alone; what follows need not be there. Most packets say their length in one byte.
inline Framing read_header(core::Bytes bytes, Header& header) {
  if (bytes.size() < 2 || bytes[1] >= 0x80) return read_long_header(bytes, header);
  header = {static_cast<PacketType>(bytes[0] >> 4), static_cast<std::uint8_t>(bytes[0] & 0x0f), 2, bytes[1]};
  return Framing::whole;
}

/// Are the flags those that the type must have (section 2.1.3)? Of PUBLISH: no QoS 3, and none repeated at QoS 0.
inline bool has_good_flags(const Header& header) {
  if (header.type == PacketType::publish) return (header.flags & 0x06) != 0x06 && (header.flags & 0x0e) != 0x08;
  const bool has_two = header.type == PacketType::pubrel || header.type == PacketType::subscribe ||
                       header.type == PacketType::unsubscribe;
  return header.flags == (has_two ? 2 : 0);
}
bool has_good_length_unless_publish(const Header& header, Version version);
/// May a packet of the type be so long?
inline bool has_good_length(const Header& header, Version version) {
  return header.type == PacketType::publish ? header.remaining >= 2 : has_good_length_unless_publish(header, version);
}

/// How much bytes look like the start of a packet, judged by no more than the first 80 of them.
enum class Likeness : std::uint8_t {
  none,
  partial,  ///< so far nothing contradicts it
  weak,     ///< a packet of few bytes, which may stand anywhere by chance
  strong,   ///< a packet with a text where one must stand
};
inline constexpr std::size_t likeness_reach = 80;
Likeness likeness(core::Bytes bytes, Version version);

/// CONNECT with its protocol name is proof enough for a conversation's protocol.
Likeness likeness_of_connect(core::Bytes bytes);

/// The first offset, from `from` on, where a packet begins, or may begin as far as the bytes go; bytes.size() where
/// none does. `trusted`: the offset 0 is the start of a segment. `finished`: no more will come. Linear in the bytes.
std::size_t find_packet(core::Bytes bytes, std::size_t from, Version version, bool trusted, bool finished);

}  // namespace vedette::decoders::mqtt
