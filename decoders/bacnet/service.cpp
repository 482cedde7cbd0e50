// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/service.h"

#include <array>

#include "decoders/bacnet/service_walk.h"
#include "decoders/bacnet/services.h"
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet {
namespace {

using namespace services;

constexpr Type nothing = sequence({});

/// What a confirmed service's messages hold. nullptr: the service isn't answered so, and what comes is written as it
/// stands.
struct Confirmed {
  const Type* request;
  const Type* ack = nullptr;
  const Type* error = &plain_error;
};

// By BACnetConfirmedServiceChoice (21).
constexpr std::array confirmed{
    Confirmed{&acknowledge_alarm},
    Confirmed{&cov_notification},
    Confirmed{&types::event_notification},
    Confirmed{&nothing, &get_alarm_summary_ack},
    Confirmed{&get_enrollment_summary, &get_enrollment_summary_ack},
    Confirmed{&subscribe_cov},
    Confirmed{&atomic_read_file, &atomic_read_file_ack},
    Confirmed{&atomic_write_file, &atomic_write_file_ack},
    Confirmed{&change_list, nullptr, &change_list_error},
    Confirmed{&change_list, nullptr, &change_list_error},
    Confirmed{&create_object, &created_object, &change_list_error},
    Confirmed{&delete_object},
    Confirmed{&read_property, &read_property_ack},
    Confirmed{&read_property_conditional, &read_property_multiple_ack},
    Confirmed{&read_property_multiple, &read_property_multiple_ack},
    Confirmed{&write_property},
    Confirmed{&write_property_multiple, nullptr, &write_property_multiple_error},
    Confirmed{&device_communication_control},
    Confirmed{&private_transfer, &private_transfer_ack, &private_transfer_error},
    Confirmed{&text_message},
    Confirmed{&reinitialize_device},
    Confirmed{&vt_open, &vt_open_ack},
    Confirmed{&vt_close, nullptr, &vt_close_error},
    Confirmed{&vt_data, &vt_data_ack},
    Confirmed{&authenticate, &authenticate_ack},
    Confirmed{&request_key},
    Confirmed{&read_range, &read_range_ack},
    Confirmed{&life_safety_operation},
    Confirmed{&subscribe_cov_property},
    Confirmed{&get_event_information, &get_event_information_ack},
    Confirmed{&subscribe_cov_property_multiple, nullptr, &subscribe_cov_property_multiple_error},
    Confirmed{&cov_notification_multiple},
    Confirmed{&audit_notifications},
    Confirmed{&audit_log_query, &audit_log_query_ack},
};

// By BACnetUnconfirmedServiceChoice (21).
constexpr std::array unconfirmed{
    &i_am,
    &i_have,
    &cov_notification,
    &types::event_notification,
    &private_transfer,
    &text_message,
    &time_synchronization,
    &who_has,
    &who_is,
    &time_synchronization,
    &write_group,
    &cov_notification_multiple,
    &audit_notifications,
    &who_am_i,
    &you_are,
};

const Type* type_of(std::uint8_t service, Part part) {
  if (service >= confirmed.size()) return part == Part::error ? &plain_error : nullptr;
  const Confirmed& known = confirmed[service];
  return part == Part::request ? known.request : part == Part::ack ? known.ack : known.error;
}

std::optional<ServiceFlaw> walk(const Type* type, core::Bytes parameters, ServiceVisitor& visitor) {
  ServiceWalk walk{parameters, visitor};
  return walk.run(type == nullptr ? types::any_value : *type);
}

}  // namespace

std::optional<ServiceFlaw> walk_confirmed(std::uint8_t service, Part part, core::Bytes parameters,
                                          ServiceVisitor& visitor) {
  return walk(type_of(service, part), parameters, visitor);
}

std::optional<ServiceFlaw> walk_unconfirmed(std::uint8_t service, core::Bytes parameters, ServiceVisitor& visitor) {
  return walk(service < unconfirmed.size() ? unconfirmed[service] : nullptr, parameters, visitor);
}

}  // namespace vedette::decoders::bacnet
