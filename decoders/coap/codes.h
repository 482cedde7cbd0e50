// SPDX-License-Identifier: Apache-2.0
// The names of CoAP as tables: codes with what they do, content formats, option numbers. Static and constant. From RFC
// 7252 (sections 5.10 and 12), RFC 8132 (FETCH, PATCH), RFC 7641 (Observe), RFC 7959 (blocks) and IANA's registry.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/observation.h"

namespace vedette::decoders::coap {

enum class Option : std::uint32_t {
  uri_host = 3,
  observe = 6,
  uri_port = 7,
  location_path = 8,
  uri_path = 11,
  content_format = 12,
  max_age = 14,
  uri_query = 15,
  accept = 17,
  block2 = 23,
  block1 = 27,
  proxy_uri = 35,
  proxy_scheme = 39,
};
/// Is the number assigned, and may such an option be of this length?
bool is_usual_option(std::uint32_t number, std::size_t length);

inline constexpr std::uint8_t code_get = 1;

struct MethodInfo {
  std::string_view name;       ///< as in the specification: "GET"
  std::string_view operation;  ///< "get"
  core::Verb verb = core::Verb::other;
};
/// Of a request's code; "other_method" where the registry has none.
const MethodInfo& method_info(std::uint8_t code);
/// Of a response's code: "content", "not_found"; empty where the registry has none.
std::string_view response_name(std::uint8_t code);
/// "text/plain"; empty where this table has none.
std::string_view content_format_name(std::uint32_t format);

/// Of messages that are no request and answer none that was seen.
inline constexpr std::string_view operation_response = "response", operation_notification = "notification",
                                  operation_ping = "ping", operation_empty = "empty", operation_reset = "reset";
std::span<const std::string_view> operation_names();

}  // namespace vedette::decoders::coap
