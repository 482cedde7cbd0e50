// SPDX-License-Identifier: Apache-2.0
// The names of Modbus as tables: function codes, what they do and to which table, diagnostics sub-functions, MEI types,
// exception codes, device identification objects. Static and constant. Sections are those of the MODBUS Application
// Protocol Specification V1.1b3.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/observation.h"

namespace vedette::decoders::modbus {

/// Public function codes (section 5.1) and the one vendor code whose effect is known.
enum class Function : std::uint8_t {
  read_coils = 1,
  read_discrete_inputs = 2,
  read_holding_registers = 3,
  read_input_registers = 4,
  write_single_coil = 5,
  write_single_register = 6,
  read_exception_status = 7,
  diagnostics = 8,
  get_comm_event_counter = 11,
  get_comm_event_log = 12,
  write_multiple_coils = 15,
  write_multiple_registers = 16,
  report_server_id = 17,
  read_file_record = 20,
  write_file_record = 21,
  mask_write_register = 22,
  read_write_multiple_registers = 23,
  read_fifo_queue = 24,
  encapsulated_interface_transport = 43,
  umas = 90,
};

inline constexpr std::uint8_t exception_bit = 0x80;
inline constexpr std::uint8_t mei_canopen = 13;
inline constexpr std::uint8_t mei_device_identification = 14;

struct FunctionInfo {
  std::string_view name;  ///< "function_<n>" where the specification has none
  core::Verb verb = core::Verb::other;
  std::string_view space;  ///< the table it works on; empty where it works on none
  bool is_public = false;  ///< its PDU is defined in section 6
};
/// `code` without the exception bit.
const FunctionInfo& function_info(std::uint8_t code);
/// Codes 8 and 43 say only with their sub-function or MEI type what they do.
core::Verb diagnostic_verb(std::uint16_t sub_function);
std::string_view mei_name(std::uint8_t mei_type);  ///< empty where it is not assigned

std::string_view diagnostic_name(std::uint16_t sub_function);  ///< empty where it is reserved
std::string_view exception_name(std::uint8_t code);            ///< "exception_<n>" where section 7 has none
std::string_view device_object_name(std::uint8_t id);          ///< "object_<n>" where section 6.21 has none

/// What an observation may be called: the names of the public functions, of MEI types, and "function_<n>" for the rest.
std::span<const std::string_view> operation_names();
/// The tables that a function may work on.
std::span<const std::string_view> space_names();

}  // namespace vedette::decoders::modbus
