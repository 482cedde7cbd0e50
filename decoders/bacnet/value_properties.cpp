// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/value_properties.h"

#include <algorithm>
#include <iterator>

#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet {
namespace {

constexpr Type array_access_rule = array_of(types::access_rule);
constexpr Type array_action_list = array_of(types::action_list);
constexpr Type array_address_octets = array_of(types::address_octets);
constexpr Type array_assigned_access_rights = array_of(types::assigned_access_rights);
constexpr Type array_assigned_landing_calls = array_of(types::assigned_landing_calls);
constexpr Type array_authentication_factor_format = array_of(types::authentication_factor_format);
constexpr Type array_authentication_policy = array_of(types::authentication_policy);
constexpr Type array_credential_authentication_factor = array_of(types::credential_authentication_factor);
constexpr Type array_daily_schedule = array_of(types::daily_schedule);
constexpr Type array_device_object_property_reference = array_of(types::device_object_property_reference);
constexpr Type array_device_object_reference = array_of(types::device_object_reference);
constexpr Type array_door_status = array_of(types::door_status);
constexpr Type array_landing_door_status = array_of(types::landing_door_status);
constexpr Type array_lift_car_call_list = array_of(types::lift_car_call_list);
constexpr Type array_lift_door_command = array_of(types::lift_door_command);
constexpr Type array_name_value = array_of(types::name_value);
constexpr Type array_name_value_collection = array_of(types::name_value_collection);
constexpr Type array_node_type = array_of(types::node_type);
constexpr Type array_object_id = array_of(types::object_id);
constexpr Type array_object_selector = array_of(types::object_selector);
constexpr Type array_port_permission = array_of(types::port_permission);
constexpr Type array_priority_value = array_of(types::priority_value);
constexpr Type array_property_access_result = array_of(types::property_access_result);
constexpr Type array_property_identifier = array_of(types::property_identifier);
constexpr Type array_relationship = array_of(types::relationship);
constexpr Type array_security_key_set = array_of(types::security_key_set);
constexpr Type array_special_event = array_of(types::special_event);
constexpr Type array_stage_limit_value = array_of(types::stage_limit_value);
constexpr Type array_timer_state_change_value = array_of(types::timer_state_change_value);
constexpr Type array_value_source = array_of(types::value_source);
constexpr Type list_access_event = list_of(types::access_event);
constexpr Type list_address_binding = list_of(types::address_binding);
constexpr Type list_audit_log_record_result = list_of(types::audit_log_record_result);
constexpr Type list_authorization_exemption = list_of(types::authorization_exemption);
constexpr Type list_bdt_entry = list_of(types::bdt_entry);
constexpr Type list_calendar_entry = list_of(types::calendar_entry);
constexpr Type list_cov_multiple_subscription = list_of(types::cov_multiple_subscription);
constexpr Type list_cov_subscription = list_of(types::cov_subscription);
constexpr Type list_credential_disable_reason = list_of(types::credential_disable_reason);
constexpr Type list_destination = list_of(types::destination);
constexpr Type list_device_object_reference = list_of(types::device_object_reference);
constexpr Type list_door_alarm_state = list_of(types::door_alarm_state);
constexpr Type list_escalator_fault = list_of(types::escalator_fault);
constexpr Type list_event_log_record = list_of(types::event_log_record);
constexpr Type list_event_subscription = list_of(types::event_subscription);
constexpr Type list_fdt_entry = list_of(types::fdt_entry);
constexpr Type list_landing_call_status = list_of(types::landing_call_status);
constexpr Type list_life_safety_mode = list_of(types::life_safety_mode);
constexpr Type list_life_safety_state = list_of(types::life_safety_state);
constexpr Type list_lift_fault = list_of(types::lift_fault);
constexpr Type list_log_multiple_record = list_of(types::log_multiple_record);
constexpr Type list_log_record = list_of(types::log_record);
constexpr Type list_read_access_result = list_of(types::read_access_result);
constexpr Type list_read_access_specification = list_of(types::read_access_specification);
constexpr Type list_recipient = list_of(types::recipient);
constexpr Type list_router_entry = list_of(types::router_entry);
constexpr Type list_sc_direct_connection = list_of(types::sc_direct_connection);
constexpr Type list_sc_failed_connection_request = list_of(types::sc_failed_connection_request);
constexpr Type list_sc_hub_function_connection = list_of(types::sc_hub_function_connection);
constexpr Type list_security_policy_entry = list_of(types::security_policy_entry);
constexpr Type list_timer_state = list_of(types::timer_state);
constexpr Type list_vmac_entry = list_of(types::vmac_entry);
constexpr Type list_vt_class = list_of(types::vt_class);
constexpr Type list_vt_session = list_of(types::vt_session);

/// Stands behind every object type, so that a row for one type comes before the row for all.
constexpr std::uint16_t any_object = UINT16_MAX;

struct Row {
  std::uint32_t property;
  std::uint16_t object_type;
  const Type* type;
};

// By property, then by object type.
constexpr Row rows[]{
    {0, any_object, &types::event_transitions},                  // acked_transitions
    {1, any_object, &types::event_transitions},                  // ack_required
    {2, 7, &array_action_list},                                  // action of command
    {2, 12, &types::action},                                     // action of loop
    {5, any_object, &list_vt_session},                           // active_vt_sessions
    {6, 3, &types::binary_value},                                // alarm_value of binary_input
    {6, 4, &types::binary_value},                                // alarm_value of binary_output
    {6, 5, &types::binary_value},                                // alarm_value of binary_value
    {7, 21, &list_life_safety_state},                            // alarm_values of life_safety_point
    {7, 22, &list_life_safety_state},                            // alarm_values of life_safety_zone
    {7, 30, &list_door_alarm_state},                             // alarm_values of access_door
    {7, 31, &list_timer_state},                                  // alarm_values of timer
    {16, any_object, &types::date_time},                         // change_of_state_time
    {19, any_object, &types::object_property_reference},         // controlled_variable_reference
    {20, any_object, &types::units},                             // controlled_variable_units
    {23, any_object, &list_calendar_entry},                      // date_list
    {27, any_object, &types::units},                             // derivative_constant_units
    {30, any_object, &list_address_binding},                     // device_address_binding
    {32, any_object, &types::date_range},                        // effective_period
    {35, any_object, &types::event_transitions},                 // event_enable
    {36, any_object, &types::event_state},                       // event_state
    {37, any_object, &types::event_type},                        // event_type
    {38, any_object, &array_special_event},                      // exception_schedule
    {39, 21, &list_life_safety_state},                           // fault_values of life_safety_point
    {39, 22, &list_life_safety_state},                           // fault_values of life_safety_zone
    {39, 30, &list_door_alarm_state},                            // fault_values of access_door
    {40, 3, &types::binary_value},                               // feedback_value of binary_input
    {40, 4, &types::binary_value},                               // feedback_value of binary_output
    {40, 5, &types::binary_value},                               // feedback_value of binary_value
    {40, 55, &types::binary_lighting_value},                     // feedback_value of binary_lighting_output
    {41, any_object, &types::file_access_method},                // file_access_method
    {50, any_object, &types::units},                             // integral_constant_units
    {52, any_object, &types::limit_enable},                      // limit_enable
    {53, any_object, &list_read_access_specification},           // list_of_group_members
    {54, any_object, &array_device_object_property_reference},   // list_of_object_property_references
    {60, any_object, &types::object_property_reference},         // manipulated_variable_reference
    {71, any_object, &types::date_time},                         // modification_date
    {72, any_object, &types::notify_type},                       // notify_type
    {76, any_object, &array_object_id},                          // object_list
    {78, any_object, &types::device_object_property_reference},  // object_property_reference
    {79, any_object, &types::object_type},                       // object_type
    {82, any_object, &types::units},                             // output_units
    {83, any_object, &types::event_parameter},                   // event_parameters
    {84, any_object, &types::polarity},                          // polarity
    {85, 3, &types::binary_value},                               // present_value of binary_input
    {85, 4, &types::binary_value},                               // present_value of binary_output
    {85, 5, &types::binary_value},                               // present_value of binary_value
    {85, 11, &list_read_access_result},                          // present_value of group
    {85, 21, &types::life_safety_state},                         // present_value of life_safety_point
    {85, 22, &types::life_safety_state},                         // present_value of life_safety_zone
    {85, 26, &array_property_access_result},                     // present_value of global_group
    {85, 28, &types::shed_state},                                // present_value of load_control
    {85, 30, &types::door_value},                                // present_value of access_door
    {85, 37, &types::authentication_factor},                     // present_value of credential_data_input
    {85, 43, &types::date_time},                                 // present_value of datetime_pattern_value
    {85, 44, &types::date_time},                                 // present_value of datetime_value
    {85, 53, &types::channel_value},                             // present_value of channel
    {85, 55, &types::binary_lighting_value},                     // present_value of binary_lighting_output
    {85, 63, &types::xy_color},                                  // present_value of color
    {87, any_object, &array_priority_value},                     // priority_array
    {90, any_object, &types::program_request},                   // program_change
    {92, any_object, &types::program_state},                     // program_state
    {94, any_object, &types::units},                             // proportional_constant_units
    {96, any_object, &types::object_types_supported},            // protocol_object_types_supported
    {97, any_object, &types::services_supported},                // protocol_services_supported
    {100, any_object, &types::program_error},                    // reason_for_halt
    {102, any_object, &list_destination},                        // recipient_list
    {103, any_object, &types::reliability},                      // reliability
    {104, 3, &types::binary_value},                              // relinquish_default of binary_input
    {104, 4, &types::binary_value},                              // relinquish_default of binary_output
    {104, 5, &types::binary_value},                              // relinquish_default of binary_value
    {104, 30, &types::door_value},                               // relinquish_default of access_door
    {104, 43, &types::date_time},                                // relinquish_default of datetime_pattern_value
    {104, 44, &types::date_time},                                // relinquish_default of datetime_value
    {104, 55, &types::binary_lighting_value},                    // relinquish_default of binary_lighting_output
    {107, any_object, &types::segmentation},                     // segmentation_supported
    {109, any_object, &types::setpoint_reference},               // setpoint_reference
    {111, any_object, &types::status_flags},                     // status_flags
    {112, any_object, &types::device_status},                    // system_status
    {114, any_object, &types::date_time},                        // time_of_active_time_reset
    {115, any_object, &types::date_time},                        // time_of_state_count_reset
    {116, any_object, &list_recipient},                          // time_synchronization_recipients
    {117, any_object, &types::units},                            // units
    {122, any_object, &list_vt_class},                           // vt_classes_supported
    {123, any_object, &array_daily_schedule},                    // weekly_schedule
    {130, any_object, &types::time_stamps},                      // event_time_stamps
    {131, 20, &list_log_record},                                 // log_buffer of trend_log
    {131, 25, &list_event_log_record},                           // log_buffer of event_log
    {131, 27, &list_log_multiple_record},                        // log_buffer of trend_log_multiple
    {131, 61, &list_audit_log_record_result},                    // log_buffer of audit_log
    {132, 20, &types::device_object_property_reference},         // log_device_object_property of trend_log
    {132, 27, &array_device_object_property_reference},          // log_device_object_property of trend_log_multiple
    {142, any_object, &types::date_time},                        // start_time
    {143, any_object, &types::date_time},                        // stop_time
    {149, any_object, &types::date_time},                        // maximum_value_timestamp
    {150, any_object, &types::date_time},                        // minimum_value_timestamp
    {152, any_object, &list_cov_subscription},                   // active_cov_subscriptions
    {157, any_object, &types::time_stamp},                       // last_restore_time
    {158, any_object, &types::maintenance},                      // maintenance_required
    {159, any_object, &list_device_object_reference},            // member_of
    {160, 21, &types::life_safety_mode},                         // mode of life_safety_point
    {160, 22, &types::life_safety_mode},                         // mode of life_safety_zone
    {161, any_object, &types::life_safety_operation},            // operation_expected
    {163, any_object, &types::silenced_state},                   // silenced
    {164, 21, &types::life_safety_state},                        // tracking_value of life_safety_point
    {164, 22, &types::life_safety_state},                        // tracking_value of life_safety_zone
    {165, any_object, &list_device_object_reference},            // zone_members
    {166, any_object, &list_life_safety_state},                  // life_safety_alarm_values
    {170, any_object, &list_address_binding},                    // manual_slave_address_binding
    {171, any_object, &list_address_binding},                    // slave_address_binding
    {175, any_object, &list_life_safety_mode},                   // accepted_modes
    {179, any_object, &types::date_time},                        // count_change_time
    {181, any_object, &types::object_property_reference},        // input_reference
    {184, any_object, &types::accumulator_record},               // logging_record
    {185, any_object, &types::prescale},                         // prescale
    {187, any_object, &types::scale},                            // scale
    {189, any_object, &types::date_time},                        // update_time
    {192, any_object, &types::date_time},                        // value_change_time
    {196, any_object, &types::restart_reason},                   // last_restart_reason
    {197, any_object, &types::logging_type},                     // logging_type
    {202, any_object, &list_recipient},                          // restart_notification_recipients
    {203, any_object, &types::time_stamp},                       // time_of_device_restart
    {206, any_object, &list_recipient},                          // utc_time_synchronization_recipients
    {209, any_object, &array_object_id},                         // structured_object_list
    {211, any_object, &array_device_object_reference},           // subordinate_list
    {212, any_object, &types::shed_level},                       // actual_shed_level
    {214, any_object, &types::shed_level},                       // expected_shed_level
    {217, any_object, &types::node_type},                        // node_type
    {218, any_object, &types::shed_level},                       // requested_shed_level
    {226, any_object, &types::door_alarm_state},                 // door_alarm_state
    {228, any_object, &array_device_object_reference},           // door_members
    {231, 30, &types::door_status},                              // door_status of access_door
    {233, any_object, &types::lock_status},                      // lock_status
    {234, 30, &list_door_alarm_state},                           // masked_alarm_values of access_door
    {235, any_object, &types::door_secured_status},              // secured_status
    {245, any_object, &list_access_event},                       // access_alarm_events
    {246, any_object, &array_device_object_reference},           // access_doors
    {247, any_object, &types::access_event},                     // access_event
    {248, any_object, &types::authentication_factor},            // access_event_authentication_factor
    {249, any_object, &types::device_object_reference},          // access_event_credential
    {250, any_object, &types::time_stamp},                       // access_event_time
    {251, any_object, &list_access_event},                       // access_transaction_events
    {252, any_object, &types::device_object_reference},          // accompaniment
    {254, any_object, &types::date_time},                        // activation_time
    {256, any_object, &array_assigned_access_rights},            // assigned_access_rights
    {257, any_object, &array_credential_authentication_factor},  // authentication_factors
    {258, any_object, &array_authentication_policy},             // authentication_policy_list
    {260, any_object, &types::authentication_status},            // authentication_status
    {261, any_object, &types::authorization_mode},               // authorization_mode
    {262, any_object, &types::device_object_reference},          // belongs_to
    {263, any_object, &types::credential_disable},               // credential_disable
    {264, any_object, &types::binary_value},                     // credential_status
    {265, any_object, &list_device_object_reference},            // credentials
    {266, any_object, &list_device_object_reference},            // credentials_in_zone
    {268, any_object, &list_device_object_reference},            // entry_points
    {269, any_object, &list_device_object_reference},            // exit_points
    {270, any_object, &types::date_time},                        // expiration_time
    {272, any_object, &list_access_event},                       // failed_attempt_events
    {275, any_object, &types::access_event},                     // last_access_event
    {276, any_object, &types::device_object_reference},          // last_access_point
    {277, any_object, &types::device_object_reference},          // last_credential_added
    {278, any_object, &types::date_time},                        // last_credential_added_time
    {279, any_object, &types::device_object_reference},          // last_credential_removed
    {280, any_object, &types::date_time},                        // last_credential_removed_time
    {281, any_object, &types::date_time},                        // last_use_time
    {286, any_object, &list_device_object_reference},            // members
    {288, any_object, &array_access_rule},                       // negative_access_rules
    {296, any_object, &types::zone_occupancy_state},             // occupancy_state
    {300, any_object, &types::passback_mode},                    // passback_mode
    {302, any_object, &array_access_rule},                       // positive_access_rules
    {303, any_object, &list_credential_disable_reason},          // reason_for_disable
    {304, any_object, &array_authentication_factor_format},      // supported_formats
    {318, any_object, &types::access_user_type},                 // user_type
    {320, any_object, &types::device_object_reference},          // zone_from
    {321, any_object, &types::device_object_reference},          // zone_to
    {327, any_object, &types::security_level},                   // base_device_security_policy
    {330, any_object, &array_security_key_set},                  // key_sets
    {332, any_object, &list_security_policy_entry},              // network_access_security_policies
    {338, any_object, &types::backup_state},                     // backup_and_restore_state
    {345, 26, &array_device_object_property_reference},          // group_members of global_group
    {345, 57, &array_object_id},                                 // group_members of elevator_group
    {347, any_object, &types::status_flags},                     // member_status_flags
    {350, any_object, &list_recipient},                          // covu_recipients
    {355, any_object, &types::object_property_reference},        // event_algorithm_inhibit_ref
    {358, any_object, &types::fault_parameter},                  // fault_parameters
    {359, any_object, &types::fault_type},                       // fault_type
    {362, any_object, &list_event_subscription},                 // subscribed_recipients
    {363, any_object, &array_port_permission},                   // port_filter
    {364, any_object, &list_authorization_exemption},            // authorization_exemptions
    {370, any_object, &types::write_status},                     // write_status
    {371, any_object, &array_property_identifier},               // property_list
    {378, any_object, &types::lighting_in_progress},             // in_progress
    {380, any_object, &types::lighting_command},                 // lighting_command
    {385, any_object, &types::lighting_transition},              // transition
    {392, any_object, &types::date_time},                        // time_of_strike_count_reset
    {395, any_object, &types::timer_transition},                 // last_state_change
    {396, any_object, &array_timer_state_change_value},          // state_change_values
    {398, any_object, &types::timer_state},                      // timer_state
    {400, any_object, &types::address_octets},                   // ip_address
    {401, any_object, &types::address_octets},                   // ip_default_gateway
    {405, any_object, &types::address_octets},                   // ip_dhcp_server
    {406, any_object, &array_address_octets},                    // ip_dns_server
    {407, any_object, &types::host_n_port},                      // bacnet_ip_global_address
    {408, any_object, &types::ip_mode},                          // bacnet_ip_mode
    {409, any_object, &types::address_octets},                   // bacnet_ip_multicast_address
    {411, any_object, &types::address_octets},                   // ip_subnet_mask
    {414, any_object, &list_bdt_entry},                          // bbmd_broadcast_distribution_table
    {415, any_object, &list_fdt_entry},                          // bbmd_foreign_device_table
    {417, any_object, &types::network_port_command},             // command
    {418, any_object, &types::host_n_port},                      // fd_bbmd_address
    {423, any_object, &types::address_octets},                   // mac_address
    {426, any_object, &types::network_number_quality},           // network_number_quality
    {427, any_object, &types::network_type},                     // network_type
    {428, any_object, &list_router_entry},                       // routing_table
    {429, any_object, &list_vmac_entry},                         // virtual_mac_address_table
    {430, any_object, &types::time_stamps},                      // command_time_array
    {432, any_object, &types::time_stamp},                       // last_command_time
    {433, any_object, &types::value_source},                     // value_source
    {434, any_object, &array_value_source},                      // value_source_array
    {435, any_object, &types::ip_mode},                          // bacnet_ipv6_mode
    {436, any_object, &types::address_octets},                   // ipv6_address
    {439, any_object, &types::address_octets},                   // ipv6_default_gateway
    {440, any_object, &types::address_octets},                   // bacnet_ipv6_multicast_address
    {441, any_object, &array_address_octets},                    // ipv6_dns_server
    {445, any_object, &types::address_octets},                   // ipv6_dhcp_server
    {447, any_object, &array_assigned_landing_calls},            // assigned_landing_calls
    {448, 59, &types::lift_direction},                           // car_assigned_direction of lift
    {449, any_object, &array_lift_door_command},                 // car_door_command
    {450, any_object, &array_door_status},                       // car_door_status
    {453, any_object, &types::lift_drive_status},                // car_drive_status
    {455, any_object, &types::units},                            // car_load_units
    {456, any_object, &types::lift_mode},                        // car_mode
    {457, 59, &types::lift_direction},                           // car_moving_direction of lift
    {461, any_object, &types::device_object_reference},          // energy_meter_ref
    {462, any_object, &types::escalator_mode},                   // escalator_mode
    {463, 58, &list_escalator_fault},                            // fault_signals of escalator
    {463, 59, &list_lift_fault},                                 // fault_signals of lift
    {467, any_object, &types::lift_group_mode},                  // group_mode
    {470, any_object, &list_landing_call_status},                // landing_calls
    {471, any_object, &types::landing_call_status},              // landing_call_control
    {472, any_object, &array_landing_door_status},               // landing_door_status
    {477, any_object, &types::escalator_direction},              // operation_direction
    {480, any_object, &array_lift_car_call_list},                // registered_car_call
    {481, any_object, &list_cov_multiple_subscription},          // active_cov_multiple_subscriptions
    {482, any_object, &types::protocol_level},                   // protocol_level
    {486, any_object, &array_name_value},                        // tags
    {487, any_object, &array_node_type},                         // subordinate_node_types
    {488, any_object, &array_name_value_collection},             // subordinate_tags
    {489, any_object, &array_relationship},                      // subordinate_relationships
    {490, any_object, &types::relationship},                     // default_subordinate_relationship
    {491, any_object, &types::device_object_reference},          // represents
    {494, any_object, &array_stage_limit_value},                 // stages
    {496, any_object, &array_device_object_reference},           // target_references
    {498, any_object, &types::audit_level},                      // audit_level
    {499, any_object, &types::recipient},                        // audit_notification_recipient
    {500, any_object, &types::priority_filter},                  // audit_priority_filter
    {501, any_object, &types::audit_flags},                      // auditable_operations
    {504, any_object, &array_object_selector},                   // monitored_objects
    {4194312, any_object, &list_sc_direct_connection},           // sc_direct_connect_connection_status
    {4194315, any_object, &list_sc_failed_connection_request},   // sc_failed_connection_requests
    {4194316, any_object, &types::sc_hub_connection},            // sc_failover_hub_connection_status
    {4194318, any_object, &types::sc_hub_connector_state},       // sc_hub_connector_state
    {4194321, any_object, &list_sc_hub_function_connection},     // sc_hub_function_connection_status
    {4194324, any_object, &types::sc_hub_connection},            // sc_primary_hub_connection_status
    {4194330, 63, &types::xy_color},                             // default_color of color
    {4194334, any_object, &types::color_command},                // color_command
};
constexpr bool in_order(const Row& a, const Row& b) {
  return a.property != b.property ? a.property < b.property : a.object_type < b.object_type;
}
static_assert(std::ranges::is_sorted(rows, in_order));

}  // namespace

const Type* type_of_property(std::uint32_t property, std::uint16_t object_type) {
  const auto first = std::ranges::lower_bound(rows, property, {}, &Row::property);
  for (auto row = first; row != std::end(rows) && row->property == property; ++row) {
    if (row->object_type == object_type || row->object_type == any_object) return row->type;
  }
  return nullptr;
}

}  // namespace vedette::decoders::bacnet
