// SPDX-License-Identifier: Apache-2.0
// Names of the states of access control (135-2020, clause 21).
#include "decoders/bacnet/names.h"

namespace vedette::decoders::bacnet::names {
namespace {

constexpr std::string_view authentication_factor_disables_table[]{
    "none", "disabled", "disabled_lost", "disabled_stolen", "disabled_damaged", "disabled_destroyed"};
constexpr std::string_view credential_disables_table[]{"none", "disable", "disable_manual", "disable_lockout"};
constexpr std::string_view credential_disable_reasons_table[]{"disabled",
                                                              "disabled_needs_provisioning",
                                                              "disabled_unassigned",
                                                              "disabled_not_yet_active",
                                                              "disabled_expired",
                                                              "disabled_lockout",
                                                              "disabled_max_days",
                                                              "disabled_max_uses",
                                                              "disabled_inactivity",
                                                              "disabled_manual"};
// clang-format off
constexpr std::string_view access_events_table[]{
    /*   0 */ "none", "granted", "muster", "passback_detected", "duress", "trace", "lockout_max_attempts",
    /*   7 */ "lockout_other", "lockout_relinquished", "locked_by_higher_priority", "out_of_service",
    /*  11 */ "out_of_service_relinquished", "accompaniment_by", "authentication_factor_read",
    /*  14 */ "authorization_delayed", "verification_required", "no_entry_after_granted", "", "", "", "", "", "", "",
    /*  24 */ "", "", "", "", "", "", "", "", "", "",
    /*  34 */ "", "", "", "", "", "", "", "", "", "",
    /*  44 */ "", "", "", "", "", "", "", "", "", "",
    /*  54 */ "", "", "", "", "", "", "", "", "", "",
    /*  64 */ "", "", "", "", "", "", "", "", "", "",
    /*  74 */ "", "", "", "", "", "", "", "", "", "",
    /*  84 */ "", "", "", "", "", "", "", "", "", "",
    /*  94 */ "", "", "", "", "", "", "", "", "", "",
    /* 104 */ "", "", "", "", "", "", "", "", "", "",
    /* 114 */ "", "", "", "", "", "", "", "", "", "",
    /* 124 */ "", "", "", "", "denied_deny_all", "denied_unknown_credential", "denied_authentication_unavailable",
    /* 131 */ "denied_authentication_factor_timeout", "denied_incorrect_authentication_factor",
    /* 133 */ "denied_zone_no_access_rights", "denied_point_no_access_rights", "denied_no_access_rights",
    /* 136 */ "denied_out_of_time_range", "denied_threat_level", "denied_passback",
    /* 139 */ "denied_unexpected_location_usage", "denied_max_attempts", "denied_lower_occupancy_limit",
    /* 142 */ "denied_upper_occupancy_limit", "denied_authentication_factor_lost",
    /* 144 */ "denied_authentication_factor_stolen", "denied_authentication_factor_damaged",
    /* 146 */ "denied_authentication_factor_destroyed", "denied_authentication_factor_disabled",
    /* 148 */ "denied_authentication_factor_error", "denied_credential_unassigned",
    /* 150 */ "denied_credential_not_provisioned", "denied_credential_not_yet_active", "denied_credential_expired",
    /* 153 */ "denied_credential_manual_disable", "denied_credential_lockout", "denied_credential_max_days",
    /* 156 */ "denied_credential_max_uses", "denied_credential_inactivity", "denied_credential_disabled",
    /* 159 */ "denied_no_accompaniment", "denied_incorrect_accompaniment", "denied_lockout",
    /* 162 */ "denied_verification_failed", "denied_verification_timeout", "denied_other",
};
// clang-format on
constexpr std::string_view passback_modes_table[]{"passback_off", "hard_passback", "soft_passback"};
constexpr std::string_view access_user_types_table[]{"asset", "group", "person"};
constexpr std::string_view zone_occupancy_states_table[]{"normal",         "below_lower_limit", "at_lower_limit",
                                                         "at_upper_limit", "above_upper_limit", "disabled",
                                                         "not_supported"};
// clang-format off
constexpr std::string_view authentication_factor_types_table[]{
    /*  0 */ "undefined", "error", "custom", "simple_number16", "simple_number32", "simple_number56",
    /*  6 */ "simple_alpha_numeric", "aba_track2", "wiegand26", "wiegand37", "wiegand37_facility",
    /* 11 */ "facility16_card32", "facility32_card32", "fasc_n", "fasc_n_bcd", "fasc_n_large", "fasc_n_large_bcd",
    /* 17 */ "gsa75", "chuid", "chuid_full", "guid", "cbeff_a", "cbeff_b", "cbeff_c", "user_password",
};
// clang-format on
constexpr std::string_view authentication_statuses_table[]{"not_ready",
                                                           "ready",
                                                           "disabled",
                                                           "waiting_for_authentication_factor",
                                                           "waiting_for_accompaniment",
                                                           "waiting_for_verification",
                                                           "in_progress"};
constexpr std::string_view authorization_exemptions_table[]{
    "passback", "occupancy_check", "access_rights", "lockout", "deny", "verification", "authorization_delay"};
constexpr std::string_view authorization_modes_table[]{
    "authorize", "grant_active", "deny_all", "verification_required", "authorization_delayed", "none"};
constexpr std::string_view rule_time_ranges_table[]{"specified", "always"};
constexpr std::string_view rule_locations_table[]{"specified", "all"};

}  // namespace

constinit const Names authentication_factor_disables{.low = authentication_factor_disables_table, .vendor_from = 64};
constinit const Names credential_disables{.low = credential_disables_table, .vendor_from = 64};
constinit const Names credential_disable_reasons{.low = credential_disable_reasons_table, .vendor_from = 64};
constinit const Names access_events{.low = access_events_table, .vendor_from = 512};
constinit const Names passback_modes{.low = passback_modes_table};
constinit const Names access_user_types{.low = access_user_types_table, .vendor_from = 64};
constinit const Names zone_occupancy_states{.low = zone_occupancy_states_table, .vendor_from = 64};
constinit const Names authentication_factor_types{.low = authentication_factor_types_table};
constinit const Names authentication_statuses{.low = authentication_statuses_table};
constinit const Names authorization_exemptions{.low = authorization_exemptions_table, .vendor_from = 64};
constinit const Names authorization_modes{.low = authorization_modes_table, .vendor_from = 64};
constinit const Names rule_time_ranges{.low = rule_time_ranges_table};
constinit const Names rule_locations{.low = rule_locations_table};

}  // namespace vedette::decoders::bacnet::names
