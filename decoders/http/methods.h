// SPDX-License-Identifier: Apache-2.0
// The names of HTTP as tables: methods and what they do, status codes. Static and constant.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/observation.h"

namespace vedette::decoders::http {

/// Index into the table of methods. Only those that this decoder must know have a name here.
enum class Method : std::uint8_t { other, get, head, connect };

struct MethodInfo {
  std::string_view token;      ///< as in a request line
  std::string_view operation;  ///< as in observations
  core::Verb verb;
};
Method method_of(std::string_view token);
const MethodInfo& method_info(Method method);
/// Is it the start of a known method?
bool begins_a_method(std::string_view text);

inline constexpr std::string_view answer_operation = "response", agent_operation = "user_agent";
std::span<const std::string_view> operation_names();

/// "not_found"; "client_error" and "server_error" for codes that RFC 9110 and its kin don't have.
std::string_view status_name(std::uint16_t status);

}  // namespace vedette::decoders::http
