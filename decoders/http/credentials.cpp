// SPDX-License-Identifier: Apache-2.0
#include "decoders/http/credentials.h"

#include <cstdint>

#include "core/ascii.h"
#include "decoders/http/start_line.h"

namespace vedette::decoders::http {
namespace {

using core::ascii::equal_ignoring_case;

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/// What stands before the colon. Without one nothing says that it isn't the secret itself.
bool read_basic(std::string_view encoded, ShortText& user) {
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : encoded) {
    const int digit = base64_digit(c);
    if (digit < 0) return false;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    const char decoded = static_cast<char>(bits >> held & 0xff);
    if (decoded == ':') return true;
    user.add(decoded);
  }
  return false;
}

/// The parameter username="…" of a list. A backslash in it quotes what follows (RFC 9110, section 5.6.4).
bool read_digest(std::string_view list, ShortText& user) {
  constexpr std::string_view name = "username=\"";
  const std::size_t at = list.find(name);
  if (at == std::string_view::npos) return false;
  list.remove_prefix(at + name.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i] == '"') return true;
    if (list[i] == '\\') ++i;
    if (i < list.size()) user.add(list[i]);
  }
  return false;
}

}  // namespace

Scheme read_credentials(std::string_view value, ShortText& user) {
  const std::size_t blank = value.find(' ');
  if (blank == std::string_view::npos) return Scheme::none;
  const std::string_view scheme = value.substr(0, blank), rest = trimmed(value.substr(blank));
  user.clear();
  if (equal_ignoring_case(scheme, "basic") && read_basic(rest, user)) return Scheme::basic;
  if (equal_ignoring_case(scheme, "digest") && read_digest(rest, user)) return Scheme::digest;
  user.clear();
  return Scheme::none;
}

}  // namespace vedette::decoders::http
