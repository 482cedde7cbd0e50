// SPDX-License-Identifier: Apache-2.0
// Names of the states of lights, doors, lifts and escalators (135-2020, clause 21).
#include "decoders/bacnet/names.h"

namespace vedette::decoders::bacnet::names {
namespace {

constexpr std::string_view binary_lighting_values_table[]{"off", "on", "warn", "warn_off", "warn_relinquish", "stop"};
constexpr std::string_view lighting_in_progress_table[]{"idle", "fade_active", "ramp_active", "not_controlled",
                                                        "other"};
constexpr std::string_view lighting_operations_table[]{"none",      "fade_to",         "ramp_to",  "step_up",
                                                       "step_down", "step_on",         "step_off", "warn",
                                                       "warn_off",  "warn_relinquish", "stop"};
constexpr std::string_view lighting_transitions_table[]{"none", "fade", "ramp"};
constexpr std::string_view door_alarm_states_table[]{"normal",      "alarm",       "door_open_too_long",
                                                     "forced_open", "tamper",      "door_fault",
                                                     "lock_down",   "free_access", "egress_open"};
constexpr std::string_view door_secured_statuses_table[]{"secured", "unsecured", "unknown"};
constexpr std::string_view door_statuses_table[]{"closed", "opened",  "unknown", "door_fault",    "unused",
                                                 "none",   "closing", "opening", "safety_locked", "limited_opened"};
constexpr std::string_view door_values_table[]{"lock", "unlock", "pulse_unlock", "extended_pulse_unlock"};
constexpr std::string_view lock_statuses_table[]{"locked", "unlocked", "lock_fault", "unused", "unknown"};
constexpr std::string_view escalator_faults_table[]{
    "controller_fault",        "drive_and_motor_fault",      "mechanical_component_fault",
    "overspeed_fault",         "power_supply_fault",         "safety_device_fault",
    "controller_supply_fault", "drive_temperature_exceeded", "comb_plate_fault"};
constexpr std::string_view escalator_modes_table[]{"unknown", "stop", "up", "down", "inspection", "out_of_service"};
constexpr std::string_view escalator_directions_table[]{"unknown",          "stopped",          "up_rated_speed",
                                                        "up_reduced_speed", "down_rated_speed", "down_reduced_speed"};
constexpr std::string_view lift_directions_table[]{"unknown", "none", "stopped", "up", "down", "up_and_down"};
constexpr std::string_view lift_door_commands_table[]{"none", "open", "close"};
constexpr std::string_view lift_drive_statuses_table[]{
    "unknown",     "stationary",        "braking",        "accelerate",       "decelerate",
    "rated_speed", "single_floor_jump", "two_floor_jump", "three_floor_jump", "multi_floor_jump"};
constexpr std::string_view lift_modes_table[]{"unknown",
                                              "normal",
                                              "vip",
                                              "homing",
                                              "parking",
                                              "attendant_control",
                                              "firefighter_control",
                                              "emergency_power",
                                              "inspection",
                                              "cabinet_recall",
                                              "earthquake_operation",
                                              "fire_operation",
                                              "out_of_service",
                                              "occupant_evacuation"};
// clang-format off
constexpr std::string_view lift_faults_table[]{
    /*  0 */ "controller_fault", "drive_and_motor_fault", "governor_and_safety_gear_fault", "lift_shaft_device_fault",
    /*  4 */ "power_supply_fault", "safety_interlock_fault", "door_closing_fault", "door_opening_fault",
    /*  8 */ "car_stopped_outside_landing_zone", "call_button_stuck", "start_failure", "controller_supply_fault",
    /* 12 */ "self_test_failure", "runtime_limit_exceeded", "position_lost", "drive_temperature_exceeded",
    /* 16 */ "load_measurement_fault",
};
// clang-format on
constexpr std::string_view lift_group_modes_table[]{"unknown",  "normal",          "down_peak", "two_way",
                                                    "four_way", "emergency_power", "up_peak"};
constexpr std::string_view color_operations_table[]{"none",        "fade_to_color", "fade_to_cct", "ramp_to_cct",
                                                    "step_up_cct", "step_down_cct", "stop"};

}  // namespace

constinit const Names binary_lighting_values{.low = binary_lighting_values_table, .vendor_from = 64};
constinit const Names lighting_in_progress{.low = lighting_in_progress_table};
constinit const Names lighting_operations{.low = lighting_operations_table, .vendor_from = 256};
constinit const Names lighting_transitions{.low = lighting_transitions_table, .vendor_from = 64};
constinit const Names door_alarm_states{.low = door_alarm_states_table, .vendor_from = 256};
constinit const Names door_secured_statuses{.low = door_secured_statuses_table};
constinit const Names door_statuses{.low = door_statuses_table, .vendor_from = 1024};
constinit const Names door_values{.low = door_values_table};
constinit const Names lock_statuses{.low = lock_statuses_table};
constinit const Names escalator_faults{.low = escalator_faults_table, .vendor_from = 1024};
constinit const Names escalator_modes{.low = escalator_modes_table, .vendor_from = 1024};
constinit const Names escalator_directions{.low = escalator_directions_table, .vendor_from = 1024};
constinit const Names lift_directions{.low = lift_directions_table, .vendor_from = 1024};
constinit const Names lift_door_commands{.low = lift_door_commands_table};
constinit const Names lift_drive_statuses{.low = lift_drive_statuses_table, .vendor_from = 1024};
constinit const Names lift_modes{.low = lift_modes_table, .vendor_from = 1024};
constinit const Names lift_faults{.low = lift_faults_table, .vendor_from = 1024};
constinit const Names lift_group_modes{.low = lift_group_modes_table};
constinit const Names color_operations{.low = color_operations_table};

}  // namespace vedette::decoders::bacnet::names
