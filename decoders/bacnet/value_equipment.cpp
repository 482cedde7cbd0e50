// SPDX-License-Identifier: Apache-2.0
// What lights, channels, lifts and stages hold (12.53 to 12.62).
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::types {
namespace {

constexpr Member lighting_command_members[]{
    {"operation", 0, lighting_operation}, maybe("target_level", 1, real),         maybe("ramp_rate", 2, real),
    maybe("step_increment", 3, real),     maybe("fade_time", 4, unsigned_number), maybe("priority", 5, unsigned_number),
};
constexpr Member channel_value_members[]{
    {"", untagged, any_primitive},
    {"lighting_command", 0, lighting_command},
    {"xy_color", 1, xy_color},
    {"color_command", 2, color_command},
};
constexpr Member group_channel_value_members[]{
    {"channel", 0, unsigned_number},
    maybe("overriding_priority", 1, unsigned_number),
    {"value", untagged, channel_value},
};
constexpr Member landing_call_members[]{
    {"floor_number", 0, unsigned_number},
    {"direction", 1, lift_direction},
};
constexpr Type landing_call = sequence(landing_call_members);
constexpr Type landing_calls = list_of(landing_call);
constexpr Member assigned_landing_calls_members[]{
    {"landing_calls", 0, landing_calls},
};
constexpr Member call_command_members[]{
    {"direction", 1, lift_direction},
    {"destination", 2, unsigned_number},
};
constexpr Type call_command = choice(call_command_members);
constexpr Member landing_call_status_members[]{
    {"floor_number", 0, unsigned_number},
    {"", untagged, call_command},
    maybe("floor_text", 3, text),
};
constexpr Member landing_door_members[]{
    {"floor_number", 0, unsigned_number},
    {"door_status", 1, door_status},
};
constexpr Type landing_door = sequence(landing_door_members);
constexpr Type landing_doors = list_of(landing_door);
constexpr Member landing_door_status_members[]{
    {"landing_doors", 0, landing_doors},
};
constexpr Type floor_numbers = list_of(unsigned_number);
constexpr Member lift_car_call_list_members[]{
    {"floor_numbers", 0, floor_numbers},
};
constexpr Member stage_limit_value_members[]{
    {"limit", untagged, real},
    {"values", untagged, bits},
    {"deadband", untagged, real},
};
constexpr Member xy_color_members[]{
    {"x", untagged, real},
    {"y", untagged, real},
};
constexpr Member color_command_members[]{
    {"operation", 0, color_operation},
    maybe("target_color", 1, xy_color),
    maybe("target_color_temperature", 2, unsigned_number),
    maybe("fade_time", 3, unsigned_number),
    maybe("ramp_rate", 4, unsigned_number),
    maybe("step_increment", 5, unsigned_number),
};

}  // namespace

constinit const Type lighting_command = sequence(lighting_command_members);
constinit const Type channel_value = choice(channel_value_members);
constinit const Type group_channel_value = sequence(group_channel_value_members);
constinit const Type assigned_landing_calls = sequence(assigned_landing_calls_members);
constinit const Type landing_call_status = sequence(landing_call_status_members);
constinit const Type landing_door_status = sequence(landing_door_status_members);
constinit const Type lift_car_call_list = sequence(lift_car_call_list_members);
constinit const Type stage_limit_value = sequence(stage_limit_value_members);
constinit const Type xy_color = sequence(xy_color_members);
constinit const Type color_command = sequence(color_command_members);

}  // namespace vedette::decoders::bacnet::types
