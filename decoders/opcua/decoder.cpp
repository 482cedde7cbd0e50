// SPDX-License-Identifier: Apache-2.0
#include "decoders/opcua/decoder.h"

#include <algorithm>
#include <array>

#include "decoders/claims.h"
#include "decoders/opcua/services.h"
#include "decoders/optional_fields.h"

namespace vedette::decoders::opcua {
namespace {

using core::IdentityKind;
using core::Observation;
using core::Verb;

constexpr std::array<DefectInfo, 4> defects{{
    {"bad_header",
     "the type is none of the seven, or it comes in parts that it has not (OPC 10000-6, 7.1.2.2, 6.7.2.2)"},
    {"bad_size", "the size has no room for the header, or is beyond 16 MiB (OPC 10000-6, 7.1.2.2)"},
    {"truncated", "the message, or the stream, ends inside a header (OPC 10000-6, 6.7.2, 7.1.2)"},
    {"bad_string", "a string reaches beyond its message (OPC 10000-6, 5.2.2.4)"},
}};
constexpr std::array<std::uint16_t, 1> ports{4840};
constexpr std::array<std::string_view, 1> spaces{"endpoint"};
constexpr std::size_t most_read = 65'536;
constexpr std::uint32_t max_size = 16u << 20;

bool may_be_message(core::Bytes bytes) {
  const auto header = read_header(bytes);
  return header && (bytes.size() < header_size || (header->size >= header_size && header->size <= max_size));
}

/// Linear in the bytes. What is not whole doesn't count where no more will come.
std::size_t find_message(core::Bytes bytes, std::size_t from, bool finished) {
  for (std::size_t at = from; at < bytes.size(); ++at) {
    const bool is_partial = bytes.size() - at < header_size;
    if (may_be_message(bytes.subspan(at)) && !(is_partial && finished)) return at;
  }
  return bytes.size();
}

bool is_none(core::Bytes policy) {
  return policy.empty() || core::as_text(policy).ends_with("#None");
}

std::string_view token_name(UserToken token) {
  constexpr std::array<std::string_view, 5> names{"", "anonymous", "user_name", "certificate", "issued"};
  return names[static_cast<std::size_t>(token)];
}

constexpr std::array<std::string_view, 7> type_names{"hello", "acknowledge", "error", "reverse_hello",
                                                     "open",  "message",     "close"};

core::MessageKind kind_of(const Message& m) {
  if (m.service) return service_info(*m.service).is_response ? core::MessageKind::response : core::MessageKind::request;
  switch (m.header->type) {
    case Type::hello:
      return core::MessageKind::request;
    case Type::acknowledge:
    case Type::error:
      return core::MessageKind::response;
    default:
      return core::MessageKind::event;
  }
}

Verb verb_of(const Message& m) {
  if (m.service) return service_info(*m.service).verb;
  switch (m.header->type) {
    case Type::hello:
    case Type::acknowledge:
    case Type::reverse_hello:
    case Type::open:
      return Verb::connect;
    case Type::close:
      return Verb::disconnect;
    default:
      return Verb::other;
  }
}

std::string_view operation_of(const Message& m) {
  if (m.service) return service_info(*m.service).name;
  if (m.header->part == Part::abort) return "abort";
  if (m.continues) return "continued";
  return type_names[static_cast<std::size_t>(m.header->type)];
}

/// The top bit of a status code means bad (OPC 10000-4, 7.39).
std::optional<std::uint32_t> bad_status(const Message& m) {
  if (m.error) return m.error;
  if (m.service_result && (*m.service_result >> 31) != 0) return m.service_result;
  return {};
}

}  // namespace

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"opcua"},
      .title = "OPC UA",
      .specification = "OPC 10000-6; OPC 10000-4",
      .over_tcp = true,
      .ports = ports,
      .links = {},
      .defects = defects,
      .operations = operation_names(),
      .spaces = spaces,
      .max_message = most_read,
  };
  return info;
}

Verdict Decoder::probe(const Chunk& chunk) {
  if (!may_be_message(chunk.bytes)) return Verdict::no;
  if (chunk.bytes.size() < header_size) return Verdict::maybe;
  return Verdict::yes;
}

Decoder::Decoder(const Opening& opening) {
  if (!opening.from_client) return;
  for (Side& side : sides_) side.in_step = true;
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message = {};
  Side& side = sides_[core::index(chunk.direction)];
  if (side.left > 0) {
    const std::size_t taken = std::min<std::size_t>(side.left, chunk.bytes.size());
    side.left -= static_cast<std::uint32_t>(taken);
    return core::Progress::partial(taken);
  }
  if (!side.in_step) {
    if (const auto progress = resynchronise(chunk, side)) return *progress;
  }
  return read(chunk, side, message);
}

core::Progress Decoder::read(const Chunk& chunk, Side& side, Message& message) {
  const auto header = read_header(chunk.bytes);
  const bool has_size = header && chunk.bytes.size() >= header_size;
  if (header && !has_size) {
    if (!chunk.finished) return core::Progress::need_more();
    return malformed(chunk, Defect::truncated, chunk.bytes.size());
  }
  if (!header || header->size < header_size || header->size > max_size) {
    on_gap(chunk.direction);
    const Flaw flaw = header ? Flaw{Defect::bad_size, 4} : Flaw{Defect::bad_header, 0};
    return malformed_within(find_message(chunk.bytes, 1, chunk.finished), flaw);
  }
  const std::size_t wanted = std::min<std::size_t>(header->size, most_read);
  if (chunk.bytes.size() < wanted) {
    if (!chunk.finished) return core::Progress::need_more();
    message.header = header;
    return malformed(chunk, Defect::truncated, chunk.bytes.size());
  }
  message.header = header;
  const core::Bytes bytes = chunk.bytes.first(wanted);
  side.left = header->size - static_cast<std::uint32_t>(wanted);
  if (header->type < Type::open) {
    if (const auto flaw = read_connection(bytes, message)) return malformed_within(wanted, *flaw);
    return core::Progress::done(wanted);
  }
  core::Bytes body;
  if (const auto flaw = read_channel(bytes, message, body)) return malformed_within(wanted, *flaw);
  if (message.security_policy) encrypted_ = !is_none(*message.security_policy);
  message.continues = side.continues && header->type == Type::message;
  side.continues = header->part == Part::intermediate;
  if (!encrypted_) read_service(body, message);
  return core::Progress::done(wanted);
}

void Decoder::on_gap(core::Direction direction) {
  sides_[core::index(direction)] = {};
}

std::optional<core::Progress> Decoder::resynchronise(const Chunk& chunk, Side& side) {
  const std::size_t start = find_message(chunk.bytes, 0, chunk.finished);
  if (start > 0) return core::Progress::skipped(start);
  if (chunk.bytes.size() < header_size) return core::Progress::need_more();
  side.in_step = true;
  return {};
}

void Decoder::observe(const Message& m, Observer& observer) {
  Observation o;
  o.kind = kind_of(m);
  o.verb = verb_of(m);
  o.operation = operation_of(m);
  o.code = m.service ? *m.service : static_cast<std::uint32_t>(m.header->type);
  if (const auto status = bad_status(m)) {
    o.refused = true;
    o.status = *status;
    o.status_name = "bad";
  }
  if (!m.endpoint_url.empty()) o.object = core::hashed({.space = spaces[0], .text = core::as_text(m.endpoint_url)});
  if (!m.user_name.empty()) o.claim = {.kind = IdentityKind::user_name, .text = core::as_text(m.user_name)};
  observer.add(o);
  add_claim(o, IdentityKind::model, m.application_name, observer);
}

void Decoder::describe(const Message& m, core::FieldWriter& fields) {
  if (!m.header) return;
  fields.text("type", type_names[static_cast<std::size_t>(m.header->type)]);
  if (m.header->part != Part::final) fields.text("chunk", m.header->part == Part::abort ? "abort" : "intermediate");
  fields.number("size", m.header->size);
  optional_number(fields, "channel_id", m.channel_id);
  if (m.security_policy) fields.text("security_policy", core::as_text(*m.security_policy));
  optional_number(fields, "request_id", m.request_id);
  if (m.service) {
    fields.number("service_code", *m.service);
    fields.text("service", service_info(*m.service).name);
    fields.text("kind", service_info(*m.service).is_response ? "response" : "request");
  }
  optional_number(fields, "request_handle", m.request_handle);
  optional_number(fields, "service_result", m.service_result);
  optional_number(fields, "error_code", m.error);
  optional_text(fields, "reason", m.reason);
  optional_text(fields, "endpoint_url", m.endpoint_url);
  optional_text(fields, "server_uri", m.server_uri);
  optional_text(fields, "application_uri", m.application_uri);
  optional_text(fields, "product_uri", m.product_uri);
  optional_text(fields, "application_name", m.application_name);
  optional_text(fields, "session_name", m.session_name);
  if (m.user_token != UserToken::none) fields.text("user_token", token_name(m.user_token));
  optional_text(fields, "username", m.user_name);
}

}  // namespace vedette::decoders::opcua
