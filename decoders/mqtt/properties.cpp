// SPDX-License-Identifier: Apache-2.0
#include "decoders/mqtt/properties.h"

#include <array>

#include "decoders/mqtt/text.h"

namespace vedette::decoders::mqtt {
namespace {

using enum PacketType;

constexpr std::uint32_t bit(PacketType type) {
  return 1U << static_cast<unsigned>(type);
}
template <typename... Types>
constexpr std::uint32_t in(Types... types) {
  return (bit(types) | ...);
}
constexpr std::uint32_t messages = in(publish, will_properties), handshake = in(connect, connack);
constexpr std::uint32_t answers = in(connack, puback, pubrec, pubrel, pubcomp, suback, unsuback, disconnect, auth);
constexpr std::uint32_t all = answers | messages | in(connect, subscribe, unsubscribe);

struct Assigned {
  std::uint8_t id;
  PropertyInfo info;
};

using enum PropertyForm;
// Section 2.2.2.2, table 2-4.
constexpr Assigned assigned[] = {
    {1, {"payload_format_indicator", flag, 1, messages}},
    {2, {"message_expiry_interval", number, 4, messages}},
    {3, {"content_type", text, 0, messages}},
    {8, {"response_topic", text, 0, messages}},
    {9, {"correlation_data", binary, 0, messages}},
    {11, {"subscription_identifier", variable, 0, in(publish, subscribe), true}},
    {17, {"session_expiry_interval", number, 4, handshake | in(disconnect)}},
    {18, {"assigned_client_identifier", text, 0, in(connack)}},
    {19, {"server_keep_alive", number, 2, in(connack)}},
    {21, {"authentication_method", text, 0, handshake | in(auth)}},
    {22, {"authentication_data", binary, 0, handshake | in(auth)}},
    {23, {"request_problem_information", flag, 1, in(connect)}},
    {24, {"will_delay_interval", number, 4, in(will_properties)}},
    {25, {"request_response_information", flag, 1, in(connect)}},
    {26, {"response_information", text, 0, in(connack)}},
    {28, {"server_reference", text, 0, in(connack, disconnect)}},
    {31, {"reason_string", text, 0, answers}},
    {33, {"receive_maximum", number, 2, handshake, true}},
    {34, {"topic_alias_maximum", number, 2, handshake}},
    {35, {"topic_alias", number, 2, in(publish)}},
    {36, {"maximum_qos", flag, 1, in(connack)}},
    {37, {"retain_available", flag, 1, in(connack)}},
    {38, {"user_property", pair, 0, all, false, true}},
    {39, {"maximum_packet_size", number, 4, handshake, true}},
    {40, {"wildcard_subscription_available", flag, 1, in(connack)}},
    {41, {"subscription_identifiers_available", flag, 1, in(connack)}},
    {42, {"shared_subscription_available", flag, 1, in(connack)}},
};

constexpr auto infos = [] {
  std::array<PropertyInfo, 64> table{};
  for (const auto& [id, info] : assigned) table[id] = info;
  return table;
}();
constexpr PropertyInfo none_such{};

bool is_well_formed(const Property& p) {
  if (p.info->form == text) return is_utf8(p.text);
  return p.info->form != pair || (is_utf8(p.text) && is_utf8(p.value));
}

/// A publish matches several subscriptions, and then has an identifier for each (section 3.3.2.3.8).
bool may_repeat(const Property& p, PropertyPlace place) {
  return p.info->repeats ||
         (p.id == static_cast<std::uint8_t>(PropertyId::subscription_identifier) && place == publish);
}

std::optional<Defect> judge(const Property& p, PropertyPlace place, std::uint64_t& seen) {
  if ((p.info->packets & bit(place)) == 0) return Defect::bad_property;
  const std::uint64_t own = std::uint64_t{1} << p.id;
  if ((seen & own) != 0 && !may_repeat(p, place)) return Defect::duplicate_property;
  seen |= own;
  if (!is_well_formed(p)) return Defect::bad_utf8;
  if ((p.info->form == flag && p.number > 1) || (p.info->not_zero && p.number == 0)) return Defect::bad_property_value;
  return {};
}

void note(const Property& p, std::size_t offset, Properties& properties) {
  switch (static_cast<PropertyId>(p.id)) {
    case PropertyId::topic_alias:
      properties.topic_alias = static_cast<std::uint16_t>(p.number);
      properties.alias_offset = offset;
      break;
    case PropertyId::topic_alias_maximum:
      properties.topic_alias_maximum = static_cast<std::uint16_t>(p.number);
      break;
    case PropertyId::assigned_client_identifier:
      properties.assigned_client_id = p.text;
      break;
    case PropertyId::subscription_identifier:
      properties.has_subscription_id = true;
      break;
    default:
      break;
  }
}

}  // namespace

const PropertyInfo& property_info(std::uint32_t id) {
  return id < infos.size() ? infos[id] : none_such;
}

std::optional<std::uint32_t> variable_integer(core::ByteCursor& in) {
  std::uint32_t value = 0;
  for (unsigned shift = 0; shift < 28; shift += 7) {
    const std::uint8_t byte = in.u8();
    value |= static_cast<std::uint32_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  return {};
}

bool next_property(core::ByteCursor& in, Property& property) {
  property = {};
  const auto id = variable_integer(in);
  if (!in.ok() || !id) return false;
  property.info = &property_info(*id);
  if (property.info->form == none) return false;
  property.id = static_cast<std::uint8_t>(*id);
  switch (property.info->form) {
    case none:
      return false;
    case flag:
    case byte:
      property.number = in.u8();
      break;
    case number:
      property.number = property.info->size == 2 ? in.be16() : in.be32();
      break;
    case variable: {
      const auto value = variable_integer(in);
      if (!value) in.fail();
      property.number = value.value_or(0);
      break;
    }
    case pair:
      property.text = counted(in);
      property.value = counted(in);
      break;
    case text:
    case binary:
      property.text = counted(in);
      break;
  }
  return in.ok();
}

std::optional<Flaw> read_properties(core::Bytes bytes, PropertyPlace place, bool whole, Properties& properties) {
  core::ByteCursor in{bytes};
  std::uint64_t seen = 0;
  Property property;
  while (!in.empty()) {
    const std::size_t at = in.offset();
    if (!next_property(in, property)) {
      if (in.ok()) return Flaw{Defect::bad_property, at};
      if (!whole) return {};
      return Flaw{Defect::bad_property_length, at};
    }
    if (const auto defect = judge(property, place, seen)) return Flaw{*defect, at};
    note(property, at, properties);
    properties.raw = bytes.first(in.offset());
  }
  return {};
}

}  // namespace vedette::decoders::mqtt
