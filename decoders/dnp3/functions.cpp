// SPDX-License-Identifier: Apache-2.0
#include "decoders/dnp3/functions.h"

#include <array>

#include "decoders/dnp3/link.h"

namespace vedette::decoders::dnp3 {
namespace {

using core::Verb;

struct Named {
  std::uint8_t code;
  std::string_view name;
  Verb verb;
  bool is_answered;
};

constexpr std::array<Named, 37> functions{{
    {0, "confirm", Verb::other, false},
    {1, "read", Verb::read, true},
    {2, "write", Verb::write, true},
    {3, "select", Verb::write, true},
    {4, "operate", Verb::write, true},
    {5, "direct_operate", Verb::write, true},
    {6, "direct_operate_nr", Verb::write, false},
    {7, "immediate_freeze", Verb::write, true},
    {8, "immediate_freeze_nr", Verb::write, false},
    {9, "freeze_and_clear", Verb::write, true},
    {10, "freeze_and_clear_nr", Verb::write, false},
    {11, "freeze_at_time", Verb::write, true},
    {12, "freeze_at_time_nr", Verb::write, false},
    {13, "cold_restart", Verb::control, true},
    {14, "warm_restart", Verb::control, true},
    {15, "initialize_data", Verb::control, true},
    {16, "initialize_application", Verb::control, true},
    {17, "start_application", Verb::control, true},
    {18, "stop_application", Verb::control, true},
    {19, "save_configuration", Verb::control, true},
    {20, "enable_unsolicited", Verb::control, true},
    {21, "disable_unsolicited", Verb::control, true},
    {22, "assign_class", Verb::control, true},
    {23, "delay_measurement", Verb::read, true},
    {24, "record_current_time", Verb::other, true},
    {25, "open_file", Verb::other, true},
    {26, "close_file", Verb::other, true},
    {27, "delete_file", Verb::control, true},
    {28, "get_file_info", Verb::read, true},
    {29, "authenticate_file", Verb::other, true},
    {30, "abort_file", Verb::other, true},
    {31, "activate_configuration", Verb::control, true},
    {32, "authentication_request", Verb::other, true},
    {33, "authentication_request_nr", Verb::other, false},
    {129, "response", Verb::other, false},
    {130, "unsolicited_response", Verb::publish, false},
    {131, "authentication_response", Verb::other, false},
}};

constexpr std::array<FunctionInfo, 256> function_table = [] {
  std::array<FunctionInfo, 256> table{};
  for (FunctionInfo& info : table) info.name = "other_function";
  for (const Named& f : functions)
    table[f.code] = {.name = f.name, .verb = f.verb, .is_assigned = true, .is_answered = f.is_answered};
  return table;
}();

constexpr std::array<std::string_view, 16> indications{"broadcast",
                                                       "class_1_events",
                                                       "class_2_events",
                                                       "class_3_events",
                                                       "need_time",
                                                       "local_control",
                                                       "device_trouble",
                                                       "device_restart",
                                                       "no_func_code_support",
                                                       "object_unknown",
                                                       "parameter_error",
                                                       "event_buffer_overflow",
                                                       "already_executing",
                                                       "config_corrupt",
                                                       {},
                                                       {}};

constexpr std::array<std::string_view, 19> control_statuses{"success",
                                                            "timeout",
                                                            "no_select",
                                                            "format_error",
                                                            "not_supported",
                                                            "already_active",
                                                            "hardware_error",
                                                            "local",
                                                            "too_many_operations",
                                                            "not_authorized",
                                                            "automation_inhibit",
                                                            "processing_limited",
                                                            "out_of_range",
                                                            "downstream_local",
                                                            "already_complete",
                                                            "blocked",
                                                            "canceled",
                                                            "blocked_other_master",
                                                            "downstream_fail"};

}  // namespace

const FunctionInfo& function_info(std::uint8_t code) {
  return function_table[code];
}

bool is_response(std::uint8_t code) {
  return code >= static_cast<std::uint8_t>(Function::response) &&
         code <= static_cast<std::uint8_t>(Function::authentication_response);
}

bool carries_objects(std::uint8_t code) {
  switch (static_cast<Function>(code)) {
    case Function::write:
    case Function::select:
    case Function::operate:
    case Function::direct_operate:
    case Function::direct_operate_nr:
    case Function::freeze_at_time:
    case Function::freeze_at_time_nr:
      return true;
    default:
      return code > 22;  // files, authentication, responses; 7 to 22 name what they are about
  }
}

std::string_view indication_name(unsigned bit) {
  return bit < indications.size() ? indications[bit] : std::string_view{};
}

std::string_view control_status_name(std::uint8_t status) {
  if (status < control_statuses.size()) return control_statuses[status];
  if (status == 126) return "non_participating";
  return status == 127 ? "undefined" : "reserved";
}

std::span<const std::string_view> operation_names() {
  static constexpr auto names = [] {
    std::array<std::string_view, functions.size() + 1 + 8> all{};
    std::size_t at = 0;
    for (const Named& f : functions) all[at++] = f.name;
    all[at++] = "other_function";
    for (const std::string_view link : {"reset_link_states", "test_link_states", "request_link_status", "ack", "nack",
                                        "link_status", "not_supported", "other_link_function"})
      all[at++] = link;
    return all;
  }();
  return names;
}

}  // namespace vedette::decoders::dnp3
