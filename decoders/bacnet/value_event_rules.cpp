// SPDX-License-Identifier: Apache-2.0
// What makes an event or a fault (12.12, 21: BACnetEventParameter, BACnetFaultParameter).
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::types {
namespace {

constexpr Type states = list_of(property_states);
constexpr Type texts = list_of(text);
constexpr Type bit_strings = list_of(bits);
constexpr Type life_safety_states = list_of(life_safety_state);
constexpr Type access_events = list_of(access_event);
constexpr Type timer_states = list_of(timer_state);
constexpr Member bitstring_rule_members[]{
    {"time_delay", 0, unsigned_number},
    {"bitmask", 1, bits},
    {"list_of_bitstring_values", 2, bit_strings},
};
constexpr Type bitstring_rule = sequence(bitstring_rule_members);
constexpr Member state_rule_members[]{
    {"time_delay", 0, unsigned_number},
    {"list_of_values", 1, states},
};
constexpr Type state_rule = sequence(state_rule_members);
constexpr Member cov_criteria_members[]{
    {"bitmask", 0, bits},
    {"referenced_property_increment", 1, real},
};
constexpr Type cov_criteria = choice(cov_criteria_members);
constexpr Member value_rule_members[]{
    {"time_delay", 0, unsigned_number},
    {"cov_criteria", 1, cov_criteria},
};
constexpr Type value_rule = sequence(value_rule_members);
constexpr Member command_rule_members[]{
    {"time_delay", 0, unsigned_number},
    {"feedback_property_reference", 1, device_object_property_reference},
};
constexpr Type command_rule = sequence(command_rule_members);
constexpr Member floating_rule_members[]{
    {"time_delay", 0, unsigned_number},
    {"setpoint_reference", 1, device_object_property_reference},
    {"low_diff_limit", 2, real},
    {"high_diff_limit", 3, real},
    {"deadband", 4, real},
};
constexpr Type floating_rule = sequence(floating_rule_members);
constexpr Member range_rule_members[]{
    {"time_delay", 0, unsigned_number},
    {"low_limit", 1, real},
    {"high_limit", 2, real},
    {"deadband", 3, real},
};
constexpr Type range_rule = sequence(range_rule_members);
constexpr Member life_safety_rule_members[]{
    {"time_delay", 0, unsigned_number},
    {"list_of_life_safety_alarm_values", 1, life_safety_states},
    {"list_of_alarm_values", 2, life_safety_states},
    {"mode_property_reference", 3, device_object_property_reference},
};
constexpr Type life_safety_rule = sequence(life_safety_rule_members);
constexpr Member rule_parameter_members[]{
    {"", untagged, any_primitive},
    {"reference", 0, device_object_property_reference},
};
constexpr Type rule_parameter = choice(rule_parameter_members);
constexpr Type rule_parameters = list_of(rule_parameter);
constexpr Member extended_rule_members[]{
    {"vendor_id", 0, unsigned_number},
    {"extended_event_type", 1, unsigned_number},
    {"parameters", 2, rule_parameters},
};
constexpr Type extended_rule = sequence(extended_rule_members);
constexpr Member buffer_rule_members[]{
    {"notification_threshold", 0, unsigned_number},
    {"previous_notification_count", 1, unsigned_number},
};
constexpr Type buffer_rule = sequence(buffer_rule_members);
constexpr Member unsigned_range_rule_members[]{
    {"time_delay", 0, unsigned_number},
    {"low_limit", 1, unsigned_number},
    {"high_limit", 2, unsigned_number},
};
constexpr Type unsigned_range_rule = sequence(unsigned_range_rule_members);
constexpr Member access_rule_of_events_members[]{
    {"list_of_access_events", 0, access_events},
    {"access_event_time_reference", 1, device_object_property_reference},
};
constexpr Type access_rule_of_events = sequence(access_rule_of_events_members);
constexpr Member double_rule_members[]{
    {"time_delay", 0, unsigned_number},
    {"low_limit", 1, double_real},
    {"high_limit", 2, double_real},
    {"deadband", 3, double_real},
};
constexpr Type double_rule = sequence(double_rule_members);
constexpr Member signed_rule_members[]{
    {"time_delay", 0, unsigned_number},
    {"low_limit", 1, signed_number},
    {"high_limit", 2, signed_number},
    {"deadband", 3, unsigned_number},
};
constexpr Type signed_rule = sequence(signed_rule_members);
constexpr Member unsigned_rule_members[]{
    {"time_delay", 0, unsigned_number},
    {"low_limit", 1, unsigned_number},
    {"high_limit", 2, unsigned_number},
    {"deadband", 3, unsigned_number},
};
constexpr Type unsigned_rule = sequence(unsigned_rule_members);
constexpr Member text_rule_members[]{
    {"time_delay", 0, unsigned_number},
    {"list_of_alarm_values", 1, texts},
};
constexpr Type text_rule = sequence(text_rule_members);
constexpr Member flags_rule_members[]{
    {"time_delay", 0, unsigned_number},
    {"selected_flags", 1, status_flags},
};
constexpr Type flags_rule = sequence(flags_rule_members);
constexpr Member discrete_rule_members[]{
    {"time_delay", 0, unsigned_number},
};
constexpr Type discrete_rule = sequence(discrete_rule_members);
constexpr Member timer_rule_members[]{
    {"time_delay", 0, unsigned_number},
    {"alarm_values", 1, timer_states},
    {"update_time_reference", 2, device_object_property_reference},
};
constexpr Type timer_rule = sequence(timer_rule_members);
constexpr Member event_parameter_members[]{
    {"change_of_bitstring", 0, bitstring_rule},
    {"change_of_state", 1, state_rule},
    {"change_of_value", 2, value_rule},
    {"command_failure", 3, command_rule},
    {"floating_limit", 4, floating_rule},
    {"out_of_range", 5, range_rule},
    {"change_of_life_safety", 8, life_safety_rule},
    {"extended", 9, extended_rule},
    {"buffer_ready", 10, buffer_rule},
    {"unsigned_range", 11, unsigned_range_rule},
    {"access_event", 13, access_rule_of_events},
    {"double_out_of_range", 14, double_rule},
    {"signed_out_of_range", 15, signed_rule},
    {"unsigned_out_of_range", 16, unsigned_rule},
    {"change_of_characterstring", 17, text_rule},
    {"change_of_status_flags", 18, flags_rule},
    {"none", 20, null_value},
    {"change_of_discrete_value", 21, discrete_rule},
    {"change_of_timer", 22, timer_rule},
};
constexpr Member fault_texts_members[]{
    {"list_of_fault_values", 0, texts},
};
constexpr Type fault_texts = sequence(fault_texts_members);
constexpr Member fault_extended_members[]{
    {"vendor_id", 0, unsigned_number},
    {"extended_fault_type", 1, unsigned_number},
    {"parameters", 2, rule_parameters},
};
constexpr Type fault_extended = sequence(fault_extended_members);
constexpr Member fault_life_safety_members[]{
    {"list_of_fault_values", 0, life_safety_states},
    {"mode_property_reference", 1, device_object_property_reference},
};
constexpr Type fault_life_safety = sequence(fault_life_safety_members);
constexpr Member fault_states_members[]{
    {"list_of_fault_values", 0, states},
};
constexpr Type fault_states = sequence(fault_states_members);
constexpr Member fault_flags_members[]{
    {"status_flags_reference", 0, device_object_property_reference},
};
constexpr Type fault_flags = sequence(fault_flags_members);
constexpr Member limit_members[]{
    {"", untagged, any_primitive},
};
constexpr Type limit = choice(limit_members);
constexpr Member fault_range_members[]{
    {"min_normal_value", 0, limit},
    {"max_normal_value", 1, limit},
};
constexpr Type fault_range = sequence(fault_range_members);
constexpr Member fault_listed_members[]{
    {"fault_list_reference", 0, device_object_property_reference},
};
constexpr Type fault_listed = sequence(fault_listed_members);
constexpr Member fault_parameter_members[]{
    {"none", 0, null_value},
    {"fault_characterstring", 1, fault_texts},
    {"fault_extended", 2, fault_extended},
    {"fault_life_safety", 3, fault_life_safety},
    {"fault_state", 4, fault_states},
    {"fault_status_flags", 5, fault_flags},
    {"fault_out_of_range", 6, fault_range},
    {"fault_listed", 7, fault_listed},
};

}  // namespace

constinit const Type event_parameter = choice(event_parameter_members);
constinit const Type fault_parameter = choice(fault_parameter_members);

}  // namespace vedette::decoders::bacnet::types
