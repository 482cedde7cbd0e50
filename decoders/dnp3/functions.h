// SPDX-License-Identifier: Apache-2.0
// The names of DNP3's application layer as tables: function codes with what they do, internal indications, the status
// of controls. Static and constant. Sections are those of IEEE 1815-2012.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/observation.h"

namespace vedette::decoders::dnp3 {

/// Section 4.2.2.5; those that this decoder treats apart.
enum class Function : std::uint8_t {
  confirm = 0,
  read = 1,
  write = 2,
  select = 3,
  operate = 4,
  direct_operate = 5,
  direct_operate_nr = 6,
  freeze_at_time = 11,
  freeze_at_time_nr = 12,
  response = 129,
  unsolicited_response = 130,
  authentication_response = 131,
};

struct FunctionInfo {
  std::string_view name;  ///< "other_function" where the specification has none
  core::Verb verb = core::Verb::other;
  bool is_assigned = false;
  bool is_answered = false;  ///< a request that expects a response
};
const FunctionInfo& function_info(std::uint8_t code);
bool is_response(std::uint8_t code);
/// Do object headers have their objects behind them, or do they only name them?
bool carries_objects(std::uint8_t code);

/// Section 4.2.2.6: bit 0 to 7 of the first octet, then those of the second; empty for the reserved two.
std::string_view indication_name(unsigned bit);
/// Those of the second octet that say that the request was not carried out.
inline constexpr std::uint8_t refusing_indications = 0x17;

/// Section 11.9.8: "success"; "reserved" where none is assigned.
std::string_view control_status_name(std::uint8_t status);

/// Everything that an observation may be called: functions of the application layer, and of the link layer.
std::span<const std::string_view> operation_names();

}  // namespace vedette::decoders::dnp3
