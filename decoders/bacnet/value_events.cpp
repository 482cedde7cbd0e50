// SPDX-License-Identifier: Apache-2.0
// What events are told of (clause 13, 21: BACnetNotificationParameters).
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::types {
namespace {

constexpr Member property_states_members[]{
    {"boolean_value", 0, boolean},
    {"binary_value", 1, binary_value},
    {"event_type", 2, event_type},
    {"polarity", 3, polarity},
    {"program_change", 4, program_request},
    {"program_state", 5, program_state},
    {"reason_for_halt", 6, program_error},
    {"reliability", 7, reliability},
    {"state", 8, event_state},
    {"system_status", 9, device_status},
    {"units", 10, units},
    {"unsigned_value", 11, unsigned_number},
    {"life_safety_mode", 12, life_safety_mode},
    {"life_safety_state", 13, life_safety_state},
    {"restart_reason", 14, restart_reason},
    {"door_alarm_state", 15, door_alarm_state},
    {"action", 16, action},
    {"door_secured_status", 17, door_secured_status},
    {"door_status", 18, door_status},
    {"door_value", 19, door_value},
    {"file_access_method", 20, file_access_method},
    {"lock_status", 21, lock_status},
    {"life_safety_operation", 22, life_safety_operation},
    {"maintenance", 23, maintenance},
    {"node_type", 24, node_type},
    {"notify_type", 25, notify_type},
    {"security_level", 26, security_level},
    {"shed_state", 27, shed_state},
    {"silenced_state", 28, silenced_state},
    {"access_event", 30, access_event},
    {"zone_occupancy_state", 31, zone_occupancy_state},
    {"access_credential_disable_reason", 32, credential_disable_reason},
    {"access_credential_disable", 33, credential_disable},
    {"authentication_status", 34, authentication_status},
    {"backup_state", 36, backup_state},
    {"write_status", 37, write_status},
    {"lighting_in_progress", 38, lighting_in_progress},
    {"lighting_operation", 39, lighting_operation},
    {"lighting_transition", 40, lighting_transition},
    {"integer_value", 41, signed_number},
    {"binary_lighting_value", 42, binary_lighting_value},
    {"timer_state", 43, timer_state},
    {"timer_transition", 44, timer_transition},
    {"bacnet_ip_mode", 45, ip_mode},
    {"network_port_command", 46, network_port_command},
    {"network_type", 47, network_type},
    {"network_number_quality", 48, network_number_quality},
    {"escalator_operation_direction", 49, escalator_direction},
    {"escalator_fault", 50, escalator_fault},
    {"escalator_mode", 51, escalator_mode},
    {"lift_car_direction", 52, lift_direction},
    {"lift_car_door_command", 53, lift_door_command},
    {"lift_car_drive_status", 54, lift_drive_status},
    {"lift_car_mode", 55, lift_mode},
    {"lift_group_mode", 56, lift_group_mode},
    {"lift_fault", 57, lift_fault},
    {"protocol_level", 58, protocol_level},
    {"audit_level", 59, audit_level},
    {"audit_operation", 60, audit_operation},
    {"extended_value", 63, unsigned_number},
};
constexpr Type property_values = list_of(property_value);
constexpr Member change_of_bitstring_members[]{
    {"referenced_bitstring", 0, bits},
    {"status_flags", 1, status_flags},
};
constexpr Type change_of_bitstring = sequence(change_of_bitstring_members);
constexpr Member change_of_state_members[]{
    {"new_state", 0, property_states},
    {"status_flags", 1, status_flags},
};
constexpr Type change_of_state = sequence(change_of_state_members);
constexpr Member changed_members[]{
    {"changed_bits", 0, bits},
    {"changed_value", 1, real},
};
constexpr Type changed = choice(changed_members);
constexpr Member change_of_value_members[]{
    {"new_value", 0, changed},
    {"status_flags", 1, status_flags},
};
constexpr Type change_of_value = sequence(change_of_value_members);
constexpr Member command_failure_members[]{
    {"command_value", 0, any_value},
    {"status_flags", 1, status_flags},
    {"feedback_value", 2, any_value},
};
constexpr Type command_failure = sequence(command_failure_members);
constexpr Member floating_limit_members[]{
    {"reference_value", 0, real},
    {"status_flags", 1, status_flags},
    {"setpoint_value", 2, real},
    {"error_limit", 3, real},
};
constexpr Type floating_limit = sequence(floating_limit_members);
constexpr Member out_of_range_members[]{
    {"exceeding_value", 0, real},
    {"status_flags", 1, status_flags},
    {"deadband", 2, real},
    {"exceeded_limit", 3, real},
};
constexpr Type out_of_range = sequence(out_of_range_members);
constexpr Member change_of_life_safety_members[]{
    {"new_state", 0, life_safety_state},
    {"new_mode", 1, life_safety_mode},
    {"status_flags", 2, status_flags},
    {"operation_expected", 3, life_safety_operation},
};
constexpr Type change_of_life_safety = sequence(change_of_life_safety_members);
constexpr Member told_parameter_members[]{
    {"", untagged, any_primitive},
    {"property_value", 0, device_object_property_value},
};
constexpr Type told_parameter = choice(told_parameter_members);
constexpr Type told_parameters = list_of(told_parameter);
constexpr Member extended_members[]{
    {"vendor_id", 0, unsigned_number},
    {"extended_event_type", 1, unsigned_number},
    {"parameters", 2, told_parameters},
};
constexpr Type extended = sequence(extended_members);
constexpr Member buffer_ready_members[]{
    {"buffer_property", 0, device_object_property_reference},
    {"previous_notification", 1, unsigned_number},
    {"current_notification", 2, unsigned_number},
};
constexpr Type buffer_ready = sequence(buffer_ready_members);
constexpr Member unsigned_range_members[]{
    {"exceeding_value", 0, unsigned_number},
    {"status_flags", 1, status_flags},
    {"exceeded_limit", 2, unsigned_number},
};
constexpr Type unsigned_range = sequence(unsigned_range_members);
constexpr Member access_members[]{
    {"access_event", 0, access_event},
    {"status_flags", 1, status_flags},
    {"access_event_tag", 2, unsigned_number},
    {"access_event_time", 3, time_stamp},
    {"access_credential", 4, device_object_reference},
    maybe("authentication_factor", 5, authentication_factor),
};
constexpr Type access = sequence(access_members);
constexpr Member double_out_of_range_members[]{
    {"exceeding_value", 0, double_real},
    {"status_flags", 1, status_flags},
    {"deadband", 2, double_real},
    {"exceeded_limit", 3, double_real},
};
constexpr Type double_out_of_range = sequence(double_out_of_range_members);
constexpr Member signed_out_of_range_members[]{
    {"exceeding_value", 0, signed_number},
    {"status_flags", 1, status_flags},
    {"deadband", 2, unsigned_number},
    {"exceeded_limit", 3, signed_number},
};
constexpr Type signed_out_of_range = sequence(signed_out_of_range_members);
constexpr Member unsigned_out_of_range_members[]{
    {"exceeding_value", 0, unsigned_number},
    {"status_flags", 1, status_flags},
    {"deadband", 2, unsigned_number},
    {"exceeded_limit", 3, unsigned_number},
};
constexpr Type unsigned_out_of_range = sequence(unsigned_out_of_range_members);
constexpr Member change_of_characterstring_members[]{
    {"changed_value", 0, text},
    {"status_flags", 1, status_flags},
    {"alarm_value", 2, text},
};
constexpr Type change_of_characterstring = sequence(change_of_characterstring_members);
constexpr Member change_of_status_flags_members[]{
    maybe("present_value", 0, any_value),
    {"referenced_flags", 1, status_flags},
};
constexpr Type change_of_status_flags = sequence(change_of_status_flags_members);
constexpr Member change_of_reliability_members[]{
    {"reliability", 0, reliability},
    {"status_flags", 1, status_flags},
    {"property_values", 2, property_values},
};
constexpr Type change_of_reliability = sequence(change_of_reliability_members);
constexpr Member discrete_value_members[]{
    {"", untagged, any_primitive},
    {"date_time", 0, date_time},
};
constexpr Type discrete_value = choice(discrete_value_members);
constexpr Member change_of_discrete_value_members[]{
    {"new_value", 0, discrete_value},
    {"status_flags", 1, status_flags},
};
constexpr Type change_of_discrete_value = sequence(change_of_discrete_value_members);
constexpr Member change_of_timer_members[]{
    {"new_state", 0, timer_state},
    {"status_flags", 1, status_flags},
    {"update_time", 2, date_time},
    maybe("last_state_change", 3, timer_transition),
    maybe("initial_timeout", 4, unsigned_number),
    maybe("expiration_time", 5, date_time),
};
constexpr Type change_of_timer = sequence(change_of_timer_members);
constexpr Member notification_parameters_members[]{
    {"change_of_bitstring", 0, change_of_bitstring},
    {"change_of_state", 1, change_of_state},
    {"change_of_value", 2, change_of_value},
    {"command_failure", 3, command_failure},
    {"floating_limit", 4, floating_limit},
    {"out_of_range", 5, out_of_range},
    {"complex_event_type", 6, property_values},
    {"change_of_life_safety", 8, change_of_life_safety},
    {"extended", 9, extended},
    {"buffer_ready", 10, buffer_ready},
    {"unsigned_range", 11, unsigned_range},
    {"access_event", 13, access},
    {"double_out_of_range", 14, double_out_of_range},
    {"signed_out_of_range", 15, signed_out_of_range},
    {"unsigned_out_of_range", 16, unsigned_out_of_range},
    {"change_of_characterstring", 17, change_of_characterstring},
    {"change_of_status_flags", 18, change_of_status_flags},
    {"change_of_reliability", 19, change_of_reliability},
    {"change_of_discrete_value", 21, change_of_discrete_value},
    {"change_of_timer", 22, change_of_timer},
};
constexpr Member event_notification_members[]{
    {"process_identifier", 0, unsigned_number},
    {"initiating_device", 1, object_id},
    {"", 2, object_id, Role::object},
    {"time_stamp", 3, time_stamp},
    {"notification_class", 4, unsigned_number},
    {"event_priority", 5, unsigned_number},
    {"event_type", 6, event_type},
    maybe("message_text_length", 7, payload_text),
    {"notify_type", 8, notify_type},
    maybe("ack_required", 9, boolean),
    maybe("from_state", 10, event_state),
    {"to_state", 11, event_state},
    maybe("event_values", 12, notification_parameters),
};

}  // namespace

constinit const Type property_states = choice(property_states_members);
constinit const Type notification_parameters = lenient(choice(notification_parameters_members));
constinit const Type event_notification = sequence(event_notification_members);

}  // namespace vedette::decoders::bacnet::types
