// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/mqtt_packet.h"

namespace vedette::lab::mqtt {
namespace {

/// The fixed header (M 2.1) before what follows.
void packet(Octets& out, unsigned type, unsigned flags, View rest) {
  out.u8(type << 4 | flags);
  std::size_t left = rest.size();
  do {
    out.u8((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    left >>= 7;
  } while (left > 0);
  out.bytes(rest);
}

Octets& text(Octets& out, std::string_view value) {
  return out.u16(value.size()).text(value);
}

constexpr std::uint8_t message_expiry = 0x02, session_expiry = 0x11, receive_maximum = 0x21, alias_maximum = 0x22,
                       topic_alias = 0x23;
constexpr std::uint32_t kept_for = 3600;  // seconds, of sessions that outlive their connection

}  // namespace

void connect(Octets& out, const Connect& what) {
  const bool v5 = what.version == Version::v5;
  unsigned flags = what.clean ? 0x02 : 0;
  if (what.will) flags |= 0x04u | static_cast<unsigned>(what.will->qos << 3) | (what.will->retain ? 0x20u : 0u);
  if (!what.user.empty()) flags |= 0x80;
  if (!what.password.empty()) flags |= 0x40;
  Octets rest;
  text(rest, "MQTT").u8(static_cast<std::uint8_t>(what.version)).u8(flags).u16(what.keep_alive);
  if (v5 && what.clean) rest.u8(3).u8(receive_maximum).u16(20);
  if (v5 && !what.clean) rest.u8(8).u8(session_expiry).u32(kept_for).u8(receive_maximum).u16(20);
  text(rest, what.client_id);
  if (what.will) {
    if (v5) rest.u8(0);
    text(text(rest, what.will->topic), what.will->payload);
  }
  if (!what.user.empty()) text(rest, what.user);
  if (!what.password.empty()) text(rest, what.password);
  packet(out, 1, 0, rest);
}

void connack(Octets& out, Version version, bool session_present, Reason reason) {
  constexpr std::uint8_t not_authorized_v3 = 5;
  Octets rest = Octets{}.u8(session_present ? 1 : 0);
  if (version == Version::v5) {
    rest.u8(static_cast<std::uint8_t>(reason));
    if (reason == Reason::success) {
      rest.u8(6).u8(alias_maximum).u16(10).u8(receive_maximum).u16(20);
    } else {
      rest.u8(0);
    }
  } else {
    rest.u8(reason == Reason::success ? 0 : not_authorized_v3);
  }
  packet(out, 2, 0, rest);
}

void publish(Octets& out, Version version, const Message& message, std::uint8_t qos, bool retain, std::uint16_t id,
             std::uint16_t alias, bool alias_is_known) {
  Octets rest;
  text(rest, alias_is_known ? std::string_view{} : std::string_view{message.topic});
  if (qos > 0) rest.u16(id);
  if (version == Version::v5) {
    if (alias != 0) {
      rest.u8(3).u8(topic_alias).u16(alias);
    } else {
      rest.u8(0);
    }
  }
  rest.text(message.payload);
  packet(out, 3, static_cast<unsigned>(qos << 1) | (retain ? 1u : 0u), rest);
}

void acknowledge(Octets& out, Acknowledgement type, Version version, std::uint16_t id, Reason reason) {
  Octets rest = Octets{}.u16(id);
  if (version == Version::v5 && reason != Reason::success) rest.u8(static_cast<std::uint8_t>(reason)).u8(0);
  packet(out, static_cast<unsigned>(type), type == Acknowledgement::pubrel ? 2 : 0, rest);
}

void subscribe(Octets& out, Version version, std::uint16_t id, std::span<const Filter> filters) {
  Octets rest = Octets{}.u16(id);
  if (version == Version::v5) rest.u8(0);
  for (const auto& filter : filters) text(rest, filter.filter).u8(filter.qos);
  packet(out, 8, 2, rest);
}

void suback(Octets& out, Version version, std::uint16_t id, std::span<const Filter> filters) {
  Octets rest = Octets{}.u16(id);
  if (version == Version::v5) rest.u8(0);
  for (const auto& filter : filters) rest.u8(filter.qos);
  packet(out, 9, 0, rest);
}

void unsubscribe(Octets& out, Version version, std::uint16_t id, std::string_view filter) {
  Octets rest = Octets{}.u16(id);
  if (version == Version::v5) rest.u8(0);
  text(rest, filter);
  packet(out, 10, 2, rest);
}

void unsuback(Octets& out, Version version, std::uint16_t id) {
  Octets rest = Octets{}.u16(id);
  if (version == Version::v5) rest.u8(0).u8(0);
  packet(out, 11, 0, rest);
}

void ping_request(Octets& out) {
  packet(out, 12, 0, {});
}

void ping_response(Octets& out) {
  packet(out, 13, 0, {});
}

void disconnect(Octets& out, Version version, Reason reason) {
  Octets rest;
  if (version == Version::v5 && reason != Reason::success) rest.u8(static_cast<std::uint8_t>(reason)).u8(0);
  packet(out, 14, 0, rest);
}

bool matches(std::string_view filter, std::string_view topic) {
  if (topic.starts_with('$') && !filter.starts_with('$')) return false;
  while (true) {
    const auto in_filter = filter.find('/'), in_topic = topic.find('/');
    const auto level = filter.substr(0, in_filter);
    if (level == "#") return true;
    if (level != "+" && level != topic.substr(0, in_topic)) return false;
    const bool filter_ends = in_filter == std::string_view::npos, topic_ends = in_topic == std::string_view::npos;
    if (topic_ends) return filter_ends || filter.substr(in_filter + 1) == "#";  // "a/#" is also "a"
    if (filter_ends) return false;
    filter.remove_prefix(in_filter + 1);
    topic.remove_prefix(in_topic + 1);
  }
}

}  // namespace vedette::lab::mqtt
