// SPDX-License-Identifier: Apache-2.0
#include "decoders/mqtt/packet_types.h"

#include <array>

namespace vedette::decoders::mqtt {
namespace {

constexpr std::array<std::string_view, 17> names{
    "",       "connect",     "connack",  "publish", "puback",   "pubrec",     "pubrel", "pubcomp",     "subscribe",
    "suback", "unsubscribe", "unsuback", "pingreq", "pingresp", "disconnect", "auth",   will_operation};

constexpr std::uint32_t bit(PacketType type) {
  return 1U << static_cast<unsigned>(type);
}
template <typename... Types>
constexpr std::uint32_t in(Types... types) {
  return (bit(types) | ...);
}

struct Reason {
  std::uint8_t code;
  std::string_view name;
  std::uint32_t packets;
};

using enum PacketType;
constexpr std::uint32_t publish_answers = in(puback, pubrec), list_answers = in(suback, unsuback);
constexpr std::uint32_t refusals = in(connack, disconnect);
constexpr std::uint32_t anywhere = refusals | publish_answers | list_answers;

// Section 2.4, table 2-6. Where a code has several names, each stands with its packets.
constexpr Reason reasons[] = {
    {0x00, "success", in(connack, puback, pubrec, pubrel, pubcomp, unsuback, auth)},
    {0x00, "normal_disconnection", in(disconnect)},
    {0x00, "granted_qos_0", in(suback)},
    {0x01, "granted_qos_1", in(suback)},
    {0x02, "granted_qos_2", in(suback)},
    {0x04, "disconnect_with_will_message", in(disconnect)},
    {0x10, "no_matching_subscribers", publish_answers},
    {0x11, "no_subscription_existed", in(unsuback)},
    {0x18, "continue_authentication", in(auth)},
    {0x19, "re_authenticate", in(auth)},
    {0x80, "unspecified_error", anywhere},
    {0x81, "malformed_packet", refusals},
    {0x82, "protocol_error", refusals},
    {0x83, "implementation_specific_error", anywhere},
    {0x84, "unsupported_protocol_version", in(connack)},
    {0x85, "client_identifier_not_valid", in(connack)},
    {0x86, "bad_user_name_or_password", in(connack)},
    {0x87, "not_authorized", anywhere},
    {0x88, "server_unavailable", in(connack)},
    {0x89, "server_busy", refusals},
    {0x8a, "banned", in(connack)},
    {0x8b, "server_shutting_down", in(disconnect)},
    {0x8c, "bad_authentication_method", refusals},
    {0x8d, "keep_alive_timeout", in(disconnect)},
    {0x8e, "session_taken_over", in(disconnect)},
    {0x8f, "topic_filter_invalid", list_answers | in(disconnect)},
    {0x90, "topic_name_invalid", refusals | publish_answers},
    {0x91, "packet_identifier_in_use", publish_answers | list_answers},
    {0x92, "packet_identifier_not_found", in(pubrel, pubcomp)},
    {0x93, "receive_maximum_exceeded", in(disconnect)},
    {0x94, "topic_alias_invalid", in(disconnect)},
    {0x95, "packet_too_large", refusals},
    {0x96, "message_rate_too_high", in(disconnect)},
    {0x97, "quota_exceeded", refusals | publish_answers | in(suback)},
    {0x98, "administrative_action", in(disconnect)},
    {0x99, "payload_format_invalid", refusals | publish_answers},
    {0x9a, "retain_not_supported", refusals},
    {0x9b, "qos_not_supported", refusals},
    {0x9c, "use_another_server", refusals},
    {0x9d, "server_moved", refusals},
    {0x9e, "shared_subscriptions_not_supported", in(suback, disconnect)},
    {0x9f, "connection_rate_exceeded", refusals},
    {0xa0, "maximum_connect_time", in(disconnect)},
    {0xa1, "subscription_identifiers_not_supported", in(suback, disconnect)},
    {0xa2, "wildcard_subscriptions_not_supported", in(suback, disconnect)},
};

// MQTT 3.1.1, sections 3.2.2.3 and 3.9.3.
constexpr Reason early_reasons[] = {
    {0, "connection_accepted", in(connack)},       {1, "unacceptable_protocol_version", in(connack)},
    {2, "identifier_rejected", in(connack)},       {3, "server_unavailable", in(connack)},
    {4, "bad_user_name_or_password", in(connack)}, {5, "not_authorized", in(connack)},
    {0x00, "granted_qos_0", in(suback)},           {0x01, "granted_qos_1", in(suback)},
    {0x02, "granted_qos_2", in(suback)},           {0x80, "failure", in(suback)},
};

const Reason* find(PacketType type, std::uint8_t code, bool has_reasons) {
  const auto table = has_reasons ? std::span<const Reason>{reasons} : std::span<const Reason>{early_reasons};
  for (const Reason& reason : table) {
    if (reason.code == code && (reason.packets & bit(type)) != 0) return &reason;
  }
  return nullptr;
}

/// "reason_0" to "reason_255", so that a code without a name still has a static one.
constexpr auto numbered = [] {
  struct Name {
    std::array<char, 12> text{};
    std::size_t length = 0;
  };
  std::array<Name, 256> all{};
  for (std::size_t n = 0; n < all.size(); ++n) {
    for (const char c : std::string_view{"reason_"}) all[n].text[all[n].length++] = c;
    for (std::size_t digit = n >= 100 ? 100 : n >= 10 ? 10 : 1; digit > 0; digit /= 10)
      all[n].text[all[n].length++] = static_cast<char>('0' + n / digit % 10);
  }
  return all;
}();

}  // namespace

std::string_view name_of(PacketType type) {
  return names[static_cast<std::size_t>(type)];
}

std::span<const std::string_view> operation_names() {
  return std::span{names}.subspan(1);
}

std::string_view reason_name(PacketType type, std::uint8_t code, bool has_reasons) {
  if (const Reason* known = find(type, code, has_reasons)) return known->name;
  return {numbered[code].text.data(), numbered[code].length};
}

bool may_have_reason(PacketType type, std::uint8_t code, bool has_reasons) {
  return find(type, code, has_reasons) != nullptr;
}

}  // namespace vedette::decoders::mqtt
