// SPDX-License-Identifier: Apache-2.0
// What other types are made of: times, addresses, references, and what lists of subscribers hold.
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::types {
namespace {

constexpr Type error_class = enumeration(names::error_classes);
constexpr Type error_code = enumeration(names::error_codes);
constexpr Member date_time_members[]{
    {"date", untagged, date},
    {"time", untagged, time},
};
constexpr Member time_stamp_members[]{
    {"time", 0, time},
    {"sequence_number", 1, unsigned_number},
    {"date_time", 2, date_time},
};
constexpr Member address_members[]{
    {"network_number", untagged, unsigned_number},
    {"mac_address", untagged, address_octets},
};
constexpr Member address_binding_members[]{
    {"device", untagged, object_id},
    {"address", untagged, address},
};
constexpr Member recipient_members[]{
    {"device", 0, object_id},
    {"address", 1, address},
};
constexpr Member recipient_process_members[]{
    {"recipient", 0, recipient},
    {"process_identifier", 1, unsigned_number},
};
constexpr Member error_members[]{
    {"error_class", untagged, error_class, Role::error_class},
    {"error_code", untagged, error_code, Role::error_code},
};
constexpr Member property_reference_members[]{
    {"property", 0, property_identifier, Role::property},
    maybe("index", 1, unsigned_number, Role::index),
};
constexpr Member object_property_reference_members[]{
    {"", 0, object_id, Role::object},
    {"property", 1, property_identifier, Role::property},
    maybe("index", 2, unsigned_number, Role::index),
};
constexpr Member device_object_reference_members[]{
    maybe("device", 0, object_id),
    {"", 1, object_id, Role::object},
};
constexpr Member device_object_property_reference_members[]{
    {"", 0, object_id, Role::object},
    {"property", 1, property_identifier, Role::property},
    maybe("index", 2, unsigned_number, Role::index),
    maybe("device", 3, object_id),
};
constexpr Member device_object_property_value_members[]{
    {"device", 0, object_id},
    {"", 1, object_id, Role::object},
    {"property", 2, property_identifier, Role::property},
    maybe("index", 3, unsigned_number, Role::index),
    {"value", 4, any_value},
};
constexpr Member property_value_members[]{
    {"property", 0, property_identifier, Role::property},
    maybe("index", 1, unsigned_number, Role::index),
    {"value", 2, any_value},
    maybe("priority", 3, unsigned_number),
};
constexpr Member destination_members[]{
    {"valid_days", untagged, days_of_week},
    {"from_time", untagged, time},
    {"to_time", untagged, time},
    {"recipient", untagged, recipient},
    {"process_identifier", untagged, unsigned_number},
    {"issue_confirmed_notifications", untagged, boolean},
    {"transitions", untagged, event_transitions},
};
constexpr Member cov_subscription_members[]{
    {"recipient", 0, recipient_process},
    {"monitored_property", 1, object_property_reference},
    {"issue_confirmed_notifications", 2, boolean},
    {"time_remaining", 3, unsigned_number},
    maybe("cov_increment", 4, real),
};
constexpr Member cov_reference_members[]{
    {"", 0, property_reference},
    maybe("cov_increment", 1, real),
    {"timestamped", 2, boolean},
};
constexpr Type cov_reference = sequence(cov_reference_members);
constexpr Type cov_references = list_of(cov_reference);
constexpr Member cov_specification_members[]{
    {"", 0, object_id, Role::object},
    {"cov_references", 1, cov_references},
};
constexpr Type cov_specification = sequence(cov_specification_members);
constexpr Type cov_specifications = list_of(cov_specification);
constexpr Member cov_multiple_subscription_members[]{
    {"recipient", 0, recipient_process},
    {"issue_confirmed_notifications", 1, boolean},
    {"time_remaining", 2, unsigned_number},
    {"max_notification_delay", 3, unsigned_number},
    {"cov_subscription_specifications", 4, cov_specifications},
};
constexpr Member value_source_members[]{
    {"none", 0, null_value},
    {"object", 1, device_object_reference},
    {"address", 2, address},
};
constexpr Member object_selector_members[]{
    {"", untagged, null_value},
    {"", untagged, object_id},
    {"", untagged, object_type},
};
constexpr Member name_value_members[]{
    {"name", 0, text},
    maybe("value", untagged, any_primitive),
    maybe("time", untagged, time),
};
constexpr Type name_values = list_of(name_value);
constexpr Member name_value_collection_members[]{
    {"members", 0, name_values},
};
constexpr Member event_subscription_members[]{
    {"recipient", 0, recipient},
    {"process_identifier", 1, unsigned_number},
    {"issue_confirmed_notifications", 2, boolean},
    {"time_remaining", 3, unsigned_number},
};
constexpr Member port_permission_members[]{
    {"port_id", 0, unsigned_number},
    {"enabled", 1, boolean},
};
constexpr Type property_references = list_of(property_reference);
constexpr Member read_access_specification_members[]{
    {"", 0, object_id, Role::object},
    {"properties", 1, property_references},
};
constexpr Member read_result_members[]{
    {"value", 4, any_value},
    {"", 5, error},
};
constexpr Type read_result = choice(read_result_members);
constexpr Member result_element_members[]{
    {"property", 2, property_identifier, Role::property},
    maybe("index", 3, unsigned_number, Role::index),
    {"", untagged, read_result},
};
constexpr Type result_element = sequence(result_element_members);
constexpr Type result_elements = list_of(result_element);
constexpr Member read_access_result_members[]{
    {"", 0, object_id, Role::object},
    {"results", 1, result_elements},
};
constexpr Member property_access_result_members[]{
    {"", 0, object_id, Role::object},
    {"property", 1, property_identifier, Role::property},
    maybe("index", 2, unsigned_number, Role::index),
    maybe("device", 3, object_id),
    {"", untagged, read_result},
};

}  // namespace

constinit const Type date_time = sequence(date_time_members);
constinit const Type time_stamp = choice(time_stamp_members);
constinit const Type time_stamps = array_of(time_stamp);
constinit const Type address = sequence(address_members);
constinit const Type address_binding = sequence(address_binding_members);
constinit const Type recipient = choice(recipient_members);
constinit const Type recipient_process = sequence(recipient_process_members);
constinit const Type error = sequence(error_members);
constinit const Type property_reference = sequence(property_reference_members);
constinit const Type object_property_reference = sequence(object_property_reference_members);
constinit const Type device_object_reference = sequence(device_object_reference_members);
constinit const Type device_object_property_reference = sequence(device_object_property_reference_members);
constinit const Type device_object_property_value = sequence(device_object_property_value_members);
constinit const Type property_value = sequence(property_value_members);
constinit const Type destination = sequence(destination_members);
constinit const Type cov_subscription = sequence(cov_subscription_members);
constinit const Type cov_multiple_subscription = sequence(cov_multiple_subscription_members);
constinit const Type value_source = choice(value_source_members);
constinit const Type object_selector = choice(object_selector_members);
constinit const Type name_value = sequence(name_value_members);
constinit const Type name_value_collection = sequence(name_value_collection_members);
constinit const Type event_subscription = sequence(event_subscription_members);
constinit const Type port_permission = sequence(port_permission_members);
constinit const Type read_access_specification = sequence(read_access_specification_members);
constinit const Type read_access_result = sequence(read_access_result_members);
constinit const Type property_access_result = sequence(property_access_result_members);

}  // namespace vedette::decoders::bacnet::types
