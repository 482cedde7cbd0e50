// SPDX-License-Identifier: Apache-2.0
#include "decoders/http/start_line.h"

#include <algorithm>
#include <charconv>

#include "core/ascii.h"

namespace vedette::decoders::http {
namespace {

using core::ascii::is_digit;

constexpr std::string_view response_prefix = "HTTP/";
constexpr std::size_t version_size = 8;       // "HTTP/1.1"
constexpr std::size_t status_line_size = 12;  // "HTTP/1.1 200"
constexpr std::size_t longest_method = 24;

bool is_control(char c) {
  return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f;
}
bool is_method_letter(char c) {
  return (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

/// HTTP/1.x: what 2 and 3 look like is another matter.
bool is_version(std::string_view text) {
  return text.size() == version_size && text.starts_with("HTTP/1.") && is_digit(text[version_size - 1]);
}

bool is_status_line(std::string_view line) {
  return line.size() >= status_line_size && is_version(line.substr(0, version_size)) && line[version_size] == ' ' &&
         std::ranges::all_of(line.substr(version_size + 1, 3), is_digit) &&
         (line.size() == status_line_size || line[status_line_size] == ' ');
}

Likeness status_likeness(std::string_view line, bool whole) {
  if (whole) return is_status_line(line) ? Likeness::complete : Likeness::none;
  constexpr std::string_view pattern = "HTTP/1.# ###";
  for (std::size_t i = 0; i < std::min(line.size(), pattern.size()); ++i) {
    if (pattern[i] == '#' ? !is_digit(line[i]) : line[i] != pattern[i]) return Likeness::none;
  }
  return line.size() < longest_start_line ? Likeness::partial : Likeness::none;
}

struct RequestLine {
  std::string_view method, target, version;
};
/// Between method and version stands the target, whatever it holds: blanks in it are wrong, and seen.
bool split(std::string_view line, RequestLine& parts) {
  line = trimmed(line);
  const std::size_t first = line.find(' '), last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return false;
  parts = {line.substr(0, first), trimmed(line.substr(first, last - first)), line.substr(last + 1)};
  return !parts.method.empty() && parts.method.size() <= longest_method && !parts.target.empty() &&
         std::ranges::all_of(parts.method, is_method_letter) && is_version(parts.version);
}

Likeness request_likeness(std::string_view line, bool whole, Methods methods) {
  if (std::ranges::any_of(line, is_control)) return Likeness::none;
  RequestLine parts;
  if (whole) return split(line, parts) ? Likeness::complete : Likeness::none;
  const std::string_view method = line.substr(0, line.find(' '));
  const bool known = method.size() == line.size() ? begins_a_method(method) : method_of(method) != Method::other;
  const bool any =
      methods == Methods::any && method.size() <= longest_method && std::ranges::all_of(method, is_method_letter);
  return (known || any) && line.size() < longest_start_line ? Likeness::partial : Likeness::none;
}

/// RFC 9112, section 3.2, the four forms. Query and fragment may hold secrets, and name no thing of their own.
void read_target(std::string_view target, Message& m) {
  if (m.method == Method::connect) {
    m.path = target;
    m.host_in_target = true;
    return read_authority(target, m);
  }
  const std::size_t scheme = target.find("://");
  if (!target.starts_with('/') && scheme != std::string_view::npos) {
    const std::string_view behind = target.substr(scheme + 3);
    const std::string_view authority = behind.substr(0, behind.find_first_of("/?#"));
    read_authority(authority, m);
    m.host_in_target = !m.host.empty();
    target = behind.substr(authority.size());
  }
  m.path = target.substr(0, target.find_first_of("?#"));
  if (m.path.empty()) m.path = "/";
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  return core::ascii::trimmed(text, " \t\r\n");
}

Likeness likeness(std::string_view bytes, Methods methods) {
  bytes = bytes.substr(0, longest_start_line);
  const std::size_t end = bytes.find('\n');
  const bool whole = end != std::string_view::npos;
  std::string_view line = bytes.substr(0, end);
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty()) return whole ? Likeness::none : Likeness::partial;
  const bool status = line.starts_with(response_prefix.substr(0, line.size()));
  return status ? status_likeness(line, whole) : request_likeness(line, whole, methods);
}

bool begins_well(std::string_view bytes) {
  return bytes.starts_with(response_prefix) || method_of(bytes.substr(0, bytes.find(' '))) != Method::other;
}

bool read_start_line(std::string_view line, Message& m) {
  if (is_status_line(line)) {
    m.kind = Kind::response;
    m.protocol = line.substr(0, version_size);
    std::from_chars(line.data() + version_size + 1, line.data() + status_line_size, m.status);
    m.reason = trimmed(line.substr(status_line_size));
  } else {
    RequestLine parts;
    if (!split(line, parts)) return false;
    m.kind = Kind::request;
    m.method_token = parts.method;
    m.method = method_of(parts.method);
    m.protocol = parts.version;
    read_target(parts.target, m);
  }
  m.has_start = true;
  return true;
}

void read_authority(std::string_view authority, Message& m) {
  if (!m.host.empty()) return;
  // What stands before the host is a user, maybe with a password.
  if (const std::size_t user = authority.rfind('@'); user != std::string_view::npos) authority.remove_prefix(user + 1);
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  m.host = authority.substr(0, colon);
  if (m.host.starts_with('[') && m.host.ends_with(']')) m.host = m.host.substr(1, m.host.size() - 2);
  if (colon == std::string_view::npos) return;
  const std::string_view digits = authority.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error == std::errc{} && end == digits.data() + digits.size()) m.port = port;
}

}  // namespace vedette::decoders::http
