// SPDX-License-Identifier: Apache-2.0
#include "decoders/modbus/functions.h"

#include <algorithm>
#include <array>
#include <span>

namespace vedette::decoders::modbus {
namespace {

using core::Verb;

/// "<prefix>0" to "<prefix>255", so that a number without a name still has a static one.
class NumberedNames {
 public:
  consteval explicit NumberedNames(std::string_view prefix) {
    for (std::size_t n = 0; n < names_.size(); ++n) {
      Name& name = names_[n];
      for (const char c : prefix) name.text[name.length++] = c;
      for (std::size_t digit = n >= 100 ? 100 : n >= 10 ? 10 : 1; digit > 0; digit /= 10)
        name.text[name.length++] = static_cast<char>('0' + n / digit % 10);
    }
  }
  constexpr std::string_view operator[](std::uint8_t n) const { return {names_[n].text.data(), names_[n].length}; }

 private:
  struct Name {
    std::array<char, 16> text{};
    std::size_t length = 0;
  };
  std::array<Name, 256> names_{};
};

constexpr NumberedNames function_numbers{"function_"};
constexpr NumberedNames exception_numbers{"exception_"};
constexpr NumberedNames object_numbers{"object_"};

struct PublicFunction {
  Function code;
  std::string_view name;
  Verb verb;
  std::string_view space;
};

constexpr PublicFunction public_functions[] = {
    {Function::read_coils, "read_coils", Verb::read, "coil"},
    {Function::read_discrete_inputs, "read_discrete_inputs", Verb::read, "discrete"},
    {Function::read_holding_registers, "read_holding_registers", Verb::read, "holding"},
    {Function::read_input_registers, "read_input_registers", Verb::read, "input"},
    {Function::write_single_coil, "write_single_coil", Verb::write, "coil"},
    {Function::write_single_register, "write_single_register", Verb::write, "holding"},
    {Function::read_exception_status, "read_exception_status", Verb::read, ""},
    {Function::diagnostics, "diagnostics", Verb::other, ""},
    {Function::get_comm_event_counter, "get_comm_event_counter", Verb::read, ""},
    {Function::get_comm_event_log, "get_comm_event_log", Verb::read, ""},
    {Function::write_multiple_coils, "write_multiple_coils", Verb::write, "coil"},
    {Function::write_multiple_registers, "write_multiple_registers", Verb::write, "holding"},
    {Function::report_server_id, "report_server_id", Verb::identify, ""},
    {Function::read_file_record, "read_file_record", Verb::read, "file"},
    {Function::write_file_record, "write_file_record", Verb::write, "file"},
    {Function::mask_write_register, "mask_write_register", Verb::write, "holding"},
    {Function::read_write_multiple_registers, "read_write_multiple_registers", Verb::write, "holding"},
    {Function::read_fifo_queue, "read_fifo_queue", Verb::read, "fifo"},
    {Function::encapsulated_interface_transport, "encapsulated_interface_transport", Verb::other, ""},
};

consteval std::array<FunctionInfo, 128> make_functions() {
  std::array<FunctionInfo, 128> table{};
  for (std::size_t n = 0; n < table.size(); ++n) table[n].name = function_numbers[static_cast<std::uint8_t>(n)];
  for (const auto& [code, name, verb, space] : public_functions)
    table[static_cast<std::size_t>(code)] = {name, verb, space, true};
  // Schneider's UMAS starts, stops and programs controllers; its PDU is not published.
  table[static_cast<std::size_t>(Function::umas)].verb = Verb::control;
  return table;
}
constexpr auto functions = make_functions();

constexpr std::string_view canopen = "canopen_general_reference", device_identification = "read_device_identification";
struct Diagnostic {
  std::uint16_t sub_function;
  std::string_view name;
  Verb verb;
};

// Section 6.8.1. What changes or erases something in the device is control, echo is nothing of the kind.
constexpr Diagnostic diagnostics[] = {
    {0, "return_query_data", Verb::other},
    {1, "restart_communications_option", Verb::control},
    {2, "return_diagnostic_register", Verb::read},
    {3, "change_ascii_input_delimiter", Verb::control},
    {4, "force_listen_only_mode", Verb::control},
    {10, "clear_counters_and_diagnostic_register", Verb::control},
    {11, "return_bus_message_count", Verb::read},
    {12, "return_bus_communication_error_count", Verb::read},
    {13, "return_bus_exception_error_count", Verb::read},
    {14, "return_server_message_count", Verb::read},
    {15, "return_server_no_response_count", Verb::read},
    {16, "return_server_nak_count", Verb::read},
    {17, "return_server_busy_count", Verb::read},
    {18, "return_bus_character_overrun_count", Verb::read},
    {20, "clear_overrun_counter_and_flag", Verb::control},
};

const Diagnostic* find_diagnostic(std::uint16_t sub_function) {
  const auto* found = std::ranges::find(diagnostics, sub_function, &Diagnostic::sub_function);
  return found == std::end(diagnostics) ? nullptr : found;
}

// Section 7; 7 and 9 are not assigned there.
constexpr std::array<std::string_view, 12> exceptions{
    "",
    "illegal_function",
    "illegal_data_address",
    "illegal_data_value",
    "server_device_failure",
    "acknowledge",
    "server_device_busy",
    "",
    "memory_parity_error",
    "",
    "gateway_path_unavailable",
    "gateway_target_device_failed_to_respond",
};

constexpr std::array<std::string_view, 7> device_objects{"vendor_name",          "product_code", "major_minor_revision",
                                                         "vendor_url",           "product_name", "model_name",
                                                         "user_application_name"};

std::string_view named(std::span<const std::string_view> names, const NumberedNames& numbers, std::uint8_t n) {
  return n < names.size() && !names[n].empty() ? names[n] : numbers[n];
}

constexpr std::array<std::string_view, 6> spaces{"coil", "discrete", "holding", "input", "file", "fifo"};

// 0 is no function code; 43 goes by its MEI types.
constexpr auto operations = [] {
  std::array<std::string_view, functions.size() + 1> names{};
  for (std::size_t code = 1; code < functions.size(); ++code) names[code - 1] = functions[code].name;
  names[functions.size() - 1] = device_identification;
  names[functions.size()] = canopen;
  return names;
}();

}  // namespace

const FunctionInfo& function_info(std::uint8_t code) {
  return functions[code % functions.size()];
}

core::Verb diagnostic_verb(std::uint16_t sub_function) {
  const Diagnostic* known = find_diagnostic(sub_function);
  return known ? known->verb : Verb::other;
}

std::string_view diagnostic_name(std::uint16_t sub_function) {
  const Diagnostic* known = find_diagnostic(sub_function);
  return known ? known->name : std::string_view{};
}

std::string_view mei_name(std::uint8_t mei_type) {
  switch (mei_type) {
    case mei_canopen:
      return canopen;
    case mei_device_identification:
      return device_identification;
    default:
      return {};
  }
}

std::span<const std::string_view> operation_names() {
  return operations;
}
std::span<const std::string_view> space_names() {
  return spaces;
}

std::string_view exception_name(std::uint8_t code) {
  return named(exceptions, exception_numbers, code);
}
std::string_view device_object_name(std::uint8_t id) {
  return named(device_objects, object_numbers, id);
}

}  // namespace vedette::decoders::modbus
