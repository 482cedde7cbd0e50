// SPDX-License-Identifier: Apache-2.0
// MQTT over WebSocket (MQTT 5.0, section 6; RFC 6455): packets may begin anywhere within a frame and go on in the next.
// Frames are taken as they come; what of a packet is not whole yet waits in the conversation's memory.
#include <algorithm>
#include <functional>

#include "decoders/mqtt/decoder.h"

namespace vedette::decoders::mqtt {
namespace {

using websocket::Frame;
using websocket::Opcode;

// A packet that can't be one is passed over where it is short, else the rest of its message is.
constexpr std::size_t longest_dubious = 1024;

core::Progress malformed(std::size_t consumed, Defect defect, Message& message) {
  message.has_flaw = true;
  return core::Progress::malformed(consumed, static_cast<std::uint8_t>(defect), 0);
}

bool is(const Frame& frame, Opcode opcode) {
  return frame.opcode == static_cast<std::uint8_t>(opcode);
}

bool is_hopeless(const Header& header, Version version) {
  const bool good = header.type != PacketType::reserved && has_good_flags(header) && has_good_length(header, version);
  return !good && header.total() > longest_dubious;
}

}  // namespace

core::Progress Decoder::decode_frames(const Chunk& chunk, Message& message) {
  message.websocket = true;
  if (!side(chunk.direction).in_step) {
    if (const auto progress = resynchronise_frames(chunk)) return *progress;
  }
  Side& own = side(chunk.direction);
  std::size_t at = 0;
  while (at < chunk.bytes.size()) {
    const core::Bytes rest = chunk.bytes.subspan(at);
    if (own.frames.left == 0) {
      const auto frame = websocket::read_frame(rest);
      if (!frame) break;
      const auto defect = judge_frame(chunk.direction, *frame);
      if (defect && at == 0) return refuse_frame(chunk, *frame, *defect, message);
      if (defect) break;
      begin_frame(chunk.direction, *frame);
      at += frame->size;
      continue;
    }
    const auto there = static_cast<std::size_t>(std::min<std::uint64_t>(own.frames.left, rest.size()));
    const std::size_t taken = own.frames.skipping ? there : take_payload(chunk, rest.first(there), message);
    own.frames.left -= taken;
    at += taken;
    if (own.frames.skipping || !own.parts.has_header()) continue;
    if (own.parts.is_broken() || is_hopeless(own.parts.header(), session_.version()))
      return bad_packet_in_frame(chunk, at, message);
    if (own.parts.left() == message.unmasked.size()) return finish_parts(chunk, at, message.unmasked, message);
  }
  return wait_in_frame(chunk, at, message);
}

/// The packet at hand is not whole. What came of it is kept.
core::Progress Decoder::wait_in_frame(const Chunk& chunk, std::size_t consumed, Message& message) {
  PacketParts& parts = side(chunk.direction).parts;
  if (chunk.finished) {
    if (!parts.has_header()) return malformed(chunk.bytes.size(), Defect::truncated, message);
    finish_parts(chunk, consumed, message.unmasked, message);
    return malformed(chunk.bytes.size(), Defect::truncated, message);
  }
  if (consumed == 0) return core::Progress::need_more();
  parts.take(message.unmasked.size(), message.unmasked, chunk.memory, parts_key(chunk.direction));
  return core::Progress::partial(consumed);
}

/// Finds the start of a frame with a packet's start in it. Nothing where the chunk begins with one.
std::optional<core::Progress> Decoder::resynchronise_frames(const Chunk& chunk) {
  const auto masked = expected_mask(chunk.direction);
  const std::size_t start = websocket::find_frame(chunk.bytes, 0, masked, session_.version(), chunk.finished);
  if (start > 0) return core::Progress::skipped(start);
  if (websocket::likeness(chunk.bytes, session_.version()) == Likeness::partial) return core::Progress::need_more();
  side(chunk.direction).in_step = true;
  return {};
}

std::optional<bool> Decoder::expected_mask(core::Direction direction) const {
  const auto client = session_.client();
  return client ? std::optional{direction == *client} : std::nullopt;
}

/// What in a frame's header breaks the rules, or makes its payload unreadable.
std::optional<Defect> Decoder::judge_frame(core::Direction direction, const Frame& frame) const {
  const Frames& frames = sides_[core::index(direction)].frames;
  if (!frame.is_control() && frame.is_compressed()) return Defect::compressed_frame;
  const bool continues = is(frame, Opcode::continuation);
  const bool in_order = frame.is_control() || continues == frames.fragmented;
  if (!websocket::is_well_formed(frame) || !in_order) return Defect::bad_websocket_frame;
  if (is(frame, Opcode::text)) return Defect::text_frame;
  const auto masked = expected_mask(direction);
  if (masked && frame.masked != *masked && !frames.mask_told) return Defect::bad_mask;
  return {};
}

void Decoder::begin_frame(core::Direction direction, const Frame& frame) {
  if (frame.masked) session_.suppose_client(direction);
  Frames& frames = side(direction).frames;
  frames.left = frame.length;
  frames.mask = {.key = frame.key};
  frames.skipping = frame.is_control() || frames.unread;
  if (frame.is_control()) return;
  frames.fragmented = !frame.final;
  frames.unread = frames.unread && frames.fragmented;
}

core::Progress Decoder::refuse_frame(const Chunk& chunk, const Frame& frame, Defect defect, Message& message) {
  Frames& frames = side(chunk.direction).frames;
  switch (defect) {
    case Defect::bad_mask:  // it can be read all the same
      frames.mask_told = true;
      break;
    case Defect::text_frame:
    case Defect::compressed_frame:
      side(chunk.direction).parts = {};
      session_.lose(chunk.direction);
      frames.unread = true;
      break;
    default: {
      on_gap(chunk.direction);
      const auto masked = expected_mask(chunk.direction);
      const std::size_t next = websocket::find_frame(chunk.bytes, 1, masked, session_.version(), chunk.finished);
      return malformed(next, defect, message);
    }
  }
  begin_frame(chunk.direction, frame);
  return malformed(frame.size, defect, message);
}

/// The next bytes of MQTT: of a packet's header one by one, then of its body. Returns how many were taken.
std::size_t Decoder::take_payload(const Chunk& chunk, core::Bytes payload, Message& message) {
  Side& own = side(chunk.direction);
  PacketParts& parts = own.parts;
  std::size_t at = 0;
  while (!parts.has_header() && at < payload.size()) parts.add_header_byte(own.frames.mask(payload[at++]));
  if (!parts.has_header() || parts.is_broken()) return at;
  const std::size_t wanted = std::min(payload.size() - at, parts.left() - message.unmasked.size());
  const std::size_t kept = std::min(wanted, parts.room() - std::min(parts.room(), message.unmasked.size()));
  const std::size_t before = message.unmasked.size();
  message.unmasked.resize(before + kept);
  std::ranges::transform(payload.subspan(at, kept), message.unmasked.begin() + static_cast<std::ptrdiff_t>(before),
                         std::ref(own.frames.mask));
  if (kept < wanted) {
    parts.take(message.unmasked.size(), message.unmasked, chunk.memory, parts_key(chunk.direction));
    message.unmasked.clear();
    parts.take(wanted - kept, {}, chunk.memory, parts_key(chunk.direction));
    own.frames.mask.skip(wanted - kept);
  }
  return at + wanted;
}

/// Neither its length nor what follows can be believed: with the next message a packet begins anew.
core::Progress Decoder::bad_packet_in_frame(const Chunk& chunk, std::size_t consumed, Message& message) {
  Side& own = side(chunk.direction);
  const Header& header = own.parts.header();
  const Defect defect = own.parts.is_broken()                 ? Defect::bad_remaining_length
                        : header.type == PacketType::reserved ? Defect::bad_packet_type
                        : has_good_flags(header)              ? Defect::bad_length
                                                              : Defect::bad_flags;
  own.parts = {};
  own.frames.skipping = true;
  own.frames.unread = own.frames.fragmented;
  session_.lose(chunk.direction);
  return malformed(consumed, defect, message);
}

}  // namespace vedette::decoders::mqtt
