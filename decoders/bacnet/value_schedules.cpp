// SPDX-License-Identifier: Apache-2.0
// What schedules, calendars, commands and counters hold (12.1, 12.9, 12.10, 12.24).
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::types {
namespace {

constexpr Type week_n_day = primitive_type(Primitive::octets, Show::week_n_day);
constexpr Member date_range_members[]{
    {"start_date", untagged, date},
    {"end_date", untagged, date},
};
constexpr Member calendar_entry_members[]{
    {"date", 0, date},
    {"date_range", 1, date_range},
    {"week_n_day", 2, week_n_day},
};
constexpr Member time_value_members[]{
    {"time", untagged, time},
    {"value", untagged, any_primitive},
};
constexpr Type time_values = list_of(time_value);
constexpr Member daily_schedule_members[]{
    {"day_schedule", 0, time_values},
};
constexpr Member period_members[]{
    {"calendar_entry", 0, calendar_entry},
    {"calendar_reference", 1, object_id},
};
constexpr Type period = choice(period_members);
constexpr Member special_event_members[]{
    {"period", untagged, period},
    {"list_of_time_values", 2, time_values},
    {"event_priority", 3, unsigned_number},
};
constexpr Member priority_value_members[]{
    {"", untagged, any_primitive},
    {"constructed_value", 0, any_value},
    {"date_time", 1, date_time},
};
constexpr Member scale_members[]{
    {"float_scale", 0, real},
    {"integer_scale", 1, signed_number},
};
constexpr Member prescale_members[]{
    {"multiplier", 0, unsigned_number},
    {"modulo_divide", 1, unsigned_number},
};
constexpr Member shed_level_members[]{
    {"percent", 0, unsigned_number},
    {"level", 1, unsigned_number},
    {"amount", 2, real},
};
constexpr Member accumulator_record_members[]{
    {"timestamp", 0, date_time},
    {"present_value", 1, unsigned_number},
    {"accumulated_value", 2, unsigned_number},
    {"accumulator_status", 3, accumulator_status},
};
constexpr Member action_command_members[]{
    maybe("device", 0, object_id),
    {"", 1, object_id, Role::object},
    {"property", 2, property_identifier, Role::property},
    maybe("index", 3, unsigned_number, Role::index),
    {"value", 4, any_value},
    maybe("priority", 5, unsigned_number),
    maybe("post_delay", 6, unsigned_number),
    {"quit_on_failure", 7, boolean},
    {"write_successful", 8, boolean},
};
constexpr Type action_command = sequence(action_command_members);
constexpr Type action_commands = list_of(action_command);
constexpr Member action_list_members[]{
    {"action", 0, action_commands},
};
constexpr Member setpoint_reference_members[]{
    maybe("", 0, object_property_reference),
};
constexpr Member vt_session_members[]{
    {"local_vt_session_id", untagged, unsigned_number},
    {"remote_vt_session_id", untagged, unsigned_number},
    {"remote_vt_address", untagged, address},
};
constexpr Member timer_state_change_value_members[]{
    {"", untagged, any_primitive},
    {"no_value", 0, null_value},
    {"constructed_value", 1, any_value},
    {"date_time", 2, date_time},
    {"lighting_command", 3, lighting_command},
};

}  // namespace

constinit const Type date_range = sequence(date_range_members);
constinit const Type calendar_entry = choice(calendar_entry_members);
constinit const Type time_value = sequence(time_value_members);
constinit const Type daily_schedule = sequence(daily_schedule_members);
constinit const Type special_event = sequence(special_event_members);
constinit const Type priority_value = choice(priority_value_members);
constinit const Type scale = choice(scale_members);
constinit const Type prescale = sequence(prescale_members);
constinit const Type shed_level = choice(shed_level_members);
constinit const Type accumulator_record = sequence(accumulator_record_members);
constinit const Type action_list = sequence(action_list_members);
constinit const Type setpoint_reference = sequence(setpoint_reference_members);
constinit const Type vt_session = sequence(vt_session_members);
constinit const Type timer_state_change_value = choice(timer_state_change_value_members);

}  // namespace vedette::decoders::bacnet::types
