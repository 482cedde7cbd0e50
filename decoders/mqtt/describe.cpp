// SPDX-License-Identifier: Apache-2.0
// Every field of an MQTT packet by the name that `vedette decode` gives it. Payloads, passwords and authentication data
// are never said, only how long they are.
#include "decoders/mqtt/decoder.h"

namespace vedette::decoders::mqtt {
namespace {

using core::FieldWriter;

void describe_texts(std::string_view name, core::Bytes list, FieldWriter& fields) {
  if (list.empty()) return;
  fields.begin_array(name);
  for (core::ByteCursor in{list}; !in.empty();) fields.text({}, core::as_text(counted(in)));
  fields.end_array();
}

void describe_property(const Property& property, FieldWriter& fields) {
  switch (property.info->form) {
    case PropertyForm::flag:
    case PropertyForm::byte:
    case PropertyForm::number:
    case PropertyForm::variable:
      fields.number(property.info->name, property.number);
      break;
    case PropertyForm::text:
      fields.text(property.info->name, core::as_text(property.text));
      break;
    case PropertyForm::binary: {
      const bool secret = property.id == static_cast<std::uint8_t>(PropertyId::authentication_data);
      fields.number(secret ? "authentication_data_length" : "correlation_data_length", property.text.size());
      break;
    }
    case PropertyForm::pair:
    case PropertyForm::none:
      break;
  }
}

void describe_user_properties(core::Bytes raw, FieldWriter& fields) {
  fields.begin_array("user_properties");
  Property property;
  for (core::ByteCursor in{raw}; next_property(in, property);) {
    if (property.info->form != PropertyForm::pair) continue;
    fields.begin_object({});
    fields.text("name", core::as_text(property.text));
    fields.text("value", core::as_text(property.value));
    fields.end_object();
  }
  fields.end_array();
}

void describe_subscription_ids(core::Bytes raw, FieldWriter& fields) {
  fields.begin_array("subscription_identifiers");
  Property property;
  for (core::ByteCursor in{raw}; next_property(in, property);) {
    if (property.id == static_cast<std::uint8_t>(PropertyId::subscription_identifier))
      fields.number({}, property.number);
  }
  fields.end_array();
}

/// What may stand more than once is an array.
void describe_properties(const Properties& properties, FieldWriter& fields) {
  if (properties.raw.empty()) return;
  fields.begin_object("properties");
  bool user_properties = false;
  Property property;
  for (core::ByteCursor in{properties.raw}; next_property(in, property);) {
    user_properties = user_properties || property.info->form == PropertyForm::pair;
    if (property.id != static_cast<std::uint8_t>(PropertyId::subscription_identifier))
      describe_property(property, fields);
  }
  if (properties.has_subscription_id) describe_subscription_ids(properties.raw, fields);
  if (user_properties) describe_user_properties(properties.raw, fields);
  fields.end_object();
}

void describe_will(const Connect::Will& will, FieldWriter& fields) {
  fields.begin_object("will");
  fields.text("topic", core::as_text(will.topic));
  fields.number("qos", will.qos);
  fields.boolean("retain", will.retain);
  if (will.length) fields.number("length", *will.length);
  describe_properties(will.properties, fields);
  fields.end_object();
}

void describe_connect(const Message& m, FieldWriter& fields) {
  const Connect& connect = m.connect;
  if (connect.bridge) fields.boolean("bridge", true);
  if (connect.client_id) fields.text("client_id", core::as_text(*connect.client_id));
  if (connect.user_name) fields.text("username", core::as_text(*connect.user_name));
  if (connect.has_flags) {
    fields.boolean("password_present", connect.password_present);
    fields.boolean("clean_start", connect.clean_start);
  }
  if (connect.keep_alive) fields.number("keep_alive", *connect.keep_alive);
  if (connect.has_will) describe_will(connect.will, fields);
}

void describe_publish(const Message& m, FieldWriter& fields) {
  fields.boolean("dup", m.dup);
  fields.number("qos", m.qos);
  fields.boolean("retain", m.retain);
  if (!m.topic.empty()) fields.text("topic", core::as_text(m.topic));
  if (m.properties.topic_alias) fields.number("topic_alias", *m.properties.topic_alias);
  if (m.topic_unknown) fields.boolean("topic_unknown", true);
  if (m.has_payload) fields.number("payload_length", m.payload_length);
  describe_texts("matched_filters", m.matched_filters, fields);
}

void describe_filters(const Message& m, FieldWriter& fields) {
  if (m.list.empty()) return;
  const bool with_options = m.type == PacketType::subscribe;
  fields.begin_array("subscriptions");
  for (core::ByteCursor in{m.list}; !in.empty();) {
    const Filter filter = next_filter(in, with_options);
    fields.begin_object({});
    fields.text("filter", core::as_text(filter.text));
    if (with_options) fields.number("qos", filter.options & 3U);
    if (with_options && m.version == Version::v5) {
      fields.boolean("no_local", (filter.options & 4) != 0);
      fields.boolean("retain_as_published", (filter.options & 8) != 0);
      fields.number("retain_handling", filter.options >> 4 & 3U);
    }
    fields.end_object();
  }
  fields.end_array();
}

void describe_codes(const Message& m, FieldWriter& fields) {
  if (m.list.empty()) return;
  fields.begin_array("reason_codes");
  for (const std::uint8_t code : m.list) fields.number({}, code);
  fields.end_array();
  fields.begin_array("reasons");
  for (const std::uint8_t code : m.list) fields.text({}, reason_name(m.type, code, m.has_reasons));
  fields.end_array();
}

void describe_body(const Message& m, FieldWriter& fields) {
  switch (m.type) {
    case PacketType::connect:
      return describe_connect(m, fields);
    case PacketType::publish:
      return describe_publish(m, fields);
    case PacketType::subscribe:
    case PacketType::unsubscribe:
      return describe_filters(m, fields);
    case PacketType::suback:
    case PacketType::unsuback:
      return describe_codes(m, fields);
    default:
      break;
  }
}

}  // namespace

void Decoder::describe(const Message& m, FieldWriter& fields) {
  if (const auto name = name_of(m.type); !name.empty()) fields.text("type", name);
  if (m.version != Version::unknown) fields.number("version", static_cast<std::uint8_t>(m.version));
  if (m.packet_id) fields.number("packet_id", *m.packet_id);
  describe_body(m, fields);
  if (m.session_known) fields.boolean("session_present", m.session_present);
  if (m.reason_code) {
    fields.number("reason_code", *m.reason_code);
    fields.text("reason", reason_name(m.type, *m.reason_code, m.has_reasons));
  }
  describe_properties(m.properties, fields);
  if (m.sparkplug) {
    fields.begin_object("sparkplug");
    m.sparkplug->describe(fields);
    fields.end_object();
  }
  if (m.incomplete) fields.boolean("incomplete", true);
  if (m.matched) fields.number("request_pcap_cnt", m.request_frame);
  if (m.retransmitted_frame != 0) fields.number("retransmits_pcap_cnt", m.retransmitted_frame);
  if (m.websocket) fields.boolean("websocket", true);
}

}  // namespace vedette::decoders::mqtt
