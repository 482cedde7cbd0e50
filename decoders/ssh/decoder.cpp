// SPDX-License-Identifier: Apache-2.0
#include "decoders/ssh/decoder.h"

#include <algorithm>

#include "core/byte_cursor.h"
#include "decoders/ssh/handshake.h"

namespace vedette::decoders::ssh {
namespace {

constexpr std::uint16_t ports[] = {22};
constexpr std::string_view operations[] = {"identification", "key_exchange_init"};
// What servers say before their identification string (RFC 4253, section 4.2) is lines of text. Nobody says more.
constexpr std::size_t longest_preamble = 4096;

/// Do the bytes begin with it, as far as they go?
bool may_be_identification(std::string_view text) {
  return text.starts_with(identification_prefix.substr(0, text.size()));
}

bool is_text(std::string_view line) {
  return std::ranges::all_of(line, [](char c) { return c < 0 || c >= ' ' || c == '\t' || c == '\r' || c == '\n'; });
}

std::string_view without_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"ssh"},
      .title = "SSH",
      .specification = "RFC 4253; HASSH (https://github.com/salesforce/hassh)",
      .over_tcp = true,
      .ports = ports,
      .links = {},
      .defects = defect_table(),
      .operations = operations,
      .spaces = {},
      .max_message = packet_length_size + longest_packet,
      .resynchronises = false,
  };
  return info;
}

Verdict Decoder::probe(const Chunk& chunk) {
  const std::string_view text = core::as_text(chunk.bytes);
  if (text.starts_with("SSH-1.") || text.starts_with("SSH-2.")) return Verdict::yes;
  if (text.substr(0, longest_preamble).contains("\nSSH-2.")) return Verdict::yes;  // behind a server's other lines
  return may_be_identification(text.substr(0, identification_prefix.size())) || may_be_packet(chunk.bytes)
             ? Verdict::maybe
             : Verdict::no;
}

Decoder::Decoder(const Opening& opening) {
  client_ = opening.from_client ? opening.from_client : opening.to_port;
  joined_ = !opening.from_client;
}

void Decoder::on_gap(core::Direction direction) {
  sides_[core::index(direction)].phase = Phase::silent;
}

Role Decoder::role_of(core::Direction direction) const {
  return !client_ ? Role::unknown : direction == client_ ? Role::client : Role::server;
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message = {};
  message.role = role_of(chunk.direction);
  Side& side = sides_[core::index(chunk.direction)];
  switch (side.phase) {
    case Phase::opening:
      return take_line(chunk, side, message);
    case Phase::packets:
      return take_packet(chunk, side, message);
    case Phase::silent:
      break;
  }
  return core::Progress::skipped(chunk.bytes.size());
}

core::Progress Decoder::take_line(const Chunk& chunk, Side& side, Message& message) {
  const std::string_view text = core::as_text(chunk.bytes);
  const std::string_view window = text.substr(0, longest_identification);
  const std::size_t line_end = window.find('\n');
  const std::size_t size = line_end == std::string_view::npos ? window.size() : line_end + 1;
  if (may_be_identification(text.substr(0, identification_prefix.size()))) {
    if (line_end == std::string_view::npos && window.size() < longest_identification)
      return chunk.finished ? take_cut(chunk, side) : core::Progress::need_more();
    return take_identification(chunk, size, side, message);
  }
  if (joined_) {  // all of it may be encrypted
    side.phase = Phase::silent;
    return core::Progress::skipped(text.size());
  }
  const bool may_precede = message.role != Role::client && is_text(window.substr(0, size));
  if (!may_precede || side.preamble + size > longest_preamble) {
    if (!had_message_) return core::Progress::not_mine();
    side.phase = Phase::silent;
    return malformed(text.size(), Defect::bad_identification, 0);
  }
  if (line_end == std::string_view::npos && !chunk.finished && window.size() < longest_identification)
    return core::Progress::need_more();
  side.preamble = static_cast<std::uint16_t>(side.preamble + size);
  return core::Progress::skipped(size);
}

core::Progress Decoder::take_identification(const Chunk& chunk, std::size_t size, Side& side, Message& message) {
  const std::string_view line = core::as_text(chunk.bytes.first(size));
  const auto flaw = read_identification(without_end(line), message);
  message.size = size;
  if (!line.ends_with('\n')) {
    side.phase = Phase::silent;
    return malformed(chunk, Defect::identification_too_long, size);
  }
  // Version 1 goes on in another way, and is not spoken any more.
  const bool goes_on = message.protocol_version == "2.0" || message.protocol_version == "1.99";
  side.phase = goes_on ? Phase::packets : Phase::silent;
  if (flaw) return malformed(size, *flaw);
  had_message_ = true;
  return core::Progress::done(size);
}

core::Progress Decoder::take_packet(const Chunk& chunk, Side& side, Message& message) {
  message.type = Type::key_exchange_init;
  const core::Bytes bytes = chunk.bytes;
  if (!may_be_packet(bytes)) {
    side.phase = Phase::silent;
    return malformed(chunk, Defect::bad_packet, 0);
  }
  core::ByteCursor in{bytes};
  const std::size_t length = in.be32();
  if (!in.ok() || in.remaining() < length) return chunk.finished ? take_cut(chunk, side) : core::Progress::need_more();
  const std::size_t size = packet_length_size + length;
  const core::Bytes packet = bytes.first(size);
  // Before the offer there may be others, to be ignored or for debugging (RFC 4253, section 11).
  if (!is_key_exchange_init(packet)) return core::Progress::skipped(size);
  side.phase = Phase::silent;
  message.size = size;
  if (const auto flaw = read_key_exchange_init(packet, message)) return malformed(size, *flaw);
  return core::Progress::done(size);
}

core::Progress Decoder::take_cut(const Chunk& chunk, Side& side) {
  side.phase = Phase::silent;
  return malformed(chunk, Defect::truncated, chunk.bytes.size());
}

}  // namespace vedette::decoders::ssh
