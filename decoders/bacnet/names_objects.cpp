// SPDX-License-Identifier: Apache-2.0
// Names of object types (135-2020, clause 21).
#include "decoders/bacnet/names.h"

namespace vedette::decoders::bacnet::names {
namespace {

// clang-format off
constexpr std::string_view object_types_table[]{
    /*  0 */ "analog_input", "analog_output", "analog_value", "binary_input", "binary_output", "binary_value",
    /*  6 */ "calendar", "command", "device", "event_enrollment", "file", "group", "loop", "multi_state_input",
    /* 14 */ "multi_state_output", "notification_class", "program", "schedule", "averaging", "multi_state_value",
    /* 20 */ "trend_log", "life_safety_point", "life_safety_zone", "accumulator", "pulse_converter", "event_log",
    /* 26 */ "global_group", "trend_log_multiple", "load_control", "structured_view", "access_door", "timer",
    /* 32 */ "access_credential", "access_point", "access_rights", "access_user", "access_zone",
    /* 37 */ "credential_data_input", "network_security", "bitstring_value", "characterstring_value",
    /* 41 */ "date_pattern_value", "date_value", "datetime_pattern_value", "datetime_value", "integer_value",
    /* 46 */ "large_analog_value", "octetstring_value", "positive_integer_value", "time_pattern_value", "time_value",
    /* 51 */ "notification_forwarder", "alert_enrollment", "channel", "lighting_output", "binary_lighting_output",
    /* 56 */ "network_port", "elevator_group", "escalator", "lift", "staging", "audit_log", "audit_reporter", "color",
    /* 64 */ "color_temperature",
};
// clang-format on

}  // namespace

constinit const Names object_types{.low = object_types_table, .vendor_from = 128};

}  // namespace vedette::decoders::bacnet::names
