// SPDX-License-Identifier: Apache-2.0
// Object access services (135-2020, clause 15).
#include "decoders/bacnet/services.h"
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::services {
namespace {

using namespace types;

constexpr Type write_priority = number_within(1, 16);
constexpr Type new_object_type{.primitive = Primitive::enumerated, .names = &names::object_types, .most = 1023};
constexpr Type selection_logic = enumeration(names::selection_logics);
constexpr Type relation = enumeration(names::relation_specifiers);
constexpr Member change_list_members[]{
    {"", 0, object_id, Role::object},
    {"property", 1, property_identifier, Role::property},
    maybe("index", 2, unsigned_number, Role::index),
    {"value", 3, any_value},
};
constexpr Member initial_value_members[]{
    {"property", 0, property_identifier, Role::property},
    maybe("index", 1, unsigned_number, Role::index),
    {"value", 2, any_value},
    maybe("priority", 3, write_priority, Role::priority),
};
constexpr Type initial_value = entry(initial_value_members);
constexpr Type initial_values = list_of(initial_value);
constexpr Member object_specifier_members[]{
    {"", 0, new_object_type, Role::object_type},
    {"", 1, object_id, Role::object},
};
constexpr Type object_specifier = choice(object_specifier_members);
constexpr Member create_object_members[]{
    {"", 0, object_specifier},
    maybe("", 1, initial_values),
};
constexpr Member created_object_members[]{
    {"", untagged, object_id, Role::object},
};
constexpr Member delete_object_members[]{
    {"", untagged, object_id, Role::object},
};
constexpr Member read_property_members[]{
    {"", 0, object_id, Role::object},
    {"property", 1, property_identifier, Role::property},
    maybe("index", 2, unsigned_number, Role::index),
};
constexpr Member read_property_ack_members[]{
    {"", 0, object_id, Role::object},
    {"property", 1, property_identifier, Role::property},
    maybe("index", 2, unsigned_number, Role::index),
    {"value", 3, any_value},
};
constexpr Member criterion_members[]{
    {"property", 0, property_identifier, Role::property},
    maybe("index", 1, unsigned_number, Role::index),
    {"relation", 2, relation},
    {"value", 3, any_value},
};
constexpr Type criterion = sequence(criterion_members);
constexpr Type criteria = list_of(criterion);
constexpr Member object_selection_members[]{
    {"selection_logic", 0, selection_logic},
    maybe("selection_criteria", 1, criteria),
};
constexpr Type object_selection = sequence(object_selection_members);
constexpr Type property_references = list_of(property_reference);
constexpr Member read_property_conditional_members[]{
    {"object_selection", 0, object_selection},
    maybe("property_references", 1, property_references),
};
constexpr Member read_reference_members[]{
    {"property", 0, property_identifier, Role::property},
    maybe("index", 1, unsigned_number, Role::index),
};
constexpr Type read_reference = entry(read_reference_members);
constexpr Type read_references = list_of(read_reference);
constexpr Member read_specification_members[]{
    {"", 0, object_id, Role::object},
    {"", 1, read_references},
};
constexpr Type read_specification = sequence(read_specification_members);
constexpr Member read_result_members[]{
    {"value", 4, any_value},
    {"", 5, error},
};
constexpr Type read_result = choice(read_result_members);
constexpr Member read_element_members[]{
    {"property", 2, property_identifier, Role::property},
    maybe("index", 3, unsigned_number, Role::index),
    {"", untagged, read_result},
};
constexpr Type read_element = entry(read_element_members);
constexpr Type read_elements = list_of(read_element);
constexpr Member read_results_members[]{
    {"", 0, object_id, Role::object},
    {"", 1, read_elements},
};
constexpr Type read_results = sequence(read_results_members);
constexpr Member by_position_members[]{
    {"reference_index", untagged, unsigned_number},
    {"count", untagged, signed_number},
};
constexpr Type by_position = sequence(by_position_members);
constexpr Member by_sequence_number_members[]{
    {"reference_sequence_number", untagged, long_number},
    {"count", untagged, signed_number},
};
constexpr Type by_sequence_number = sequence(by_sequence_number_members);
constexpr Member by_time_members[]{
    {"reference_time", untagged, date_time},
    {"count", untagged, signed_number},
};
constexpr Type by_time = sequence(by_time_members);
constexpr Member time_range_members[]{
    {"beginning_time", untagged, date_time},
    {"ending_time", untagged, date_time},
};
constexpr Type time_range = sequence(time_range_members);
constexpr Member range_members[]{
    {"by_position", 3, by_position}, {"by_time", 4, by_time},
    {"time_range", 5, time_range},   {"by_sequence_number", 6, by_sequence_number},
    {"by_time", 7, by_time},
};
constexpr Type range = choice(range_members);
constexpr Member read_range_members[]{
    {"", 0, object_id, Role::object},
    {"property", 1, property_identifier, Role::property},
    maybe("index", 2, unsigned_number, Role::index),
    maybe("range", untagged, range),
};
constexpr Member read_range_ack_members[]{
    {"", 0, object_id, Role::object},
    {"property", 1, property_identifier, Role::property},
    maybe("index", 2, unsigned_number, Role::index),
    {"result_flags", 3, result_flags},
    {"item_count", 4, unsigned_number},
    {"value", 5, any_value},
    maybe("first_sequence_number", 6, long_number),
};
constexpr Member write_property_members[]{
    {"", 0, object_id, Role::object},
    {"property", 1, property_identifier, Role::property},
    maybe("index", 2, unsigned_number, Role::index),
    {"value", 3, any_value},
    maybe("priority", 4, write_priority, Role::priority),
};
constexpr Member written_value_members[]{
    {"property", 0, property_identifier, Role::property},
    maybe("index", 1, unsigned_number, Role::index),
    {"value", 2, any_value},
    maybe("priority", 3, write_priority, Role::priority),
};
constexpr Type written_value = entry(written_value_members);
constexpr Type written_values = list_of(written_value);
constexpr Member write_specification_members[]{
    {"", 0, object_id, Role::object},
    {"", 1, written_values},
};
constexpr Type write_specification = sequence(write_specification_members);
constexpr Type changes = list_of(group_channel_value);
constexpr Member write_group_members[]{
    {"group_number", 0, unsigned_number},
    {"write_priority", 1, write_priority},
    {"change_list", 2, changes},
    maybe("inhibit_delay", 3, boolean),
};

}  // namespace

constinit const Type change_list = entry(change_list_members);
constinit const Type create_object = sequence(create_object_members);
constinit const Type created_object = sequence(created_object_members);
constinit const Type delete_object = sequence(delete_object_members);
constinit const Type read_property = entry(read_property_members);
constinit const Type read_property_ack = entry(read_property_ack_members);
constinit const Type read_property_conditional = sequence(read_property_conditional_members);
constinit const Type read_property_multiple = list_of(read_specification);
constinit const Type read_property_multiple_ack = list_of(read_results);
constinit const Type read_range = entry(read_range_members);
constinit const Type read_range_ack = entry(read_range_ack_members);
constinit const Type write_property = entry(write_property_members);
constinit const Type write_property_multiple = list_of(write_specification);
constinit const Type write_group = sequence(write_group_members);

}  // namespace vedette::decoders::bacnet::services
