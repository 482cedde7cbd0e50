// SPDX-License-Identifier: Apache-2.0
// Names of the states that any device may tell (135-2020, clause 21).
#include "decoders/bacnet/names.h"

namespace vedette::decoders::bacnet::names {
namespace {

constexpr std::string_view actions_table[]{"direct", "reverse"};
constexpr std::string_view backup_states_table[]{
    "idle",           "preparing_for_backup", "preparing_for_restore", "performing_a_backup", "performing_a_restore",
    "backup_failure", "restore_failure"};
constexpr std::string_view binary_values_table[]{"inactive", "active"};
constexpr std::string_view device_statuses_table[]{"operational",       "operational_read_only",
                                                   "download_required", "download_in_progress",
                                                   "non_operational",   "backup_in_progress"};
constexpr std::string_view event_states_table[]{"normal",     "fault",     "offnormal",
                                                "high_limit", "low_limit", "life_safety_alarm"};
// clang-format off
constexpr std::string_view event_types_table[]{
    /*  0 */ "change_of_bitstring", "change_of_state", "change_of_value", "command_failure", "floating_limit",
    /*  5 */ "out_of_range", "complex_event_type", "deprecated_buffer_ready", "change_of_life_safety", "extended",
    /* 10 */ "buffer_ready", "unsigned_range", "", "access_event", "double_out_of_range", "signed_out_of_range",
    /* 16 */ "unsigned_out_of_range", "change_of_characterstring", "change_of_status_flags", "change_of_reliability",
    /* 20 */ "none", "change_of_discrete_value", "change_of_timer",
};
// clang-format on
constexpr std::string_view fault_types_table[]{
    "none",        "fault_characterstring", "fault_extended",     "fault_life_safety",
    "fault_state", "fault_status_flags",    "fault_out_of_range", "fault_listed"};
constexpr std::string_view file_access_methods_table[]{"record_access", "stream_access"};
constexpr std::string_view life_safety_modes_table[]{
    "off",      "on",   "test", "manned",       "unmanned", "armed",    "disarmed",
    "prearmed", "slow", "fast", "disconnected", "enabled",  "disabled", "automatic_release_disabled",
    "default"};
constexpr std::string_view life_safety_operations_table[]{
    "none",        "silence",     "silence_audible", "silence_visual",    "reset",
    "reset_alarm", "reset_fault", "unsilence",       "unsilence_audible", "unsilence_visual"};
// clang-format off
constexpr std::string_view life_safety_states_table[]{
    /*  0 */ "quiet", "pre_alarm", "alarm", "fault", "fault_pre_alarm", "fault_alarm", "not_ready", "active",
    /*  8 */ "tamper", "test_alarm", "test_active", "test_fault", "test_fault_alarm", "holdup", "duress",
    /* 15 */ "tamper_alarm", "abnormal", "emergency_power", "delayed", "blocked", "local_alarm", "general_alarm",
    /* 22 */ "supervisory", "test_supervisory",
};
// clang-format on
constexpr std::string_view silenced_states_table[]{"unsilenced", "audible_silenced", "visible_silenced",
                                                   "all_silenced"};
constexpr std::string_view maintenances_table[]{"none", "periodic_test", "need_service_operational",
                                                "need_service_inoperative"};
constexpr std::string_view logging_types_table[]{"polled", "cov", "triggered"};
// clang-format off
constexpr std::string_view node_types_table[]{
    /*  0 */ "unknown", "system", "network", "device", "organizational", "area", "equipment", "point", "collection",
    /*  9 */ "property", "functional", "other", "subsystem", "building", "floor", "section", "module", "tree",
    /* 18 */ "member", "protocol", "room", "zone",
};
// clang-format on
constexpr std::string_view notify_types_table[]{"alarm", "event", "ack_notification"};
constexpr std::string_view polarities_table[]{"normal", "reverse"};
constexpr std::string_view program_errors_table[]{"normal", "load_failed", "internal", "program", "other"};
constexpr std::string_view program_requests_table[]{"ready", "load", "run", "halt", "restart", "unload"};
constexpr std::string_view program_states_table[]{"idle", "loading", "running", "waiting", "halted", "unloading"};
// clang-format off
constexpr std::string_view relationships_table[]{
    /*  0 */ "unknown", "default", "contains", "contained_by", "uses", "used_by", "commands", "commanded_by",
    /*  8 */ "adjusts", "adjusted_by", "ingress", "egress", "supplies_air", "receives_air", "supplies_hot_air",
    /* 15 */ "receives_hot_air", "supplies_cool_air", "receives_cool_air", "supplies_power", "receives_power",
    /* 20 */ "supplies_gas", "receives_gas", "supplies_water", "receives_water", "supplies_hot_water",
    /* 25 */ "receives_hot_water", "supplies_cool_water", "receives_cool_water", "supplies_steam", "receives_steam",
};
// clang-format on
// clang-format off
constexpr std::string_view reliabilities_table[]{
    /*  0 */ "no_fault_detected", "no_sensor", "over_range", "under_range", "open_loop", "shorted_loop", "no_output",
    /*  7 */ "unreliable_other", "process_error", "multi_state_fault", "configuration_error", "",
    /* 12 */ "communication_failure", "member_fault", "monitored_object_fault", "tripped", "lamp_failure",
    /* 17 */ "activation_failure", "renew_dhcp_failure", "renew_fd_registration_failure",
    /* 20 */ "restart_auto_negotiation_failure", "restart_failure", "proprietary_command_failure", "faults_listed",
    /* 24 */ "referenced_object_fault", "multi_state_out_of_range",
};
// clang-format on
constexpr std::string_view restart_reasons_table[]{
    "unknown",           "coldstart",         "warmstart", "detected_power_lost", "detected_powered_off",
    "hardware_watchdog", "software_watchdog", "suspended", "activate_changes"};
constexpr std::string_view shed_states_table[]{"shed_inactive", "shed_request_pending", "shed_compliant",
                                               "shed_non_compliant"};
constexpr std::string_view timer_states_table[]{"idle", "running", "expired"};
constexpr std::string_view timer_transitions_table[]{"none",
                                                     "idle_to_running",
                                                     "running_to_idle",
                                                     "running_to_running",
                                                     "running_to_expired",
                                                     "forced_to_expired",
                                                     "expired_to_idle",
                                                     "expired_to_running"};
constexpr std::string_view vt_classes_table[]{"default_terminal", "ansi_x3_64", "dec_vt52", "dec_vt100",
                                              "dec_vt220",        "hp_700_94",  "ibm_3130"};
constexpr std::string_view write_statuses_table[]{"idle", "in_progress", "successful", "failed"};
constexpr std::string_view accumulator_statuses_table[]{"normal", "starting", "recovered", "abnormal", "failed"};
constexpr std::string_view audit_levels_table[]{"none", "audit_all", "audit_config", "default"};
constexpr std::string_view audit_operations_table[]{"read",
                                                    "write",
                                                    "create",
                                                    "delete",
                                                    "life_safety",
                                                    "acknowledge_alarm",
                                                    "device_disable_comm",
                                                    "device_enable_comm",
                                                    "device_reset",
                                                    "device_backup",
                                                    "device_restore",
                                                    "subscription",
                                                    "notification",
                                                    "auditing_failure",
                                                    "network_changes",
                                                    "general"};

}  // namespace

constinit const Names actions{.low = actions_table};
constinit const Names backup_states{.low = backup_states_table};
constinit const Names binary_values{.low = binary_values_table};
constinit const Names device_statuses{.low = device_statuses_table, .vendor_from = 64};
constinit const Names event_states{.low = event_states_table, .vendor_from = 64};
constinit const Names event_types{.low = event_types_table, .vendor_from = 64};
constinit const Names fault_types{.low = fault_types_table};
constinit const Names file_access_methods{.low = file_access_methods_table};
constinit const Names life_safety_modes{.low = life_safety_modes_table, .vendor_from = 256};
constinit const Names life_safety_operations{.low = life_safety_operations_table, .vendor_from = 64};
constinit const Names life_safety_states{.low = life_safety_states_table, .vendor_from = 256};
constinit const Names silenced_states{.low = silenced_states_table, .vendor_from = 64};
constinit const Names maintenances{.low = maintenances_table, .vendor_from = 256};
constinit const Names logging_types{.low = logging_types_table, .vendor_from = 64};
constinit const Names node_types{.low = node_types_table};
constinit const Names notify_types{.low = notify_types_table};
constinit const Names polarities{.low = polarities_table};
constinit const Names program_errors{.low = program_errors_table, .vendor_from = 64};
constinit const Names program_requests{.low = program_requests_table};
constinit const Names program_states{.low = program_states_table};
constinit const Names relationships{.low = relationships_table, .vendor_from = 1024};
constinit const Names reliabilities{.low = reliabilities_table, .vendor_from = 64};
constinit const Names restart_reasons{.low = restart_reasons_table, .vendor_from = 64};
constinit const Names shed_states{.low = shed_states_table};
constinit const Names timer_states{.low = timer_states_table};
constinit const Names timer_transitions{.low = timer_transitions_table};
constinit const Names vt_classes{.low = vt_classes_table, .vendor_from = 64};
constinit const Names write_statuses{.low = write_statuses_table};
constinit const Names accumulator_statuses{.low = accumulator_statuses_table};
constinit const Names audit_levels{.low = audit_levels_table, .vendor_from = 128};
constinit const Names audit_operations{.low = audit_operations_table, .vendor_from = 32};

}  // namespace vedette::decoders::bacnet::names
