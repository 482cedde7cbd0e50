// SPDX-License-Identifier: Apache-2.0
#include "decoders/mqtt/framing.h"

#include <algorithm>

#include "core/byte_cursor.h"
#include "decoders/mqtt/properties.h"
#include "decoders/mqtt/text.h"

namespace vedette::decoders::mqtt {
namespace {

using core::ByteCursor;

// A packet that was only guessed to begin here, and whose end can't be seen, may take no more than this with it.
constexpr std::size_t longest_guess = 64 * 1024;

bool is_printable(core::Bytes text) {
  return std::ranges::none_of(text, [](std::uint8_t c) { return c < 0x20 || c == 0x7f; });
}

/// A text with its length before it, as the start of something that `left` bytes hold.
Likeness likeness_of_text(ByteCursor& in, std::size_t left, bool is_filter) {
  const std::uint16_t size = in.be16();
  if (!in.ok()) return Likeness::partial;
  if (size == 0 || size + std::size_t{2} > left) return Likeness::none;
  const std::size_t there = std::min<std::size_t>(size, in.remaining());
  const core::Bytes text = in.bytes(there);
  if (!is_printable(text)) return Likeness::none;
  const bool whole = there == size;
  if (whole && !is_utf8(text)) return Likeness::none;
  if (is_filter ? whole && !is_topic_filter(text) : there > 0 && !is_topic_name(text)) return Likeness::none;
  // What can't be seen whole is judged by what can.
  return whole || there >= likeness_reach / 2 ? Likeness::strong : Likeness::partial;
}

Likeness likeness_of_publish(ByteCursor& in, const Header& header, Version version) {
  const bool has_id = (header.flags & 0x06) != 0;
  const std::size_t least = has_id ? 4 : 2;
  if (header.remaining < least) return Likeness::none;
  ByteCursor topic{in.peek()};
  if (topic.be16() != 0 || !topic.ok()) return likeness_of_text(in, header.remaining, false);
  // No topic: an alias must stand for it, among the properties (section 3.3.2.3.4).
  if (version == Version::v3_1 || version == Version::v3_1_1 || version == Version::early) return Likeness::none;
  if (has_id && topic.be16() == 0 && topic.ok()) return Likeness::none;
  const auto length = variable_integer(topic);
  const std::uint8_t id = topic.u8();
  if (!topic.ok()) return in.remaining() < header.remaining ? Likeness::partial : Likeness::none;
  const bool fits = length && *length >= 3 && *length + least < header.remaining;
  return fits && (property_info(id).packets >> static_cast<unsigned>(PacketType::publish) & 1) != 0 ? Likeness::weak
                                                                                                    : Likeness::none;
}

Likeness likeness_of_connack(ByteCursor& in, const Header& header) {
  const std::uint8_t flags = in.u8(), code = in.u8();
  if (!in.ok()) return header.remaining < 2 ? Likeness::none : Likeness::partial;
  const bool fits =
      flags <= 1 && header.remaining >= 2 && may_have_reason(PacketType::connack, code, header.remaining > 2);
  return fits ? Likeness::weak : Likeness::none;
}

/// Reason and properties at the end of a packet of version 5, `left` bytes in all; before, there is nothing.
Likeness likeness_of_end(ByteCursor& in, PacketType type, std::size_t left, Version version) {
  if (left == 0) return Likeness::weak;
  if (version != Version::v5 && version != Version::unknown) return Likeness::none;
  const std::uint8_t code = in.u8();
  if (!in.ok()) return Likeness::partial;
  if (!may_have_reason(type, code, true)) return Likeness::none;
  if (left == 1) return Likeness::weak;
  const auto length = variable_integer(in);
  if (!in.ok()) return Likeness::partial;
  return length && *length < left ? Likeness::weak : Likeness::none;
}

/// The filters of SUBSCRIBE and UNSUBSCRIBE, with properties before them or without.
Likeness likeness_of_filters(ByteCursor& in, std::size_t left, Version version) {
  ByteCursor early{in.peek()};
  if (version != Version::v5) {
    const Likeness found = likeness_of_text(early, left, true);
    if (found != Likeness::none || version != Version::unknown) return found;
  }
  const auto length = variable_integer(in);
  if (!in.ok()) return Likeness::partial;
  if (!length || *length + std::size_t{3} > left) return Likeness::none;
  if (*length == 0) return likeness_of_text(in, left - 1, true);
  const std::uint8_t id = in.u8();
  if (!in.ok()) return Likeness::partial;
  const std::uint32_t places = property_info(id).packets >> static_cast<unsigned>(PacketType::subscribe) |
                               property_info(id).packets >> static_cast<unsigned>(PacketType::unsubscribe);
  return (places & 1) != 0 ? Likeness::weak : Likeness::none;
}

Likeness likeness_of_suback(ByteCursor& in, PacketType type, std::size_t left, Version version) {
  if (type == PacketType::unsuback && left == 0) return version == Version::v5 ? Likeness::none : Likeness::weak;
  if (left == 0) return Likeness::none;
  const std::uint8_t first = in.u8();
  if (!in.ok()) return Likeness::partial;
  const bool early = version != Version::v5 && may_have_reason(type, first, false);
  const bool has_properties = (version == Version::v5 || version == Version::unknown) && first < left;
  return early || has_properties ? Likeness::weak : Likeness::none;
}

/// Behind the fixed header, of packets that begin with an identifier.
Likeness likeness_of_identified(ByteCursor& in, const Header& header, Version version) {
  if (header.remaining < 2) return Likeness::none;
  const std::uint16_t id = in.be16();
  if (!in.ok()) return Likeness::partial;
  if (id == 0) return Likeness::none;
  const std::size_t left = header.remaining - 2;
  switch (header.type) {
    case PacketType::subscribe:
    case PacketType::unsubscribe:
      return likeness_of_filters(in, left, version);
    case PacketType::suback:
    case PacketType::unsuback:
      return likeness_of_suback(in, header.type, left, version);
    default:
      return likeness_of_end(in, header.type, left, version);
  }
}

Likeness likeness_of_body(ByteCursor& in, core::Bytes bytes, const Header& header, Version version) {
  switch (header.type) {
    case PacketType::reserved:
      return Likeness::none;
    case PacketType::connect:
      return likeness_of_connect(bytes);
    case PacketType::connack:
      return likeness_of_connack(in, header);
    case PacketType::publish:
      return likeness_of_publish(in, header, version);
    case PacketType::pingreq:
    case PacketType::pingresp:
      return header.remaining == 0 ? Likeness::weak : Likeness::none;
    case PacketType::disconnect:
    case PacketType::auth:
      return likeness_of_end(in, header.type, header.remaining, version);
    default:
      return likeness_of_identified(in, header, version);
  }
}

/// Where a packet seems to begin: does what follows agree?
bool ends_well(core::Bytes bytes, Version version, Likeness found, bool trusted) {
  Header header;
  read_header(bytes, header);
  if (header.total() == bytes.size()) return true;
  if (header.total() < bytes.size()) return likeness(bytes.subspan(header.total()), version) != Likeness::none;
  return trusted || (found == Likeness::strong && header.total() <= longest_guess);
}

}  // namespace

Framing read_long_header(core::Bytes bytes, Header& header) {
  ByteCursor in{bytes.first(std::min<std::size_t>(bytes.size(), 5))};
  const std::uint8_t first = in.u8();
  const auto remaining = variable_integer(in);
  if (!in.ok()) return Framing::partial;
  header.type = static_cast<PacketType>(first >> 4);
  header.flags = first & 0x0f;
  header.size = static_cast<std::uint8_t>(in.offset());
  header.remaining = remaining.value_or(0);
  return remaining ? Framing::whole : Framing::bad_length;
}

bool has_good_length_unless_publish(const Header& header, Version version) {
  const bool early = version != Version::v5 && version != Version::unknown;
  switch (header.type) {
    case PacketType::pingreq:
    case PacketType::pingresp:
      return header.remaining == 0;
    case PacketType::disconnect:
      return !early || header.remaining == 0;
    case PacketType::puback:
    case PacketType::pubrec:
    case PacketType::pubrel:
    case PacketType::pubcomp:
    case PacketType::unsuback:
      return early ? header.remaining == 2 : header.remaining >= 2;
    case PacketType::auth:
    case PacketType::reserved:
      return true;
    default:
      return header.remaining >= 2;
  }
}

Likeness likeness(core::Bytes bytes, Version version) {
  bytes = bytes.first(std::min(bytes.size(), likeness_reach));
  if (bytes.empty()) return Likeness::partial;
  // The first byte alone rules out most of what is no packet.
  const Header alone{static_cast<PacketType>(bytes[0] >> 4), static_cast<std::uint8_t>(bytes[0] & 0x0f), 0, 0};
  if (!has_good_flags(alone) || alone.type == PacketType::reserved) return Likeness::none;
  Header header;
  switch (read_header(bytes, header)) {
    case Framing::partial:
      return Likeness::partial;
    case Framing::bad_length:
      return Likeness::none;
    case Framing::whole:
      break;
  }
  const bool shortest = header.size == 2 || bytes[header.size - std::size_t{1}] != 0;
  if (!shortest || !has_good_length(header, version)) return Likeness::none;
  const core::Bytes body = bytes.subspan(header.size);
  ByteCursor in{body.first(std::min<std::size_t>(body.size(), header.remaining))};
  const Likeness found = likeness_of_body(in, bytes, header, version);
  // The packet is all there, and yet it asks for more.
  if (found == Likeness::partial && body.size() >= header.remaining) return Likeness::none;
  return found;
}

Likeness likeness_of_connect(core::Bytes bytes) {
  if (bytes.empty()) return Likeness::partial;
  Header header;
  if (bytes[0] != 0x10) return Likeness::none;
  switch (read_header(bytes, header)) {
    case Framing::partial:
      return Likeness::partial;
    case Framing::bad_length:
      return Likeness::none;
    case Framing::whole:
      break;
  }
  if (header.remaining < 10) return Likeness::none;
  const std::string_view seen = core::as_text(bytes.subspan(header.size));
  for (const std::string_view name : {std::string_view{"\0\4MQTT", 6}, std::string_view{"\0\6MQIsdp", 8}}) {
    if (seen.starts_with(name)) return Likeness::strong;
    if (name.starts_with(seen)) return Likeness::partial;
  }
  return Likeness::none;
}

std::size_t find_packet(core::Bytes bytes, std::size_t from, Version version, bool trusted, bool finished) {
  for (std::size_t at = from; at < bytes.size(); ++at) {
    const core::Bytes here = bytes.subspan(at);
    const Likeness found = likeness(here, version);
    if (found == Likeness::none) continue;
    if (found == Likeness::partial) {
      if (!finished) return at;
      continue;
    }
    if (ends_well(here, version, found, trusted && at == 0)) return at;
  }
  return bytes.size();
}

}  // namespace vedette::decoders::mqtt
