// SPDX-License-Identifier: Apache-2.0
#include "decoders/coap/codes.h"

#include <array>

namespace vedette::decoders::coap {
namespace {

using core::Verb;

constexpr std::array<MethodInfo, 8> methods{{
    {"other_method", "other_method", Verb::other},
    {"GET", "get", Verb::read},
    {"POST", "post", Verb::write},
    {"PUT", "put", Verb::write},
    {"DELETE", "delete", Verb::write},
    {"FETCH", "fetch", Verb::read},
    {"PATCH", "patch", Verb::write},
    {"iPATCH", "ipatch", Verb::write},
}};

struct Named {
  std::uint32_t number;
  std::string_view name;
};
constexpr std::uint32_t code(unsigned code_class, unsigned detail) {
  return code_class << 5U | detail;
}

constexpr Named responses[] = {
    {code(2, 1), "created"},
    {code(2, 2), "deleted"},
    {code(2, 3), "valid"},
    {code(2, 4), "changed"},
    {code(2, 5), "content"},
    {code(2, 31), "continue"},
    {code(4, 0), "bad_request"},
    {code(4, 1), "unauthorized"},
    {code(4, 2), "bad_option"},
    {code(4, 3), "forbidden"},
    {code(4, 4), "not_found"},
    {code(4, 5), "method_not_allowed"},
    {code(4, 6), "not_acceptable"},
    {code(4, 8), "request_entity_incomplete"},
    {code(4, 9), "conflict"},
    {code(4, 12), "precondition_failed"},
    {code(4, 13), "request_entity_too_large"},
    {code(4, 15), "unsupported_content_format"},
    {code(4, 22), "unprocessable_entity"},
    {code(4, 29), "too_many_requests"},
    {code(5, 0), "internal_server_error"},
    {code(5, 1), "not_implemented"},
    {code(5, 2), "bad_gateway"},
    {code(5, 3), "service_unavailable"},
    {code(5, 4), "gateway_timeout"},
    {code(5, 5), "proxying_not_supported"},
    {code(5, 8), "hop_limit_reached"},
};

constexpr Named formats[] = {
    {0, "text/plain"},
    {16, "application/cose; cose-type=\"cose-encrypt0\""},
    {40, "application/link-format"},
    {41, "application/xml"},
    {42, "application/octet-stream"},
    {47, "application/exi"},
    {50, "application/json"},
    {51, "application/json-patch+json"},
    {52, "application/merge-patch+json"},
    {60, "application/cbor"},
    {61, "application/cwt"},
    {101, "application/cose"},
    {110, "application/senml+json"},
    {112, "application/senml+cbor"},
    {256, "application/coap-group+json"},
    {11542, "application/vnd.oma.lwm2m+tlv"},
    {11543, "application/vnd.oma.lwm2m+json"},
    {11544, "application/vnd.oma.lwm2m+cbor"},
};

std::string_view find(std::span<const Named> table, std::uint32_t number) {
  for (const Named& entry : table)
    if (entry.number == number) return entry.name;
  return {};
}

struct OptionLength {
  std::uint32_t number;
  std::uint16_t least, most;
};
constexpr OptionLength options[] = {
    {1, 0, 8},     {3, 1, 255},  {4, 1, 8},  {5, 0, 0},    {6, 0, 3},    {7, 0, 2},   {8, 0, 255},
    {9, 0, 255},   {11, 0, 255}, {12, 0, 2}, {14, 0, 4},   {15, 0, 255}, {16, 1, 1},  {17, 0, 2},
    {19, 0, 3},    {20, 0, 255}, {21, 0, 0}, {23, 0, 3},   {27, 0, 3},   {28, 0, 4},  {31, 0, 3},
    {35, 1, 1034}, {39, 1, 255}, {60, 0, 4}, {252, 1, 40}, {258, 0, 1},  {292, 0, 8},
};

}  // namespace

bool is_usual_option(std::uint32_t number, std::size_t length) {
  for (const OptionLength& option : options)
    if (option.number == number) return length >= option.least && length <= option.most;
  return false;
}

const MethodInfo& method_info(std::uint8_t code) {
  return methods[code < methods.size() ? code : 0];
}

std::string_view response_name(std::uint8_t code) {
  return find(responses, code);
}

std::string_view content_format_name(std::uint32_t format) {
  return find(formats, format);
}

std::span<const std::string_view> operation_names() {
  static constexpr auto names = [] {
    std::array<std::string_view, methods.size() + 5> all{};
    std::size_t at = 0;
    for (std::size_t i = 1; i < methods.size(); ++i) all[at++] = methods[i].operation;
    for (const std::string_view name : {methods[0].operation, operation_response, operation_notification,
                                        operation_ping, operation_empty, operation_reset})
      all[at++] = name;
    return all;
  }();
  return names;
}

}  // namespace vedette::decoders::coap
