// SPDX-License-Identifier: Apache-2.0
// The types that values are made of (135-2020, clause 21), by subject. Static and constant.
#pragma once

#include "decoders/bacnet/value_types.h"

namespace vedette::decoders::bacnet::types {

// value_primitives.cpp
extern const Type null_value;
extern const Type boolean;
extern const Type unsigned_number;
extern const Type signed_number;
extern const Type real;
extern const Type double_real;
extern const Type octets;
extern const Type text;
extern const Type bits;
extern const Type enumerated;
extern const Type date;
extern const Type time;
extern const Type object_id;
extern const Type long_number;  ///< of up to 64 bits
extern const Type address_octets;
extern const Type payload_octets;  ///< only its length is told
extern const Type payload_text;
extern const Type password;  ///< only that it is there is told
extern const Type any_primitive;
extern const Type any_payload_primitive;
extern const Type any_value;
extern const Type any_payload;

// value_enumerations.cpp
extern const Type action;
extern const Type audit_level;
extern const Type audit_operation;
extern const Type backup_state;
extern const Type binary_value;
extern const Type device_status;
extern const Type event_state;
extern const Type event_type;
extern const Type fault_type;
extern const Type file_access_method;
extern const Type life_safety_mode;
extern const Type life_safety_operation;
extern const Type life_safety_state;
extern const Type silenced_state;
extern const Type maintenance;
extern const Type logging_type;
extern const Type node_type;
extern const Type notify_type;
extern const Type polarity;
extern const Type program_error;
extern const Type program_request;
extern const Type program_state;
extern const Type relationship;
extern const Type reliability;
extern const Type restart_reason;
extern const Type shed_state;
extern const Type timer_state;
extern const Type timer_transition;
extern const Type vt_class;
extern const Type write_status;
extern const Type accumulator_status;
extern const Type units;
extern const Type segmentation;
extern const Type object_type;
extern const Type property_identifier;
extern const Type binary_lighting_value;
extern const Type lighting_in_progress;
extern const Type lighting_operation;
extern const Type lighting_transition;
extern const Type door_alarm_state;
extern const Type door_secured_status;
extern const Type door_status;
extern const Type door_value;
extern const Type lock_status;
extern const Type escalator_fault;
extern const Type escalator_mode;
extern const Type escalator_direction;
extern const Type lift_direction;
extern const Type lift_door_command;
extern const Type lift_drive_status;
extern const Type lift_mode;
extern const Type lift_fault;
extern const Type lift_group_mode;
extern const Type color_operation;
extern const Type authentication_factor_disable;
extern const Type credential_disable;
extern const Type credential_disable_reason;
extern const Type access_event;
extern const Type passback_mode;
extern const Type access_user_type;
extern const Type zone_occupancy_state;
extern const Type authentication_factor_type;
extern const Type authentication_status;
extern const Type authorization_exemption;
extern const Type authorization_mode;
extern const Type rule_time_range;
extern const Type rule_location;
extern const Type ip_mode;
extern const Type network_number_quality;
extern const Type network_port_command;
extern const Type network_type;
extern const Type protocol_level;
extern const Type router_status;
extern const Type security_level;
extern const Type security_policy;
extern const Type sc_connection_state;
extern const Type sc_hub_connector_state;
extern const Type days_of_week;
extern const Type event_transitions;
extern const Type limit_enable;
extern const Type log_status;
extern const Type result_flags;
extern const Type status_flags;
extern const Type priority_filter;
extern const Type audit_flags;
extern const Type services_supported;
extern const Type object_types_supported;

// value_productions.cpp
extern const Type date_time;
extern const Type time_stamp;
extern const Type time_stamps;
extern const Type address;
extern const Type address_binding;
extern const Type recipient;
extern const Type recipient_process;
extern const Type error;
extern const Type property_reference;
extern const Type object_property_reference;
extern const Type device_object_reference;
extern const Type device_object_property_reference;
extern const Type device_object_property_value;
extern const Type property_value;
extern const Type destination;
extern const Type cov_subscription;
extern const Type cov_multiple_subscription;
extern const Type value_source;
extern const Type object_selector;
extern const Type name_value;
extern const Type name_value_collection;
extern const Type event_subscription;
extern const Type port_permission;
extern const Type read_access_specification;
extern const Type read_access_result;
extern const Type property_access_result;

// value_schedules.cpp
extern const Type date_range;
extern const Type calendar_entry;
extern const Type time_value;
extern const Type daily_schedule;
extern const Type special_event;
extern const Type priority_value;
extern const Type scale;
extern const Type prescale;
extern const Type shed_level;
extern const Type accumulator_record;
extern const Type action_list;
extern const Type setpoint_reference;
extern const Type vt_session;
extern const Type timer_state_change_value;

// value_events.cpp
extern const Type property_states;
extern const Type notification_parameters;
extern const Type event_notification;

// value_event_rules.cpp
extern const Type event_parameter;
extern const Type fault_parameter;

// value_logs.cpp
extern const Type log_record;
extern const Type log_multiple_record;
extern const Type event_log_record;
extern const Type audit_notification;
extern const Type audit_log_record;
extern const Type audit_log_record_result;

// value_access.cpp
extern const Type access_rule;
extern const Type assigned_access_rights;
extern const Type authentication_factor;
extern const Type authentication_factor_format;
extern const Type authentication_policy;
extern const Type credential_authentication_factor;

// value_equipment.cpp
extern const Type lighting_command;
extern const Type channel_value;
extern const Type group_channel_value;
extern const Type assigned_landing_calls;
extern const Type landing_call_status;
extern const Type landing_door_status;
extern const Type lift_car_call_list;
extern const Type stage_limit_value;
extern const Type color_command;
extern const Type xy_color;

// value_network.cpp
extern const Type host_n_port;
extern const Type bdt_entry;
extern const Type fdt_entry;
extern const Type router_entry;
extern const Type vmac_entry;
extern const Type security_policy_entry;
extern const Type security_key_set;
extern const Type sc_hub_connection;
extern const Type sc_hub_function_connection;
extern const Type sc_direct_connection;
extern const Type sc_failed_connection_request;

}  // namespace vedette::decoders::bacnet::types
