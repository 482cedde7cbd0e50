// SPDX-License-Identifier: Apache-2.0
// Services that tell of changed values (135-2020, clauses 13.1, 13.14 to 13.18), and audits (13.19 to 13.21).
#include "decoders/bacnet/services.h"
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::services {
namespace {

using namespace types;

constexpr Type write_priority = number_within(1, 16);
constexpr Member told_value_members[]{
    {"property", 0, property_identifier, Role::property},
    maybe("index", 1, unsigned_number, Role::index),
    {"value", 2, any_value},
    maybe("priority", 3, write_priority, Role::priority),
};
constexpr Type told_value = entry(told_value_members);
constexpr Type told_values = list_of(told_value);
constexpr Member cov_notification_members[]{
    {"subscriber_process_identifier", 0, unsigned_number},
    {"initiating_device", 1, object_id},
    {"", 2, object_id, Role::object},
    {"time_remaining", 3, unsigned_number},
    {"", 4, told_values},
};
constexpr Member timed_value_members[]{
    {"property", 0, property_identifier, Role::property},
    maybe("index", 1, unsigned_number, Role::index),
    {"value", 2, any_value},
    maybe("time_of_change", 3, time),
};
constexpr Type timed_value = entry(timed_value_members);
constexpr Type timed_values = list_of(timed_value);
constexpr Member told_object_members[]{
    {"", 0, object_id, Role::object},
    {"", 1, timed_values},
};
constexpr Type told_object = sequence(told_object_members);
constexpr Type told_objects = list_of(told_object);
constexpr Member cov_notification_multiple_members[]{
    {"subscriber_process_identifier", 0, unsigned_number},
    {"initiating_device", 1, object_id},
    {"time_remaining", 2, unsigned_number},
    maybe("timestamp", 3, date_time),
    {"", 4, told_objects},
};
constexpr Member subscribe_cov_members[]{
    {"subscriber_process_identifier", 0, unsigned_number},
    {"", 1, object_id, Role::object},
    maybe("issue_confirmed_notifications", 2, boolean),
    maybe("lifetime", 3, unsigned_number),
};
constexpr Member monitored_property_members[]{
    {"property", 0, property_identifier, Role::property},
    maybe("index", 1, unsigned_number, Role::index),
};
constexpr Type monitored_property = entry(monitored_property_members);
constexpr Member subscribe_cov_property_members[]{
    {"subscriber_process_identifier", 0, unsigned_number},
    {"", 1, object_id, Role::object},
    maybe("issue_confirmed_notifications", 2, boolean),
    maybe("lifetime", 3, unsigned_number),
    {"", 4, monitored_property},
    maybe("cov_increment", 5, real),
};
constexpr Member cov_reference_members[]{
    {"", 0, property_reference},
    maybe("cov_increment", 1, real),
    {"timestamped", 2, boolean},
};
constexpr Type cov_reference = entry(cov_reference_members);
constexpr Type cov_references = list_of(cov_reference);
constexpr Member cov_specification_members[]{
    {"", 0, object_id, Role::object},
    {"", 1, cov_references},
};
constexpr Type cov_specification = sequence(cov_specification_members);
constexpr Type cov_specifications = list_of(cov_specification);
constexpr Member subscribe_cov_property_multiple_members[]{
    {"subscriber_process_identifier", 0, unsigned_number},
    maybe("issue_confirmed_notifications", 1, boolean),
    maybe("lifetime", 2, unsigned_number),
    maybe("max_notification_delay", 3, unsigned_number),
    {"", 4, cov_specifications},
};
constexpr Type notifications = list_of(audit_notification);
constexpr Member audit_notifications_members[]{
    {"notifications", 0, notifications},
};
constexpr Member by_target_members[]{
    {"target_device", 0, object_id},           maybe("target_device_address", 1, address),
    maybe("target_object", 2, object_id),      maybe("target_property", 3, property_identifier, Role::property),
    maybe("target_index", 4, unsigned_number), maybe("target_priority", 5, unsigned_number),
    maybe("operations", 6, audit_flags),       {"successful_actions_only", 7, boolean},
};
constexpr Type by_target = sequence(by_target_members);
constexpr Member by_source_members[]{
    {"source_device", 0, object_id},         maybe("source_device_address", 1, address),
    maybe("source_object", 2, object_id),    maybe("operations", 3, audit_flags),
    {"successful_actions_only", 4, boolean},
};
constexpr Type by_source = sequence(by_source_members);
constexpr Member query_parameters_members[]{
    {"by_target", 0, by_target},
    {"by_source", 1, by_source},
};
constexpr Type query_parameters = choice(query_parameters_members);
constexpr Member audit_log_query_members[]{
    {"", 0, object_id, Role::object},
    {"query_parameters", 1, query_parameters},
    maybe("start_at_sequence_number", 2, long_number),
    {"requested_count", 3, unsigned_number},
};
constexpr Type records = list_of(audit_log_record_result);
constexpr Member audit_log_query_ack_members[]{
    {"", 0, object_id, Role::object},
    {"records", 1, records},
    {"no_more_items", 2, boolean},
};

}  // namespace

constinit const Type cov_notification = sequence(cov_notification_members);
constinit const Type cov_notification_multiple = sequence(cov_notification_multiple_members);
constinit const Type subscribe_cov = sequence(subscribe_cov_members);
constinit const Type subscribe_cov_property = sequence(subscribe_cov_property_members);
constinit const Type subscribe_cov_property_multiple = sequence(subscribe_cov_property_multiple_members);
constinit const Type audit_notifications = sequence(audit_notifications_members);
constinit const Type audit_log_query = sequence(audit_log_query_members);
constinit const Type audit_log_query_ack = sequence(audit_log_query_ack_members);

}  // namespace vedette::decoders::bacnet::services
