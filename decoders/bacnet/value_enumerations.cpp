// SPDX-License-Identifier: Apache-2.0
// Enumerations and bit strings with their names.
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::types {

constinit const Type action = enumeration(names::actions);
constinit const Type audit_level = enumeration(names::audit_levels);
constinit const Type audit_operation = enumeration(names::audit_operations);
constinit const Type backup_state = enumeration(names::backup_states);
constinit const Type binary_value = enumeration(names::binary_values);
constinit const Type device_status = enumeration(names::device_statuses);
constinit const Type event_state = enumeration(names::event_states);
constinit const Type event_type = enumeration(names::event_types);
constinit const Type fault_type = enumeration(names::fault_types);
constinit const Type file_access_method = enumeration(names::file_access_methods);
constinit const Type life_safety_mode = enumeration(names::life_safety_modes);
constinit const Type life_safety_operation = enumeration(names::life_safety_operations);
constinit const Type life_safety_state = enumeration(names::life_safety_states);
constinit const Type silenced_state = enumeration(names::silenced_states);
constinit const Type maintenance = enumeration(names::maintenances);
constinit const Type logging_type = enumeration(names::logging_types);
constinit const Type node_type = enumeration(names::node_types);
constinit const Type notify_type = enumeration(names::notify_types);
constinit const Type polarity = enumeration(names::polarities);
constinit const Type program_error = enumeration(names::program_errors);
constinit const Type program_request = enumeration(names::program_requests);
constinit const Type program_state = enumeration(names::program_states);
constinit const Type relationship = enumeration(names::relationships);
constinit const Type reliability = enumeration(names::reliabilities);
constinit const Type restart_reason = enumeration(names::restart_reasons);
constinit const Type shed_state = enumeration(names::shed_states);
constinit const Type timer_state = enumeration(names::timer_states);
constinit const Type timer_transition = enumeration(names::timer_transitions);
constinit const Type vt_class = enumeration(names::vt_classes);
constinit const Type write_status = enumeration(names::write_statuses);
constinit const Type accumulator_status = enumeration(names::accumulator_statuses);
constinit const Type units = enumeration(names::units);
constinit const Type segmentation = enumeration(names::segmentations);
constinit const Type object_type = enumeration(names::object_types);
constinit const Type property_identifier = enumeration(names::properties);

constinit const Type binary_lighting_value = enumeration(names::binary_lighting_values);
constinit const Type lighting_in_progress = enumeration(names::lighting_in_progress);
constinit const Type lighting_operation = enumeration(names::lighting_operations);
constinit const Type lighting_transition = enumeration(names::lighting_transitions);
constinit const Type door_alarm_state = enumeration(names::door_alarm_states);
constinit const Type door_secured_status = enumeration(names::door_secured_statuses);
constinit const Type door_status = enumeration(names::door_statuses);
constinit const Type door_value = enumeration(names::door_values);
constinit const Type lock_status = enumeration(names::lock_statuses);
constinit const Type escalator_fault = enumeration(names::escalator_faults);
constinit const Type escalator_mode = enumeration(names::escalator_modes);
constinit const Type escalator_direction = enumeration(names::escalator_directions);
constinit const Type lift_direction = enumeration(names::lift_directions);
constinit const Type lift_door_command = enumeration(names::lift_door_commands);
constinit const Type lift_drive_status = enumeration(names::lift_drive_statuses);
constinit const Type lift_mode = enumeration(names::lift_modes);
constinit const Type lift_fault = enumeration(names::lift_faults);
constinit const Type lift_group_mode = enumeration(names::lift_group_modes);
constinit const Type color_operation = enumeration(names::color_operations);

constinit const Type authentication_factor_disable = enumeration(names::authentication_factor_disables);
constinit const Type credential_disable = enumeration(names::credential_disables);
constinit const Type credential_disable_reason = enumeration(names::credential_disable_reasons);
constinit const Type access_event = enumeration(names::access_events);
constinit const Type passback_mode = enumeration(names::passback_modes);
constinit const Type access_user_type = enumeration(names::access_user_types);
constinit const Type zone_occupancy_state = enumeration(names::zone_occupancy_states);
constinit const Type authentication_factor_type = enumeration(names::authentication_factor_types);
constinit const Type authentication_status = enumeration(names::authentication_statuses);
constinit const Type authorization_exemption = enumeration(names::authorization_exemptions);
constinit const Type authorization_mode = enumeration(names::authorization_modes);
constinit const Type rule_time_range = enumeration(names::rule_time_ranges);
constinit const Type rule_location = enumeration(names::rule_locations);

constinit const Type ip_mode = enumeration(names::ip_modes);
constinit const Type network_number_quality = enumeration(names::network_number_qualities);
constinit const Type network_port_command = enumeration(names::network_port_commands);
constinit const Type network_type = enumeration(names::network_types);
constinit const Type protocol_level = enumeration(names::protocol_levels);
constinit const Type router_status = enumeration(names::router_statuses);
constinit const Type security_level = enumeration(names::security_levels);
constinit const Type security_policy = enumeration(names::security_policies);
constinit const Type sc_connection_state = enumeration(names::sc_connection_states);
constinit const Type sc_hub_connector_state = enumeration(names::sc_hub_connector_states);

constinit const Type days_of_week = bit_string(names::days_of_week);
constinit const Type event_transitions = bit_string(names::event_transitions);
constinit const Type limit_enable = bit_string(names::limit_enables);
constinit const Type log_status = bit_string(names::log_statuses);
constinit const Type result_flags = bit_string(names::result_flags);
constinit const Type status_flags = bit_string(names::status_flags);
constinit const Type priority_filter = bit_string(names::priority_filters);
constinit const Type audit_flags = bit_string(names::audit_operations);
constinit const Type services_supported = bit_string(names::services_supported);
constinit const Type object_types_supported = bit_string(names::object_types);

}  // namespace vedette::decoders::bacnet::types
