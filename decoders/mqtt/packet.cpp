// SPDX-License-Identifier: Apache-2.0
#include "decoders/mqtt/packet.h"

#include "decoders/mqtt/packet_reader.h"

namespace vedette::decoders::mqtt {
namespace {

using core::ByteCursor;

void read_publish(PacketReader& reader, const Header& header, Message& message) {
  message.dup = (header.flags & 0x08) != 0;
  message.qos = static_cast<std::uint8_t>(header.flags >> 1 & 3);
  message.retain = (header.flags & 0x01) != 0;
  const std::size_t at = reader.offset();
  message.topic = counted(reader.in());
  const bool is_plain = is_plain_topic_name(message.topic);
  reader.hold(is_plain || is_utf8(message.topic), Defect::bad_utf8, at);
  if (message.qos != 0) message.packet_id = reader.packet_id();
  if (message.version == Version::v5) reader.properties(PacketType::publish, message.properties);
  if (!reader.in().ok()) return;
  const bool aliased = message.topic.empty() && message.properties.topic_alias;
  reader.hold(is_plain || aliased || is_topic_name(message.topic), Defect::bad_topic, at);
  message.has_payload = true;
  message.payload_length = header.total() - reader.offset();
  message.payload = reader.in().rest();
}

/// PUBACK, PUBREC, PUBREL, PUBCOMP: since version 5 with a reason, which may be left out where it is 0
/// (section 3.4.2.1).
void read_reason(PacketReader& reader, Message& message) {
  message.has_reasons = message.version == Version::v5;
  if (reader.in().empty() || !message.has_reasons) {
    if (message.has_reasons && reader.in().ok()) message.reason_code = std::uint8_t{0};
    return reader.end();
  }
  const std::size_t at = reader.offset();
  message.reason_code = reader.in().u8();
  reader.hold(may_have_reason(message.type, *message.reason_code, true), Defect::bad_reason_code, at);
  if (!reader.in().empty()) reader.properties(message.type, message.properties);
  reader.end();
}

/// Bits 6 and 7 are reserved, and before version 5 all but the QoS (section 3.8.3.1).
void judge_options(PacketReader& reader, const Filter& filter, Version version, std::size_t at) {
  const bool five = version == Version::v5;
  const unsigned qos = filter.options & 3U;
  const unsigned retain_handling = filter.options >> 4 & 3U;
  const bool no_local = (filter.options & 4) != 0;
  reader.hold(qos != 3, Defect::bad_qos, at);
  const bool reserved = (filter.options & (five ? 0xc0 : 0xfc)) != 0;
  const bool forbidden = five && (retain_handling == 3 || (no_local && is_shared(filter.text)));
  reader.hold(!reserved && !forbidden, Defect::bad_subscription_options, at);
}

void read_filters(PacketReader& reader, Message& message) {
  if (message.version == Version::v5) reader.properties(message.type, message.properties);
  ByteCursor& in = reader.in();
  if (!in.ok()) return;
  const bool with_options = message.type == PacketType::subscribe;
  const core::Bytes all = in.peek();
  const std::size_t start = reader.offset();
  reader.hold(!in.empty() || !reader.whole(), Defect::empty_list, start);
  while (!in.empty()) {
    const std::size_t at = reader.offset();
    const Filter filter = next_filter(in, with_options);
    if (!in.ok()) break;
    message.list = all.first(reader.offset() - start);
    reader.hold(is_utf8(filter.text), Defect::bad_utf8, at);
    reader.hold(is_topic_filter(filter.text), Defect::bad_filter, at);
    if (with_options) judge_options(reader, filter, message.version, reader.offset() - 1);
  }
}

/// SUBACK, and since version 5 UNSUBACK, have a code for each filter.
void read_codes(PacketReader& reader, Message& message) {
  message.has_reasons = message.version == Version::v5;
  if (message.has_reasons) reader.properties(message.type, message.properties);
  if (!reader.in().ok()) return;
  if (message.type == PacketType::unsuback && !message.has_reasons) return reader.end();
  const std::size_t at = reader.offset();
  message.list = reader.in().rest();
  reader.hold(!message.list.empty() || !reader.whole(), Defect::empty_list, at);
  for (std::size_t i = 0; i < message.list.size(); ++i) {
    const bool known = may_have_reason(message.type, message.list[i], message.has_reasons);
    reader.hold(known, Defect::bad_reason_code, at + i);
  }
}

/// DISCONNECT and AUTH: reason and properties may be left out (sections 3.14.2.1 and 3.15.2.1).
void read_farewell(PacketReader& reader, Message& message) {
  const bool is_auth = message.type == PacketType::auth;
  if (reader.in().empty() && message.version != Version::v5 && !is_auth) return;
  message.version = message.version == Version::unknown ? Version::v5 : message.version;
  read_reason(reader, message);
}

void read_body(PacketReader& reader, const Header& header, Message& message) {
  switch (header.type) {
    case PacketType::reserved:
      return;
    case PacketType::connect:
      return read_connect(reader, message);
    case PacketType::connack:
      return read_connack(reader, header, message);
    case PacketType::publish:
      return read_publish(reader, header, message);
    case PacketType::puback:
    case PacketType::pubrec:
    case PacketType::pubrel:
    case PacketType::pubcomp:
      message.packet_id = reader.packet_id();
      return read_reason(reader, message);
    case PacketType::subscribe:
    case PacketType::unsubscribe:
      message.packet_id = reader.packet_id();
      return read_filters(reader, message);
    case PacketType::suback:
    case PacketType::unsuback:
      message.packet_id = reader.packet_id();
      return read_codes(reader, message);
    case PacketType::pingreq:
    case PacketType::pingresp:
      return reader.end();
    case PacketType::disconnect:
    case PacketType::auth:
      return read_farewell(reader, message);
  }
}

void judge_header(PacketReader& reader, const Header& header, Version version) {
  const bool early = version != Version::v5 && version != Version::unknown;
  const bool no_type = header.type == PacketType::reserved || (header.type == PacketType::auth && early);
  reader.hold(!no_type, Defect::bad_packet_type, 0);
  if (no_type) return;
  const bool third_qos = header.type == PacketType::publish && (header.flags & 0x06) == 0x06;
  reader.hold(!third_qos, Defect::bad_qos, 0);
  reader.hold(has_good_flags(header), Defect::bad_flags, 0);
}

/// Where a PUBLISH's properties stand, if it has any. The cursor stands behind its identifier.
VersionGuess guess_from_publish(ByteCursor& in, bool whole) {
  constexpr VersionGuess early{Version::early, Evidence::strong};
  if (!in.ok()) return {};
  if (in.empty()) return whole ? early : VersionGuess{};
  const auto length = variable_integer(in);
  if (!length || !in.ok()) return early;
  if (*length == 0) return {Version::v5, Evidence::weak};
  if (*length > in.remaining()) return whole ? early : VersionGuess{};
  Properties properties;
  if (read_properties(in.bytes(*length), PacketType::publish, true, properties)) return early;
  return {Version::v5, Evidence::strong};
}

/// Does a list of filters end where it must, without properties before it?
bool is_early_list(ByteCursor in, bool with_options) {
  while (!in.empty()) {
    const Filter filter = next_filter(in, with_options);
    if (!in.ok() || !is_topic_filter(filter.text)) return false;
  }
  return true;
}

}  // namespace

std::optional<Flaw> read_packet(core::Bytes bytes, const Header& header, Version version, Message& message) {
  PacketReader reader{bytes, header};
  message.type = header.type;
  message.version = version;
  message.size = header.total();
  judge_header(reader, header, version);
  read_body(reader, header, message);
  const auto flaw = reader.result(message);
  message.has_flaw = flaw.has_value();
  return flaw;
}

VersionGuess guess_version(core::Bytes bytes, const Header& header) {
  constexpr VersionGuess early{Version::early, Evidence::strong}, five{Version::v5, Evidence::strong};
  const bool whole = bytes.size() >= header.total();
  ByteCursor in{bytes.subspan(header.size, std::min<std::size_t>(bytes.size() - header.size, header.remaining))};
  switch (header.type) {
    case PacketType::connack:
      return header.remaining == 2 ? early : five;
    case PacketType::publish:
      counted(in);
      if ((header.flags & 0x06) != 0) in.skip(2);
      return guess_from_publish(in, whole);
    case PacketType::puback:
    case PacketType::pubrec:
    case PacketType::pubrel:
    case PacketType::pubcomp:
      return header.remaining > 2 ? five : VersionGuess{};
    case PacketType::unsuback:
      return header.remaining == 2 ? early : five;
    case PacketType::subscribe:
    case PacketType::unsubscribe:
      in.skip(2);
      if (!whole || !in.ok()) return {};
      return is_early_list(in, header.type == PacketType::subscribe) ? early : five;
    case PacketType::suback:
      // Two codes of an earlier version, or no properties and one code: both are 00 and a code.
      in.skip(2);
      return in.u8() == 0 && !in.empty() ? VersionGuess{Version::v5, Evidence::weak} : VersionGuess{};
    case PacketType::disconnect:
      return header.remaining > 0 ? five : VersionGuess{};
    case PacketType::auth:
      return five;
    default:
      return {};
  }
}

std::optional<std::size_t> head_size(core::Bytes bytes, const Header& header, Version version) {
  if (header.type != PacketType::publish) return {};
  ByteCursor in{bytes.subspan(header.size)};
  counted(in);
  if ((header.flags & 0x06) != 0) in.skip(2);
  if (version == Version::v5) in.skip(variable_integer(in).value_or(0));
  if (!in.ok()) return {};
  return header.size + in.offset();
}

}  // namespace vedette::decoders::mqtt
