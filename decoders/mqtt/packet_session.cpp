// SPDX-License-Identifier: Apache-2.0
// The packets by which a session begins: CONNECT (MQTT 5.0, section 3.1) and CONNACK (section 3.2).
#include <string_view>

#include "decoders/mqtt/packet_reader.h"

namespace vedette::decoders::mqtt {
namespace {

// Brokers that connect to brokers set it, so that they are told apart (mosquitto: try_private).
constexpr std::uint8_t bridge_bit = 0x80;

constexpr std::uint8_t clean_start_bit = 0x02, will_bit = 0x04, will_retain_bit = 0x20, password_bit = 0x40,
                       user_name_bit = 0x80;

/// Name and version must agree (MQTT 3.1, section 3.1; MQTT 3.1.1, section 3.1.2.1).
void read_protocol(PacketReader& reader, Message& message) {
  const std::size_t at = reader.offset();
  const std::string_view name = core::as_text(reader.text());
  const std::size_t version_at = reader.offset();
  const std::uint8_t version = reader.in().u8();
  if (!reader.in().ok()) return;
  const bool known_name = name == "MQTT" || name == "MQIsdp";
  reader.hold(known_name, Defect::bad_protocol_name, at);
  const auto number = static_cast<std::uint8_t>(version & ~bridge_bit);
  const bool known = number >= 3 && number <= 5;
  const bool agrees = known && (number == 3) == (name == "MQIsdp");
  if (known_name) reader.hold(agrees, Defect::bad_protocol_version, version_at);
  if (known) message.version = static_cast<Version>(number);
  message.connect.bridge = version != number;
}

std::uint8_t read_flags(PacketReader& reader, Message& message) {
  const std::size_t at = reader.offset();
  const std::uint8_t flags = reader.in().u8();
  if (!reader.in().ok()) return 0;
  Connect& connect = message.connect;
  connect.has_flags = true;
  connect.clean_start = (flags & clean_start_bit) != 0;
  connect.has_will = (flags & will_bit) != 0;
  connect.password_present = (flags & password_bit) != 0;
  connect.will.qos = static_cast<std::uint8_t>(flags >> 3 & 3);
  connect.will.retain = (flags & will_retain_bit) != 0;
  const bool will_is_right = connect.has_will ? connect.will.qos != 3 : connect.will.qos == 0 && !connect.will.retain;
  const bool password_is_right =
      message.version == Version::v5 || !connect.password_present || (flags & user_name_bit) != 0;
  reader.hold((flags & 1) == 0 && will_is_right && password_is_right, Defect::bad_connect_flags, at);
  return flags;
}

void read_will(PacketReader& reader, Message& message) {
  Connect::Will& will = message.connect.will;
  if (message.version == Version::v5) reader.properties(will_properties, will.properties);
  will.topic = reader.topic();
  const core::Bytes payload = counted(reader.in());
  if (reader.in().ok()) will.length = payload.size();
}

}  // namespace

void read_connect(PacketReader& reader, Message& message) {
  message.connect = {};
  Connect& connect = message.connect;
  read_protocol(reader, message);
  const std::uint8_t flags = read_flags(reader, message);
  const std::uint16_t keep_alive = reader.in().be16();
  if (!reader.in().ok()) return;
  connect.keep_alive = keep_alive;
  if (message.version == Version::v5) reader.properties(PacketType::connect, message.properties);
  const core::Bytes client_id = reader.text();
  if (reader.in().ok()) connect.client_id = client_id;
  if (connect.has_will) read_will(reader, message);
  if ((flags & user_name_bit) != 0) {
    const core::Bytes user_name = reader.text();
    if (reader.in().ok()) connect.user_name = user_name;
  }
  if (connect.password_present) counted(reader.in());
  reader.end();
}

// A server that doesn't know the client's version answers in the form of its own (MQTT 3.1.1, section 3.2.2.3).
void read_connack(PacketReader& reader, const Header& header, Message& message) {
  message.has_reasons = header.remaining > 2;
  const std::size_t at = reader.offset();
  const std::uint8_t flags = reader.in().u8();
  if (reader.in().ok()) {
    message.session_known = true;
    message.session_present = (flags & 1) != 0;
    reader.hold((flags & 0xfe) == 0, Defect::bad_flags, at);
  }
  const std::size_t code_at = reader.offset();
  const std::uint8_t code = reader.in().u8();
  if (!reader.in().ok()) return;
  message.reason_code = code;
  reader.hold(may_have_reason(PacketType::connack, code, message.has_reasons), Defect::bad_reason_code, code_at);
  if (message.has_reasons) reader.properties(PacketType::connack, message.properties);
  reader.end();
}

}  // namespace vedette::decoders::mqtt
