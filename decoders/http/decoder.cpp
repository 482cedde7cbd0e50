// SPDX-License-Identifier: Apache-2.0
#include "decoders/http/decoder.h"

#include <algorithm>

#include "core/hash.h"
#include "decoders/http/headers.h"
#include "decoders/http/start_line.h"

namespace vedette::decoders::http {
namespace {

constexpr std::uint16_t ports[] = {80, 8080, 8000, 8008, 8081, 8088, 8888, 3128, 5000, 9001};
constexpr std::string_view spaces[] = {"uri"};
constexpr std::size_t max_message_size = 64 * 1024;

constexpr std::uint8_t path_of_request = 1;  // what Chunk::memory holds

/// Behind the first line, or of all where it has no end.
std::size_t end_of_line(std::string_view bytes) {
  const std::size_t end = bytes.find('\n');
  return end == std::string_view::npos ? bytes.size() : end + 1;
}

/// RFC 9112, section 6.3, for requests.
Body request_body(const Framing& framing) {
  if (framing.chunked) return Body::in_chunks();
  if (framing.encoded) return Body::until_close();
  return Body::of_length(framing.length.value_or(0));
}

bool is_interim(const Message& response) {
  return response.status < 200 && response.status != 101;
}

/// And for responses.
Body response_body(const Message& response) {
  constexpr std::uint16_t no_content = 204, not_modified = 304;
  if (response.status < 200 || response.status == no_content || response.status == not_modified) return {};
  if (response.method == Method::head) return {};
  if (response.framing.chunked) return Body::in_chunks();
  if (response.framing.length && !response.framing.encoded) return Body::of_length(*response.framing.length);
  return Body::until_close();
}

/// From here on another protocol is spoken (RFC 9110, sections 7.8 and 9.3.6).
bool hands_over(const Message& response) {
  return response.status == 101 || (response.method == Method::connect && response.status / 100 == 2);
}

}  // namespace

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"http"},
      .title = "HTTP/1",
      .specification = "RFC 9110, RFC 9112; RFC 7617, RFC 7616 (credentials); ASHRAE 135-2020, Annex AB (BACnet/SC)",
      .over_tcp = true,
      .ports = ports,
      .links = {},
      .defects = defect_table(),
      .operations = operation_names(),
      .spaces = spaces,
      .max_message = max_message_size,
  };
  return info;
}

Verdict Decoder::probe(const Chunk& chunk) {
  switch (likeness(core::as_text(chunk.bytes))) {
    case Likeness::none:
      return Verdict::no;
    case Likeness::partial:
      return Verdict::maybe;
    case Likeness::complete:
      break;
  }
  return Verdict::yes;
}

Decoder::Decoder(const Opening& opening) : exchanges_(opening.from_client.has_value()) {
  for (Side& side : sides_) side.step = opening.from_client ? Step::kept : Step::lost;
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message = {};
  if (handed_over_) return core::Progress::handed_over();
  Side& side = sides_[core::index(chunk.direction)];
  if (side.step != Step::kept) {
    if (const auto progress = resynchronise(chunk, side)) return *progress;
  }
  const bool doubtful = side.body_is_guessed && !side.body.is_over() && chunk.segment_start;
  if (doubtful && likeness(core::as_text(chunk.bytes)) == Likeness::complete) side.body = {};
  return side.body.is_over() ? take_headers(chunk, side, message) : take_body(chunk, side);
}

void Decoder::on_gap(core::Direction direction) {
  Side& side = sides_[core::index(direction)];
  side = {.body = {}, .agent = side.agent};
  exchanges_.on_gap();
}

core::Progress Decoder::take_body(const Chunk& chunk, Side& side) {
  const Body::Step step = side.body.take(chunk.bytes);
  switch (step.outcome) {
    case Body::Outcome::taken:
      return core::Progress::partial(step.taken);
    case Body::Outcome::more:
      if (!chunk.finished) return core::Progress::need_more();
      return lose_step(chunk, chunk.bytes.size(), {Defect::truncated, chunk.bytes.size()});
    case Body::Outcome::bad:
      break;
  }
  return lose_step(chunk, step.taken > 0 ? step.taken : chunk.bytes.size(), {Defect::bad_chunk, 0});
}

core::Progress Decoder::take_headers(const Chunk& chunk, Side& side, Message& message) {
  const std::string_view bytes = core::as_text(chunk.bytes);
  // Empty lines before a message are passed over (RFC 9112, section 2.2).
  constexpr std::size_t enough_to_tell = 256;
  if (side.scanned < enough_to_tell) {
    const std::size_t empty = std::min(bytes.find_first_not_of("\r\n"), bytes.size());
    if (empty > 0) return core::Progress::partial(empty);
    if (likeness(bytes, Methods::any) == Likeness::none) {
      if (!had_message_) return core::Progress::not_mine();
      return lose_step(chunk, end_of_line(bytes), {Defect::bad_start_line, 0});
    }
  }
  std::size_t scanned = std::min<std::size_t>(side.scanned, bytes.size());
  const auto end = find_end(bytes, scanned);
  side.scanned = static_cast<std::uint32_t>(scanned);
  if (!end || *end > max_message_size) return unfinished(chunk, message);
  side.scanned = 0;
  message.size = *end;
  const auto flaw = read_headers(bytes.substr(0, *end), message);
  if (!message.has_start) return lose_step(chunk, *end, *flaw);
  had_message_ = true;
  if (message.kind == Kind::request) {
    open_exchange(chunk, side, message);
  } else {
    close_exchange(chunk, side, message);
  }
  note_agent(side, message);
  return flaw ? malformed(*end, *flaw) : core::Progress::done(*end);
}

/// The headers have no end yet, or not within their limit. What is there of them is said once it's clear that it's all.
core::Progress Decoder::unfinished(const Chunk& chunk, Message& message) {
  const bool too_long = chunk.bytes.size() >= max_message_size;
  if (!too_long && !chunk.finished) return core::Progress::need_more();
  const std::string_view bytes = core::as_text(chunk.bytes.first(std::min(chunk.bytes.size(), max_message_size)));
  const std::size_t last_line = bytes.rfind('\n');
  if (last_line != std::string_view::npos) read_headers(bytes.substr(0, last_line + 1), message);
  message.size = bytes.size();
  return lose_step(chunk, bytes.size(), {too_long ? Defect::header_too_long : Defect::truncated, bytes.size()});
}

/// Finds the start of a message. Nothing where the chunk begins with it.
std::optional<core::Progress> Decoder::resynchronise(const Chunk& chunk, Side& side) {
  if (side.step == Step::lines) return find_line(chunk, side);
  const std::size_t size = chunk.bytes.size();
  const std::string_view bytes = core::as_text(chunk.bytes);
  const Likeness like = chunk.segment_start ? likeness(bytes) : Likeness::none;
  if (like == Likeness::partial && !chunk.finished) return core::Progress::need_more();
  if (like != Likeness::complete || !begins_well(bytes)) return core::Progress::skipped(size);
  side.step = Step::kept;
  return {};
}

std::optional<core::Progress> Decoder::find_line(const Chunk& chunk, Side& side) {
  const std::string_view bytes = core::as_text(chunk.bytes);
  std::size_t at = side.inside_line && !chunk.segment_start ? end_of_line(bytes) : 0;
  side.inside_line = at > 0 && bytes[at - 1] != '\n';
  while (at < bytes.size()) {
    const std::string_view here = bytes.substr(at);
    const Likeness like = likeness(here);
    if ((like == Likeness::complete && begins_well(here)) || (like == Likeness::partial && !chunk.finished)) {
      if (at > 0) return core::Progress::skipped(at);
      if (like == Likeness::partial) return core::Progress::need_more();
      side.step = Step::kept;
      return {};
    }
    const std::size_t line = end_of_line(here);
    at += line;
    side.inside_line = here[line - 1] != '\n';
  }
  return core::Progress::skipped(bytes.size());
}

core::Progress Decoder::lose_step(const Chunk& chunk, std::size_t consumed, Flaw flaw) {
  on_gap(chunk.direction);
  Side& side = sides_[core::index(chunk.direction)];
  side.step = Step::lines;
  side.inside_line = chunk.bytes[consumed - 1] != '\n';
  return malformed(consumed, flaw);
}

void Decoder::open_exchange(const Chunk& chunk, Side& side, const Message& request) {
  const std::uint8_t slot = exchanges_.add(request.method, chunk.frame, chunk.direction);
  if (chunk.memory) {
    const std::string_view path = request.path.substr(0, ShortText::capacity);
    chunk.memory->put({path_of_request, slot}, core::as_bytes(path));
  }
  side.body = request_body(request.framing);
  side.body_is_guessed = false;
}

/// Completes a response with what its request said.
void Decoder::close_exchange(const Chunk& chunk, Side& side, Message& response) {
  const auto request = exchanges_.answered(chunk.direction);
  response.matched = request.has_value();
  response.unmatched = !request && exchanges_.is_in_step();
  if (request) {
    response.request_frame = request->frame;
    response.method = request->method;
    if (chunk.memory) {
      const KeepKey key{path_of_request, request->slot};
      if (const auto path = chunk.memory->find(key)) response.request_path.assign(core::as_text(*path));
      if (!is_interim(response)) chunk.memory->erase(key);
    }
  }
  if (!is_interim(response)) exchanges_.close(chunk.direction);
  side.body = response_body(response);
  side.body_is_guessed = !request;
  handed_over_ = hands_over(response);
}

/// It is said once in a conversation, not with each message.
void Decoder::note_agent(Side& side, Message& message) {
  const std::string_view agent = message.kind == Kind::request ? message.user_agent : message.server;
  if (agent.empty()) return;
  const std::uint64_t hash = core::hash_text(agent);
  message.new_agent = hash != side.agent;
  side.agent = hash;
}

}  // namespace vedette::decoders::http
