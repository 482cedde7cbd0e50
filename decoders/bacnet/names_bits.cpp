// SPDX-License-Identifier: Apache-2.0
// Names of the bits of bit strings (135-2020, clause 21).
#include "decoders/bacnet/names.h"

namespace vedette::decoders::bacnet::names {
namespace {

constexpr std::string_view days_of_week_table[]{"monday", "tuesday",  "wednesday", "thursday",
                                                "friday", "saturday", "sunday"};
constexpr std::string_view event_transitions_table[]{"to_offnormal", "to_fault", "to_normal"};
constexpr std::string_view limit_enables_table[]{"low_limit_enable", "high_limit_enable"};
constexpr std::string_view log_statuses_table[]{"log_disabled", "buffer_purged", "log_interrupted"};
constexpr std::string_view result_flags_table[]{"first_item", "last_item", "more_items"};
constexpr std::string_view status_flags_table[]{"in_alarm", "fault", "overridden", "out_of_service"};
constexpr std::string_view priority_filters_table[]{"manual_life_safety",
                                                    "automatic_life_safety",
                                                    "priority_3",
                                                    "priority_4",
                                                    "critical_equipment_controls",
                                                    "minimum_on_off",
                                                    "priority_7",
                                                    "manual_operator",
                                                    "priority_9",
                                                    "priority_10",
                                                    "priority_11",
                                                    "priority_12",
                                                    "priority_13",
                                                    "priority_14",
                                                    "priority_15",
                                                    "priority_16"};

}  // namespace

constinit const Names days_of_week{.low = days_of_week_table};
constinit const Names event_transitions{.low = event_transitions_table};
constinit const Names limit_enables{.low = limit_enables_table};
constinit const Names log_statuses{.low = log_statuses_table};
constinit const Names result_flags{.low = result_flags_table};
constinit const Names status_flags{.low = status_flags_table};
constinit const Names priority_filters{.low = priority_filters_table};

}  // namespace vedette::decoders::bacnet::names
