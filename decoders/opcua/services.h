// SPDX-License-Identifier: Apache-2.0
// The services of OPC UA by the numbers under which they stand on the wire.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/observation.h"

namespace vedette::decoders::opcua {

inline constexpr std::uint32_t create_session_request = 461, activate_session_request = 467;

struct ServiceInfo {
  std::string_view name;  ///< empty where the number is no service's
  core::Verb verb = core::Verb::other;
  bool is_response = false;
};
ServiceInfo service_info(std::uint32_t number);
/// What an observation may be called.
std::span<const std::string_view> operation_names();

}  // namespace vedette::decoders::opcua
