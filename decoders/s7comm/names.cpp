// SPDX-License-Identifier: Apache-2.0
#include "decoders/s7comm/names.h"

#include <array>

namespace vedette::decoders::s7comm {
namespace {

using core::Verb;

struct UserRow {
  std::uint8_t group, sub_function;
  FunctionInfo info;
};
enum Group : std::uint8_t {
  mode_transition = 0,
  programmer = 1,
  cyclic = 2,
  blocks = 3,
  cpu = 4,
  security = 5,
  time = 7,
  nc = 15,
};

constexpr std::array<UserRow, 18> user_rows{{
    {programmer, 1, {"request_diagnostic_data", Verb::read}},
    {programmer, 2, {"variable_table", Verb::read}},
    {programmer, 12, {"erase", Verb::control}},
    {programmer, 16, {"force", Verb::control}},
    {cyclic, 1, {"cyclic_memory", Verb::subscribe}},
    {cyclic, 4, {"cyclic_unsubscribe", Verb::other}},
    {cyclic, 5, {"cyclic_memory", Verb::subscribe}},
    {blocks, 1, {"list_blocks", Verb::read}},
    {blocks, 2, {"list_blocks_of_type", Verb::read}},
    {blocks, 3, {"get_block_info", Verb::read}},
    {cpu, 1, {"read_szl", Verb::identify}},
    {cpu, 2, {"message_service", Verb::subscribe}},
    {cpu, 3, {"diagnostic_message", Verb::other}},
    {security, 1, {"plc_password", Verb::control}},
    {time, 1, {"read_clock", Verb::read}},
    {time, 2, {"set_clock", Verb::control}},
    {time, 3, {"read_clock", Verb::read}},
    {time, 4, {"set_clock", Verb::control}},
}};

/// For what the rows don't name.
FunctionInfo group_info(std::uint8_t group) {
  switch (group) {
    case mode_transition:
      return {"mode_transition", Verb::other};
    case programmer:
      return {"programmer_commands", Verb::control};
    case cyclic:
      return {"cyclic_data", Verb::read};
    case blocks:
      return {"block_functions", Verb::read};
    case cpu:
      return {"cpu_functions", Verb::other};
    case security:
      return {"security", Verb::control};
    case time:
      return {"time_functions", Verb::control};
    case nc:
      return {"nc_programming", Verb::control};
    default:
      return {"user_data", Verb::other};
  }
}

}  // namespace

FunctionInfo function_info(std::uint8_t function) {
  switch (function) {
    case cpu_services:
      return {"cpu_services", Verb::other};
    case read_var:
      return {"read_var", Verb::read};
    case write_var:
      return {"write_var", Verb::write};
    case request_download:
      return {"request_download", Verb::control};
    case download_block:
      return {"download_block", Verb::control};
    case download_ended:
      return {"download_ended", Verb::control};
    case start_upload:
      return {"start_upload", Verb::read};
    case upload:
      return {"upload", Verb::read};
    case end_upload:
      return {"end_upload", Verb::read};
    case plc_control:
      return {"plc_control", Verb::control};
    case plc_stop:
      return {"plc_stop", Verb::control};
    case setup_communication:
      return {"setup_communication", Verb::connect};
    default:
      return {"unknown_function", Verb::other};
  }
}

FunctionInfo user_info(const UserData& user) {
  for (const UserRow& row : user_rows) {
    if (row.group == user.group && row.sub_function == user.sub_function) return row.info;
  }
  return group_info(user.group);
}

std::string_view group_name(std::uint8_t group) {
  switch (group) {
    case mode_transition:
      return "mode_transition";
    case programmer:
      return "programmer_commands";
    case cyclic:
      return "cyclic_data";
    case blocks:
      return "block_functions";
    case cpu:
      return "cpu_functions";
    case security:
      return "security";
    case time:
      return "time_functions";
    case nc:
      return "nc_programming";
    default:
      return {};
  }
}

std::string_view area_name(std::uint8_t area) {
  switch (area) {
    case 0x03:
      return "system_info";
    case 0x05:
      return "system_flags";
    case 0x06:
      return "analog_input";
    case 0x07:
      return "analog_output";
    case 0x1c:
      return "counter";
    case 0x1d:
      return "timer";
    case 0x80:
      return "peripheral";
    case 0x81:
      return "input";
    case 0x82:
      return "output";
    case 0x83:
      return "flag";
    case 0x84:
      return "db";
    case 0x85:
      return "instance_db";
    case 0x86:
      return "local";
    case 0x87:
      return "caller_local";
    default:
      return {};
  }
}

std::string_view cotp_name(Cotp cotp) {
  switch (cotp) {
    case Cotp::expedited:
      return "expedited_data";
    case Cotp::expedited_acknowledgement:
      return "expedited_acknowledgement";
    case Cotp::reject:
      return "reject";
    case Cotp::acknowledgement:
      return "acknowledgement";
    case Cotp::error:
      return "error";
    case Cotp::disconnect_request:
      return "disconnect_request";
    case Cotp::disconnect_confirm:
      return "disconnect_confirm";
    case Cotp::connection_confirm:
      return "connection_confirm";
    case Cotp::connection_request:
      return "connection_request";
    case Cotp::data:
      return "data";
  }
  return "data";
}

std::string_view rosctr_name(Rosctr rosctr) {
  switch (rosctr) {
    case Rosctr::job:
      return "job";
    case Rosctr::ack:
      return "ack";
    case Rosctr::ack_data:
      return "ack_data";
    case Rosctr::userdata:
      return "userdata";
  }
  return {};
}

std::uint32_t element_size(std::uint8_t transport_size) {
  constexpr std::array<std::uint8_t, 16> sizes{1, 1, 1, 1, 2, 2, 4, 4, 4, 2, 4, 4, 2, 1, 1, 8};
  constexpr std::uint8_t counter = 28, timer = 29;
  if (transport_size == counter || transport_size == timer) return 1;
  return transport_size < sizes.size() ? sizes[transport_size] : 1u;
}

std::span<const std::string_view> operation_names() {
  static constexpr std::array<std::string_view, 50> names{"cpu_services",
                                                          "read_var",
                                                          "write_var",
                                                          "request_download",
                                                          "download_block",
                                                          "download_ended",
                                                          "start_upload",
                                                          "upload",
                                                          "end_upload",
                                                          "plc_control",
                                                          "plc_stop",
                                                          "setup_communication",
                                                          "unknown_function",
                                                          "request_diagnostic_data",
                                                          "variable_table",
                                                          "erase",
                                                          "force",
                                                          "cyclic_memory",
                                                          "cyclic_unsubscribe",
                                                          "list_blocks",
                                                          "list_blocks_of_type",
                                                          "get_block_info",
                                                          "read_szl",
                                                          "message_service",
                                                          "diagnostic_message",
                                                          "plc_password",
                                                          "read_clock",
                                                          "set_clock",
                                                          "mode_transition",
                                                          "programmer_commands",
                                                          "cyclic_data",
                                                          "block_functions",
                                                          "cpu_functions",
                                                          "security",
                                                          "time_functions",
                                                          "nc_programming",
                                                          "user_data",
                                                          "ack",
                                                          "s7comm_plus",
                                                          "other_protocol",
                                                          "expedited_data",
                                                          "expedited_acknowledgement",
                                                          "reject",
                                                          "acknowledgement",
                                                          "error",
                                                          "disconnect_request",
                                                          "disconnect_confirm",
                                                          "connection_confirm",
                                                          "connection_request",
                                                          "data"};
  return names;
}

std::span<const std::string_view> space_names() {
  static constexpr std::array<std::string_view, 16> names{
      "system_info", "system_flags", "analog_input", "analog_output", "counter",      "timer", "peripheral", "input",
      "output",      "flag",         "db",           "instance_db",   "caller_local", "local", "szl",        "block"};
  return names;
}

}  // namespace vedette::decoders::s7comm
