// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/operations.h"

#include <algorithm>
#include <array>
#include <vector>

#include "decoders/bacnet/apdu.h"
#include "decoders/bacnet/link.h"
#include "decoders/bacnet/names.h"
#include "decoders/bacnet/npdu.h"

namespace vedette::decoders::bacnet {
namespace {

using enum core::Verb;

constexpr std::array<ServiceInfo, 35> confirmed{{
    {"acknowledge_alarm", control},
    {"confirmed_cov_notification", publish},
    {"confirmed_event_notification", publish},
    {"get_alarm_summary", read},
    {"get_enrollment_summary", read},
    {"subscribe_cov", subscribe},
    {"atomic_read_file", read},
    {"atomic_write_file", write},
    {"add_list_element", write},
    {"remove_list_element", write},
    {"create_object", write},
    {"delete_object", write},
    {"read_property", read},
    {"read_property_conditional", read},
    {"read_property_multiple", read},
    {"write_property", write},
    {"write_property_multiple", write},
    {"device_communication_control", control},
    {"confirmed_private_transfer", other},
    {"confirmed_text_message", other},
    {"reinitialize_device", control},
    {"vt_open", other},
    {"vt_close", other},
    {"vt_data", other},
    {"authenticate", other},
    {"request_key", other},
    {"read_range", read},
    {"life_safety_operation", control},
    {"subscribe_cov_property", subscribe},
    {"get_event_information", read},
    {"subscribe_cov_property_multiple", subscribe},
    {"confirmed_cov_notification_multiple", publish},
    {"confirmed_audit_notification", publish},
    {"audit_log_query", read},
    {"confirmed_service", other},
}};

// A clock that is set changes when schedules switch and what logs and certificates are worth: that is control, no value
// of a point. You-Are gives a device its number and address.
constexpr std::array<ServiceInfo, 16> unconfirmed{{
    {"i_am", discover},
    {"i_have", discover},
    {"unconfirmed_cov_notification", publish},
    {"unconfirmed_event_notification", publish},
    {"unconfirmed_private_transfer", other},
    {"unconfirmed_text_message", other},
    {"time_synchronization", control},
    {"who_has", discover},
    {"who_is", discover},
    {"utc_time_synchronization", control},
    {"write_group", write},
    {"unconfirmed_cov_notification_multiple", publish},
    {"unconfirmed_audit_notification", publish},
    {"who_am_i", discover},
    {"you_are", control},
    {"unconfirmed_service", other},
}};

/// The functions of the link that are said by themselves, not by what they carry.
bool is_observed(LinkFunction function) {
  switch (function) {
    case LinkFunction::original_unicast_npdu:
    case LinkFunction::original_broadcast_npdu:
    case LinkFunction::forwarded_npdu:
      return false;
    default:
      return true;
  }
}

std::vector<std::string_view> all_operations() {
  std::vector<std::string_view> names;
  for (const ServiceInfo& info : confirmed) names.push_back(info.name);
  for (const ServiceInfo& info : unconfirmed) names.push_back(info.name);
  names.push_back(to_string(ApduType::reject));
  names.push_back(to_string(ApduType::abort));
  for (std::size_t i = 0; i < network_message_name_count; ++i) names.push_back(network_message_name(i));
  for (std::size_t i = 0; i < link_function_count; ++i) {
    if (is_observed(static_cast<LinkFunction>(i))) names.push_back(to_string(static_cast<LinkFunction>(i)));
  }
  return names;
}

std::vector<std::string_view> all_spaces() {
  constexpr std::uint16_t first_vendor_type = 128;
  std::vector<std::string_view> names;
  for (std::uint16_t type = 0; type < first_vendor_type; ++type) {
    if (const auto name = name_of_object_type(type); !name.empty()) names.push_back(name);
  }
  names.push_back(vendor_space);
  return names;
}

}  // namespace

const ServiceInfo& confirmed_service(std::uint8_t choice) {
  return confirmed[std::min<std::size_t>(choice, confirmed.size() - 1)];
}

const ServiceInfo& unconfirmed_service(std::uint8_t choice) {
  return unconfirmed[std::min<std::size_t>(choice, unconfirmed.size() - 1)];
}

std::span<const std::string_view> operation_names() {
  static const std::vector<std::string_view> names = all_operations();
  return names;
}

std::span<const std::string_view> space_names() {
  static const std::vector<std::string_view> names = all_spaces();
  return names;
}

}  // namespace vedette::decoders::bacnet
