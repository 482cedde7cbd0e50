// SPDX-License-Identifier: Apache-2.0
#include "decoders/ssdp/decoder.h"

#include <algorithm>
#include <array>

#include "core/ascii.h"
#include "decoders/flaw.h"
#include "decoders/optional_fields.h"

namespace vedette::decoders::ssdp {
namespace {

using core::Bytes;
using core::IdentityKind;
using core::Observation;
using core::Verb;
using core::ascii::equal_ignoring_case;

enum class Defect : std::uint8_t { bad_start_line, bad_header_line };

constexpr std::array<DefectInfo, 2> defects{{
    {"bad_start_line",
     "the first line is none of M-SEARCH, NOTIFY and an HTTP response (UDA 2.0, 1.2.2, 1.3.2, 1.3.3)"},
    {"bad_header_line", "a header line has no name with a colon behind it (UDA 2.0, 1.1.4; RFC 7230, 3.2)"},
}};
constexpr std::array<std::uint16_t, 1> ports{1900};
constexpr std::array<std::string_view, 5> operations{"m_search", "notify", "alive", "byebye", "response"};
constexpr std::array<std::string_view, 1> spaces{"service"};

constexpr std::string_view search_start = "M-SEARCH * HTTP/", notify_start = "NOTIFY * HTTP/", response_start = "HTTP/";

/// The next line without its end; lines end with CRLF, or with LF alone as some write them.
std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view trimmed(std::string_view text) {
  return core::ascii::trimmed(text, " \t");
}

bool contains_header(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    const std::string_view line = next_line(text);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && equal_ignoring_case(trimmed(line.substr(0, colon)), name)) return true;
  }
  return false;
}

/// Three digits behind the version.
std::optional<std::uint16_t> status_of(std::string_view line) {
  const std::size_t space = line.find(' ');
  if (!line.starts_with(response_start) || space == std::string_view::npos) return {};
  const std::string_view digits = line.substr(space + 1, 3);
  if (digits.size() != 3 || !std::ranges::all_of(digits, core::ascii::is_digit)) return {};
  return static_cast<std::uint16_t>((digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0'));
}

bool read_start(std::string_view line, Message& m) {
  if (line.starts_with(search_start)) m.method = Method::search;
  if (line.starts_with(notify_start)) m.method = Method::notify;
  if (const auto status = status_of(line)) {
    m.method = Method::response;
    m.status = *status;
  }
  return m.method.has_value();
}

void take(std::string_view name, std::string_view value, Message& m) {
  struct Known {
    std::string_view name;
    Bytes Message::* where;
  };
  static constexpr std::array<Known, 11> known{{{"host", &Message::host},
                                                {"st", &Message::search_target},
                                                {"nt", &Message::notification_type},
                                                {"nts", &Message::notification_subtype},
                                                {"usn", &Message::unique_name},
                                                {"server", &Message::server},
                                                {"user-agent", &Message::user_agent},
                                                {"location", &Message::location},
                                                {"man", &Message::man},
                                                {"mx", &Message::max_wait},
                                                {"cache-control", &Message::cache_control}}};
  for (const Known& header : known) {
    if (equal_ignoring_case(name, header.name)) m.*header.where = core::as_bytes(value);
  }
}

/// A query may hold what is nobody's business; where the description is, says the path.
Bytes without_query(Bytes location) {
  const std::string_view text = core::as_text(location);
  return location.first(std::min(text.find_first_of("?#"), text.size()));
}

std::string_view operation_of(const Message& m) {
  const std::string_view subtype = core::as_text(m.notification_subtype);
  switch (*m.method) {
    case Method::search:
      return operations[0];
    case Method::notify:
      return subtype == "ssdp:alive" ? operations[2] : subtype == "ssdp:byebye" ? operations[3] : operations[1];
    case Method::response:
      break;
  }
  return operations[4];
}

}  // namespace

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"ssdp"},
      .title = "SSDP",
      .specification = "UPnP Device Architecture 2.0, section 1",
      .over_udp = true,
      .ports = ports,
      .links = {},
      .defects = defects,
      .operations = operations,
      .spaces = spaces,
      .max_message = 65'535,
  };
  return info;
}

/// Some answer from another port than the one that was asked.
Verdict Decoder::probe(const Chunk& chunk) {
  const std::string_view text = core::as_text(chunk.bytes);
  if (text.starts_with(search_start) || text.starts_with(notify_start)) return Verdict::yes;
  if (!text.starts_with(response_start)) return Verdict::no;
  return contains_header(text, "st") && contains_header(text, "usn") ? Verdict::yes : Verdict::no;
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message = {};
  const std::size_t size = chunk.bytes.size();
  std::string_view text = core::as_text(chunk.bytes);
  if (!read_start(next_line(text), message)) return malformed(chunk, Defect::bad_start_line, 0);
  while (!text.empty()) {
    const std::size_t at = size - text.size();
    const std::string_view line = next_line(text);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return malformed(chunk, Defect::bad_header_line, at);
    take(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)), message);
  }
  message.location = without_query(message.location);
  return core::Progress::done(size);
}

void Decoder::observe(const Message& m, Observer& observer) {
  Observation o;
  const bool notifies = m.method == Method::notify;
  o.kind = m.method == Method::search ? core::MessageKind::request
           : notifies                 ? core::MessageKind::event
                                      : core::MessageKind::response;
  // A device that tells of itself does nothing to anybody.
  o.verb = notifies ? Verb::none : Verb::discover;
  o.operation = operation_of(m);
  o.code = m.status;
  const Bytes service = notifies ? m.notification_type : m.search_target;
  if (!service.empty()) o.object = core::hashed({.space = spaces[0], .text = core::as_text(service)});
  const Bytes product = m.method == Method::search ? m.user_agent : m.server;
  if (!product.empty()) o.claim = {.kind = IdentityKind::model, .text = core::as_text(product)};
  observer.add(o);
}

void Decoder::describe(const Message& m, core::FieldWriter& fields) {
  if (!m.method) return;
  constexpr std::array<std::string_view, 3> methods{"M-SEARCH", "NOTIFY", "response"};
  fields.text("method", methods[static_cast<std::size_t>(*m.method)]);
  if (m.method == Method::response) fields.number("status_code", m.status);
  optional_text(fields, "host", m.host);
  optional_text(fields, "st", m.search_target);
  optional_text(fields, "nt", m.notification_type);
  optional_text(fields, "nts", m.notification_subtype);
  optional_text(fields, "usn", m.unique_name);
  optional_text(fields, "server", m.server);
  optional_text(fields, "user_agent", m.user_agent);
  optional_text(fields, "location", m.location);
  optional_text(fields, "man", m.man);
  optional_text(fields, "mx", m.max_wait);
  optional_text(fields, "cache_control", m.cache_control);
}

}  // namespace vedette::decoders::ssdp
