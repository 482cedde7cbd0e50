// SPDX-License-Identifier: Apache-2.0
#include "decoders/http/methods.h"

#include <algorithm>
#include <array>

namespace vedette::decoders::http {
namespace {

using core::Verb;

// RFC 9110, section 9.3, and RFC 5789; then WebDAV (RFC 4918, 3253, 5323) and UPnP Device Architecture 2.0, section 4.
constexpr MethodInfo methods[] = {
    {"", "other_method", Verb::other},
    {"GET", "get", Verb::read},
    {"HEAD", "head", Verb::read},
    {"CONNECT", "connect", Verb::connect},
    {"OPTIONS", "options", Verb::read},
    {"TRACE", "trace", Verb::read},
    {"POST", "post", Verb::write},
    {"PUT", "put", Verb::write},
    {"PATCH", "patch", Verb::write},
    {"DELETE", "delete", Verb::write},
    {"PROPFIND", "propfind", Verb::read},
    {"PROPPATCH", "proppatch", Verb::write},
    {"MKCOL", "mkcol", Verb::write},
    {"COPY", "copy", Verb::write},
    {"MOVE", "move", Verb::write},
    {"LOCK", "lock", Verb::write},
    {"UNLOCK", "unlock", Verb::write},
    {"SEARCH", "search", Verb::read},
    {"REPORT", "report", Verb::read},
    {"SUBSCRIBE", "subscribe", Verb::subscribe},
    {"UNSUBSCRIBE", "unsubscribe", Verb::other},
    {"NOTIFY", "notify", Verb::publish},
    {"M-SEARCH", "m_search", Verb::discover},
};

constexpr auto operations = [] {
  std::array<std::string_view, std::size(methods) + 2> all{answer_operation, agent_operation};
  std::ranges::transform(methods, all.begin() + 2, &MethodInfo::operation);
  return all;
}();

struct Status {
  std::uint16_t code;
  std::string_view name;
};
constexpr Status statuses[] = {
    {400, "bad_request"},
    {401, "unauthorized"},
    {402, "payment_required"},
    {403, "forbidden"},
    {404, "not_found"},
    {405, "method_not_allowed"},
    {406, "not_acceptable"},
    {407, "proxy_authentication_required"},
    {408, "request_timeout"},
    {409, "conflict"},
    {410, "gone"},
    {411, "length_required"},
    {412, "precondition_failed"},
    {413, "content_too_large"},
    {414, "uri_too_long"},
    {415, "unsupported_media_type"},
    {416, "range_not_satisfiable"},
    {417, "expectation_failed"},
    {421, "misdirected_request"},
    {422, "unprocessable_content"},
    {423, "locked"},
    {424, "failed_dependency"},
    {425, "too_early"},
    {426, "upgrade_required"},
    {428, "precondition_required"},
    {429, "too_many_requests"},
    {431, "request_header_fields_too_large"},
    {451, "unavailable_for_legal_reasons"},
    {500, "internal_server_error"},
    {501, "not_implemented"},
    {502, "bad_gateway"},
    {503, "service_unavailable"},
    {504, "gateway_timeout"},
    {505, "http_version_not_supported"},
    {506, "variant_also_negotiates"},
    {507, "insufficient_storage"},
    {508, "loop_detected"},
    {510, "not_extended"},
    {511, "network_authentication_required"},
};

}  // namespace

Method method_of(std::string_view token) {
  const auto at = std::ranges::find(methods, token, &MethodInfo::token);
  return at == std::end(methods) ? Method::other : static_cast<Method>(at - std::begin(methods));
}

const MethodInfo& method_info(Method method) {
  return methods[static_cast<std::size_t>(method)];
}

bool begins_a_method(std::string_view text) {
  return std::ranges::any_of(methods, [text](const MethodInfo& m) { return m.token.starts_with(text); });
}

std::span<const std::string_view> operation_names() {
  return operations;
}

std::string_view status_name(std::uint16_t status) {
  const auto at = std::ranges::find(statuses, status, &Status::code);
  if (at != std::end(statuses)) return at->name;
  return status >= 500 ? "server_error" : "client_error";
}

}  // namespace vedette::decoders::http
