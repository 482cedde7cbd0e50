// SPDX-License-Identifier: Apache-2.0
// Names of errors (135-2020, clauses 18 and 21).
#include "decoders/bacnet/names.h"

namespace vedette::decoders::bacnet::names {
namespace {

constexpr std::string_view error_classes_table[]{"device",   "object",   "property", "resources",
                                                 "security", "services", "vt",       "communication"};
// clang-format off
constexpr std::string_view error_codes_table[]{
    /*   0 */ "other", "authentication_failed", "configuration_in_progress", "device_busy",
    /*   4 */ "dynamic_creation_not_supported", "file_access_denied", "incompatible_security_levels",
    /*   7 */ "inconsistent_parameters", "inconsistent_selection_criterion", "invalid_data_type",
    /*  10 */ "invalid_file_access_method", "invalid_file_start_position", "invalid_operator_name",
    /*  13 */ "invalid_parameter_data_type", "invalid_timestamp", "key_generation_error",
    /*  16 */ "missing_required_parameter", "no_objects_of_specified_type", "no_space_for_object",
    /*  19 */ "no_space_to_add_list_element", "no_space_to_write_property", "no_vt_sessions_available",
    /*  22 */ "property_is_not_a_list", "object_deletion_not_permitted", "object_identifier_already_exists",
    /*  25 */ "operational_problem", "password_failure", "read_access_denied", "security_not_supported",
    /*  29 */ "service_request_denied", "timeout", "unknown_object", "unknown_property", "", "unknown_vt_class",
    /*  35 */ "unknown_vt_session", "unsupported_object_type", "value_out_of_range", "vt_session_already_closed",
    /*  39 */ "vt_session_termination_failure", "write_access_denied", "character_set_not_supported",
    /*  42 */ "invalid_array_index", "cov_subscription_failed", "not_cov_property",
    /*  45 */ "optional_functionality_not_supported", "invalid_configuration_data", "datatype_not_supported",
    /*  48 */ "duplicate_name", "duplicate_object_id", "property_is_not_an_array", "abort_buffer_overflow",
    /*  52 */ "abort_invalid_apdu_in_this_state", "abort_preempted_by_higher_priority_task",
    /*  54 */ "abort_segmentation_not_supported", "abort_proprietary", "abort_other", "invalid_tag", "network_down",
    /*  59 */ "reject_buffer_overflow", "reject_inconsistent_parameters", "reject_invalid_parameter_data_type",
    /*  62 */ "reject_invalid_tag", "reject_missing_required_parameter", "reject_parameter_out_of_range",
    /*  65 */ "reject_too_many_arguments", "reject_undefined_enumeration", "reject_unrecognized_service",
    /*  68 */ "reject_proprietary", "reject_other", "unknown_device", "unknown_route", "value_not_initialized",
    /*  73 */ "invalid_event_state", "no_alarm_configured", "log_buffer_full", "logged_value_purged",
    /*  77 */ "no_property_specified", "not_configured_for_triggered_logging", "unknown_subscription",
    /*  80 */ "parameter_out_of_range", "list_element_not_found", "busy", "communication_disabled", "success",
    /*  85 */ "access_denied", "bad_destination_address", "bad_destination_device_id", "bad_signature",
    /*  89 */ "bad_source_address", "bad_timestamp", "cannot_use_key", "cannot_verify_message_id",
    /*  93 */ "correct_key_revision", "destination_device_id_required", "duplicate_message",
    /*  96 */ "encryption_not_configured", "encryption_required", "incorrect_key", "invalid_key_data",
    /* 100 */ "key_update_in_progress", "malformed_message", "not_key_server", "security_not_configured",
    /* 104 */ "source_security_required", "too_many_keys", "unknown_authentication_type", "unknown_key",
    /* 108 */ "unknown_key_revision", "unknown_source_message", "not_router_to_dnet", "router_busy",
    /* 112 */ "unknown_network_message", "message_too_long", "security_error", "addressing_error", "write_bdt_failed",
    /* 117 */ "read_bdt_failed", "register_foreign_device_failed", "read_fdt_failed", "delete_fdt_entry_failed",
    /* 121 */ "distribute_broadcast_failed", "unknown_file_size", "abort_apdu_too_long",
    /* 124 */ "abort_application_exceeded_reply_time", "abort_out_of_resources", "abort_tsm_timeout",
    /* 127 */ "abort_window_size_out_of_range", "file_full", "inconsistent_configuration", "inconsistent_object_type",
    /* 131 */ "internal_error", "not_configured", "out_of_memory", "value_too_long", "abort_insufficient_security",
    /* 136 */ "abort_security_error", "duplicate_entry", "invalid_value_in_this_state",
    /* 139 */ "invalid_operation_in_this_state", "list_item_not_numbered", "list_item_not_timestamped",
    /* 142 */ "invalid_data_encoding", "bvlc_function_unknown", "bvlc_proprietary_function_unknown",
    /* 145 */ "header_encoding_error", "header_not_understood", "message_incomplete", "not_a_bacnet_sc_hub",
    /* 149 */ "payload_expected", "unexpected_data", "node_duplicate_vmac", "http_unexpected_response_code",
    /* 153 */ "http_no_upgrade", "http_resource_not_local", "http_proxy_authentication_failed",
    /* 156 */ "http_response_timeout", "http_response_syntax_error", "http_response_value_error",
    /* 159 */ "http_response_missing_header", "http_websocket_header_error", "http_upgrade_required",
    /* 162 */ "http_upgrade_error", "http_temporary_unavailable", "http_not_a_server", "http_error",
    /* 166 */ "websocket_scheme_not_supported", "websocket_unknown_control_message", "websocket_close_error",
    /* 169 */ "websocket_closed_by_peer", "websocket_endpoint_leaves", "websocket_protocol_error",
    /* 172 */ "websocket_data_not_accepted", "websocket_closed_abnormally", "websocket_data_inconsistent",
    /* 175 */ "websocket_data_against_policy", "websocket_frame_too_long", "websocket_extension_missing",
    /* 178 */ "websocket_request_unavailable", "websocket_error", "tls_client_certificate_error",
    /* 181 */ "tls_server_certificate_error", "tls_client_authentication_failed", "tls_server_authentication_failed",
    /* 184 */ "tls_client_certificate_expired", "tls_server_certificate_expired", "tls_client_certificate_revoked",
    /* 187 */ "tls_server_certificate_revoked", "tls_error", "dns_unavailable", "dns_name_resolution_failed",
    /* 191 */ "dns_resolver_failure", "dns_error", "tcp_connect_timeout", "tcp_connection_refused",
    /* 195 */ "tcp_closed_by_local", "tcp_closed_other", "tcp_error", "ip_address_not_reachable", "ip_error",
};
// clang-format on

}  // namespace

constinit const Names error_classes{.low = error_classes_table, .vendor_from = 64};
constinit const Names error_codes{.low = error_codes_table, .vendor_from = 256};

}  // namespace vedette::decoders::bacnet::names
