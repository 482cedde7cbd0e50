// SPDX-License-Identifier: Apache-2.0
// Names of services and of what their parameters choose from (135-2020, clauses 13 to 18 and 21).
#include "decoders/bacnet/names.h"

namespace vedette::decoders::bacnet::names {
namespace {

// clang-format off
constexpr std::string_view confirmed_services_table[]{
    /*  0 */ "acknowledge_alarm", "confirmed_cov_notification", "confirmed_event_notification", "get_alarm_summary",
    /*  4 */ "get_enrollment_summary", "subscribe_cov", "atomic_read_file", "atomic_write_file", "add_list_element",
    /*  9 */ "remove_list_element", "create_object", "delete_object", "read_property", "read_property_conditional",
    /* 14 */ "read_property_multiple", "write_property", "write_property_multiple", "device_communication_control",
    /* 18 */ "confirmed_private_transfer", "confirmed_text_message", "reinitialize_device", "vt_open", "vt_close",
    /* 23 */ "vt_data", "authenticate", "request_key", "read_range", "life_safety_operation",
    /* 28 */ "subscribe_cov_property", "get_event_information", "subscribe_cov_property_multiple",
    /* 31 */ "confirmed_cov_notification_multiple", "confirmed_audit_notification", "audit_log_query",
};
// clang-format on
constexpr std::string_view unconfirmed_services_table[]{"i_am",
                                                        "i_have",
                                                        "unconfirmed_cov_notification",
                                                        "unconfirmed_event_notification",
                                                        "unconfirmed_private_transfer",
                                                        "unconfirmed_text_message",
                                                        "time_synchronization",
                                                        "who_has",
                                                        "who_is",
                                                        "utc_time_synchronization",
                                                        "write_group",
                                                        "unconfirmed_cov_notification_multiple",
                                                        "unconfirmed_audit_notification",
                                                        "who_am_i",
                                                        "you_are"};
// clang-format off
constexpr std::string_view services_supported_table[]{
    /*  0 */ "acknowledge_alarm", "confirmed_cov_notification", "confirmed_event_notification", "get_alarm_summary",
    /*  4 */ "get_enrollment_summary", "subscribe_cov", "atomic_read_file", "atomic_write_file", "add_list_element",
    /*  9 */ "remove_list_element", "create_object", "delete_object", "read_property", "read_property_conditional",
    /* 14 */ "read_property_multiple", "write_property", "write_property_multiple", "device_communication_control",
    /* 18 */ "confirmed_private_transfer", "confirmed_text_message", "reinitialize_device", "vt_open", "vt_close",
    /* 23 */ "vt_data", "authenticate", "request_key", "i_am", "i_have", "unconfirmed_cov_notification",
    /* 29 */ "unconfirmed_event_notification", "unconfirmed_private_transfer", "unconfirmed_text_message",
    /* 32 */ "time_synchronization", "who_has", "who_is", "read_range", "utc_time_synchronization",
    /* 37 */ "life_safety_operation", "subscribe_cov_property", "get_event_information", "write_group",
    /* 41 */ "subscribe_cov_property_multiple", "confirmed_cov_notification_multiple",
    /* 43 */ "unconfirmed_cov_notification_multiple", "confirmed_audit_notification", "audit_log_query",
    /* 46 */ "unconfirmed_audit_notification", "who_am_i", "you_are",
};
// clang-format on
constexpr std::string_view reject_reasons_table[]{"other",
                                                  "buffer_overflow",
                                                  "inconsistent_parameters",
                                                  "invalid_parameter_data_type",
                                                  "invalid_tag",
                                                  "missing_required_parameter",
                                                  "parameter_out_of_range",
                                                  "too_many_arguments",
                                                  "undefined_enumeration",
                                                  "unrecognized_service"};
constexpr std::string_view abort_reasons_table[]{"other",
                                                 "buffer_overflow",
                                                 "invalid_apdu_in_this_state",
                                                 "preempted_by_higher_priority_task",
                                                 "segmentation_not_supported",
                                                 "security_error",
                                                 "insufficient_security",
                                                 "window_size_out_of_range",
                                                 "application_exceeded_reply_time",
                                                 "out_of_resources",
                                                 "tsm_timeout",
                                                 "apdu_too_long"};
constexpr std::string_view segmentations_table[]{"segmented_both", "segmented_transmit", "segmented_receive",
                                                 "no_segmentation"};
constexpr std::string_view enable_disables_table[]{"enable", "disable", "disable_initiation"};
constexpr std::string_view reinitialized_states_table[]{"coldstart",     "warmstart",       "start_backup",
                                                        "end_backup",    "start_restore",   "end_restore",
                                                        "abort_restore", "activate_changes"};
constexpr std::string_view message_priorities_table[]{"normal", "urgent"};
constexpr std::string_view acknowledgment_filters_table[]{"all", "acked", "not_acked"};
constexpr std::string_view event_state_filters_table[]{"offnormal", "fault", "normal", "all", "active"};
constexpr std::string_view selection_logics_table[]{"and", "or", "all"};
constexpr std::string_view relation_specifiers_table[]{"equal",        "not_equal",          "less_than",
                                                       "greater_than", "less_than_or_equal", "greater_than_or_equal"};

}  // namespace

constinit const Names confirmed_services{.low = confirmed_services_table};
constinit const Names unconfirmed_services{.low = unconfirmed_services_table};
constinit const Names services_supported{.low = services_supported_table};
constinit const Names reject_reasons{.low = reject_reasons_table, .vendor_from = 64};
constinit const Names abort_reasons{.low = abort_reasons_table, .vendor_from = 64};
constinit const Names segmentations{.low = segmentations_table};
constinit const Names enable_disables{.low = enable_disables_table};
constinit const Names reinitialized_states{.low = reinitialized_states_table};
constinit const Names message_priorities{.low = message_priorities_table};
constinit const Names acknowledgment_filters{.low = acknowledgment_filters_table};
constinit const Names event_state_filters{.low = event_state_filters_table};
constinit const Names selection_logics{.low = selection_logics_table};
constinit const Names relation_specifiers{.low = relation_specifiers_table};

}  // namespace vedette::decoders::bacnet::names
