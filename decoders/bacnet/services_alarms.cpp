// SPDX-License-Identifier: Apache-2.0
// Alarm and event services (135-2020, clause 13), as requested and as answered.
#include "decoders/bacnet/services.h"
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::services {
namespace {

using namespace types;

constexpr Type acknowledgment_filter = enumeration(names::acknowledgment_filters);
constexpr Type event_state_filter = enumeration(names::event_state_filters);
constexpr Member acknowledge_alarm_members[]{
    {"acknowledging_process_identifier", 0, unsigned_number},
    {"", 1, object_id, Role::object},
    {"event_state_acknowledged", 2, event_state},
    {"time_stamp", 3, time_stamp},
    {"acknowledgment_source", 4, text},
    {"time_of_acknowledgment", 5, time_stamp},
};
constexpr Member alarm_summary_members[]{
    {"", untagged, object_id, Role::object},
    {"alarm_state", untagged, event_state},
    {"acknowledged_transitions", untagged, event_transitions},
};
constexpr Type alarm_summary = entry(alarm_summary_members);
constexpr Member priority_filter_range_members[]{
    {"min_priority", 0, unsigned_number},
    {"max_priority", 1, unsigned_number},
};
constexpr Type priority_filter_range = sequence(priority_filter_range_members);
constexpr Member get_enrollment_summary_members[]{
    {"acknowledgment_filter", 0, acknowledgment_filter}, maybe("enrollment_filter", 1, recipient_process),
    maybe("event_state_filter", 2, event_state_filter),  maybe("event_type_filter", 3, event_type),
    maybe("priority_filter", 4, priority_filter_range),  maybe("notification_class_filter", 5, unsigned_number),
};
constexpr Member enrollment_summary_members[]{
    {"", untagged, object_id, Role::object},
    {"event_type", untagged, event_type},
    {"event_state", untagged, event_state},
    {"event_priority", untagged, unsigned_number},
    maybe("notification_class", untagged, unsigned_number),
};
constexpr Type enrollment_summary = entry(enrollment_summary_members);
constexpr Member get_event_information_members[]{
    maybe("last_received_object", 0, object_id),
};
constexpr Type event_priorities = list_of(unsigned_number);
constexpr Member event_summary_members[]{
    {"", 0, object_id, Role::object},
    {"event_state", 1, event_state},
    {"acknowledged_transitions", 2, event_transitions},
    {"event_time_stamps", 3, time_stamps},
    {"notify_type", 4, notify_type},
    {"event_enable", 5, event_transitions},
    {"event_priorities", 6, event_priorities},
};
constexpr Type event_summary = entry(event_summary_members);
constexpr Type event_summaries = list_of(event_summary);
constexpr Member get_event_information_ack_members[]{
    {"", 0, event_summaries},
    {"more_events", 1, boolean},
};
constexpr Member life_safety_operation_members[]{
    {"requesting_process_identifier", 0, unsigned_number},
    {"requesting_source", 1, text},
    {"request", 2, types::life_safety_operation},
    maybe("", 3, object_id, Role::object),
};

}  // namespace

constinit const Type acknowledge_alarm = sequence(acknowledge_alarm_members);
constinit const Type get_alarm_summary_ack = list_of(alarm_summary);
constinit const Type get_enrollment_summary = sequence(get_enrollment_summary_members);
constinit const Type get_enrollment_summary_ack = list_of(enrollment_summary);
constinit const Type get_event_information = sequence(get_event_information_members);
constinit const Type get_event_information_ack = sequence(get_event_information_ack_members);
constinit const Type life_safety_operation = sequence(life_safety_operation_members);

}  // namespace vedette::decoders::bacnet::services
