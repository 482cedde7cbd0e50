// SPDX-License-Identifier: Apache-2.0
#include "decoders/http/headers.h"

#include <algorithm>
#include <charconv>

#include "core/ascii.h"
#include "decoders/http/credentials.h"
#include "decoders/http/start_line.h"

namespace vedette::decoders::http {
namespace {

namespace ascii = core::ascii;

bool is_token(std::string_view text) {
  static constexpr std::string_view punctuation = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return ascii::is_digit(c) || ascii::is_letter(c) || punctuation.contains(c);
  });
}

/// What a header's value does to the message; says what is wrong with it.
using Setter = std::optional<Defect> (*)(std::string_view value, Message& m);

template <std::string_view Message::* member>
std::optional<Defect> first_of(std::string_view value, Message& m) {
  if ((m.*member).empty()) m.*member = value;
  return {};
}

std::optional<Defect> set_host(std::string_view value, Message& m) {
  if (m.host_in_target) return {};
  Message other;
  read_authority(value, other);
  if (m.host.empty()) {
    m.host = other.host;
    m.port = other.port;
    return {};
  }
  const bool same_host = ascii::equal_ignoring_case(other.host, m.host);
  return same_host ? std::nullopt : std::optional{Defect::conflicting_hosts};
}

/// One number, or the same several times (RFC 9110, section 8.6).
std::optional<Defect> set_length(std::string_view value, Message& m) {
  while (true) {
    const std::size_t comma = value.find(',');
    const std::string_view digits = trimmed(value.substr(0, comma));
    std::uint64_t length = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size())
      return Defect::bad_content_length;
    if (m.framing.length && *m.framing.length != length) return Defect::conflicting_lengths;
    m.framing.length = length;
    if (comma == std::string_view::npos) return {};
    value.remove_prefix(comma + 1);
  }
}

std::optional<Defect> set_encoding(std::string_view value, Message& m) {
  const std::size_t comma = value.rfind(',');
  const std::string_view last = trimmed(comma == std::string_view::npos ? value : value.substr(comma + 1));
  m.framing.encoded = true;
  m.framing.chunked = ascii::equal_ignoring_case(last, "chunked");
  return {};
}

std::optional<Defect> set_user(std::string_view value, Message& m) {
  if (m.scheme == Scheme::none) m.scheme = read_credentials(value, m.user);
  return {};
}

struct Header {
  std::string_view name;
  Setter set;
};
constexpr Header known[] = {
    {"host", set_host},
    {"user-agent", first_of<&Message::user_agent>},
    {"content-type", first_of<&Message::content_type>},
    {"content-length", set_length},
    {"transfer-encoding", set_encoding},
    {"server", first_of<&Message::server>},
    {"upgrade", first_of<&Message::upgrade>},
    {"sec-websocket-protocol", first_of<&Message::websocket_protocol>},
    {"location", first_of<&Message::location>},
    {"authorization", set_user},
    {"proxy-authorization", set_user},
};

std::optional<Defect> read_field(std::string_view field, Message& m) {
  const std::size_t colon = field.find(':');
  if (colon == std::string_view::npos || !is_token(field.substr(0, colon))) return Defect::bad_header;
  const std::string_view name = field.substr(0, colon);
  const auto header =
      std::ranges::find_if(known, [name](const Header& h) { return ascii::equal_ignoring_case(name, h.name); });
  return header == std::end(known) ? std::nullopt : header->set(trimmed(field.substr(colon + 1)), m);
}

/// The line at `at` with its end, and with all that go on in it (RFC 9112, section 5.2).
std::string_view field_at(std::string_view block, std::size_t at) {
  std::size_t end = at;
  do {
    end = std::min(block.find('\n', end), block.size() - 1) + 1;
  } while (end < block.size() && (block[end] == ' ' || block[end] == '\t'));
  return block.substr(at, end - at);
}

std::optional<Defect> check_framing(const Message& m) {
  if (m.framing.encoded && m.framing.length) return Defect::length_and_encoding;
  if (m.kind == Kind::request && m.framing.encoded && !m.framing.chunked) return Defect::bad_transfer_encoding;
  return {};
}

}  // namespace

std::optional<std::size_t> find_end(std::string_view bytes, std::size_t& scanned) {
  for (std::size_t at = scanned; (at = bytes.find('\n', at)) != std::string_view::npos; ++at) {
    const std::string_view behind = bytes.substr(at + 1, 2);
    if (behind.starts_with('\n')) return at + 2;
    if (behind == "\r\n") return at + 3;
    if (behind.empty() || behind == "\r") {
      scanned = at;
      return {};
    }
  }
  scanned = bytes.size();
  return {};
}

std::optional<Flaw> read_headers(std::string_view block, Message& m) {
  std::size_t at = std::min(block.find('\n'), block.size() - 1) + 1;
  std::string_view line = block.substr(0, at);
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (!read_start_line(line, m)) return Flaw{Defect::bad_start_line, 0};
  std::optional<Flaw> first;
  const auto note = [&first](std::optional<Defect> defect, std::size_t offset) {
    if (defect && !first) first = Flaw{*defect, offset};
  };
  while (at < block.size()) {
    const std::string_view field = field_at(block, at);
    if (!trimmed(field).empty()) note(read_field(field, m), at);
    at += field.size();
  }
  note(check_framing(m), 0);
  return first;
}

}  // namespace vedette::decoders::http
