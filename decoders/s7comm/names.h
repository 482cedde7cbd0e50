// SPDX-License-Identifier: Apache-2.0
// The names of S7 as tables: functions, what they do, groups of user data, memory areas, sizes, return codes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/observation.h"
#include "decoders/s7comm/message.h"

namespace vedette::decoders::s7comm {

enum Function : std::uint8_t {
  cpu_services = 0x00,
  read_var = 0x04,
  write_var = 0x05,
  request_download = 0x1a,
  download_block = 0x1b,
  download_ended = 0x1c,
  start_upload = 0x1d,
  upload = 0x1e,
  end_upload = 0x1f,
  plc_control = 0x28,
  plc_stop = 0x29,
  setup_communication = 0xf0,
};

struct FunctionInfo {
  std::string_view name;
  core::Verb verb = core::Verb::other;
};
/// "unknown_function" where it has no name.
FunctionInfo function_info(std::uint8_t function);
FunctionInfo user_info(const UserData& user);
std::string_view group_name(std::uint8_t group);  ///< empty where it has none
std::string_view area_name(std::uint8_t area);    ///< of the memory: "db", "input"; empty where it has none
std::string_view cotp_name(Cotp cotp);
std::string_view rosctr_name(Rosctr rosctr);
/// How many octets one element of an item takes; 1 where that isn't known.
std::uint32_t element_size(std::uint8_t transport_size);

std::span<const std::string_view> operation_names();
std::span<const std::string_view> space_names();

}  // namespace vedette::decoders::s7comm
