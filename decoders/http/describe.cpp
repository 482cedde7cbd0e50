// SPDX-License-Identifier: Apache-2.0
// Every field of an HTTP message by the name that `vedette decode` gives it.
#include <algorithm>
#include <string>

#include "decoders/http/decoder.h"
#include "decoders/optional_fields.h"

namespace vedette::decoders::http {
namespace {

using core::FieldWriter;

/// A value that goes on in further lines has one blank where it was broken (RFC 9112, section 5.2). Nobody folds lines
/// any more: only then text is copied.
void text(FieldWriter& fields, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  constexpr std::string_view line_ends = "\r\n";
  if (value.find_first_of(line_ends) == std::string_view::npos) return fields.text(name, value);
  std::string joined;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find_first_of(line_ends), value.size());
    joined += value.substr(0, end);
    value.remove_prefix(end);
    const std::size_t next = std::min(value.find_first_not_of(" \t\r\n"), value.size());
    if (next > 0 && next < value.size()) joined += ' ';
    value.remove_prefix(next);
  }
  fields.text(name, joined);
}

/// Where to, without the query and fragment, and without a user and password before the host.
std::string_view without_secrets(std::string_view location) {
  location = location.substr(0, location.find_first_of("?#"));
  const std::size_t scheme = location.find("//");
  if (scheme == std::string_view::npos) return location;
  const std::size_t path = std::min(location.find('/', scheme + 2), location.size());
  const std::size_t user = location.substr(0, path).rfind('@');
  return user == std::string_view::npos ? location : location.substr(user + 1);
}

void describe_request(const Message& m, FieldWriter& fields) {
  text(fields, "http_method", m.method_token);
  text(fields, "hostname", m.host);
  optional_number(fields, "http_port", m.port);
  if (m.method != Method::connect) text(fields, "url", m.path);
  text(fields, "http_user_agent", m.user_agent);
  if (m.scheme != Scheme::none) fields.text(m.scheme == Scheme::basic ? "basic_user" : "digest_user", m.user.view());
}

void describe_response(const Message& m, FieldWriter& fields) {
  fields.number("status", m.status);
  text(fields, "reason", m.reason);
  text(fields, "server", m.server);
  text(fields, "redirect", without_secrets(m.location));
}

/// ASHRAE 135-2020, Annex AB.7: the protocols of BACnet Secure Connect on a WebSocket.
bool is_bacnet_sc(std::string_view websocket_protocol) {
  return websocket_protocol.contains("hub.bsc.bacnet.org") || websocket_protocol.contains("dc.bsc.bacnet.org");
}

}  // namespace

void Decoder::describe(const Message& m, FieldWriter& fields) {
  if (!m.has_start) return;
  fields.text("kind", m.kind == Kind::request ? "request" : "response");
  if (m.kind == Kind::request) {
    describe_request(m, fields);
  } else {
    describe_response(m, fields);
  }
  fields.text("protocol", m.protocol);
  text(fields, "http_content_type", m.content_type);
  if (m.framing.length) fields.number("length", *m.framing.length);
  if (m.framing.chunked) fields.boolean("chunked", true);
  text(fields, "upgrade", m.upgrade);
  text(fields, "websocket_protocol", m.websocket_protocol);
  if (is_bacnet_sc(m.websocket_protocol)) fields.text("application", "bacnet_sc");
  if (m.matched) fields.number("request_pcap_cnt", m.request_frame);
}

}  // namespace vedette::decoders::http
