// SPDX-License-Identifier: Apache-2.0
#include "decoders/mqtt/websocket.h"

#include <algorithm>

#include "core/byte_cursor.h"

namespace vedette::decoders::mqtt::websocket {
namespace {

constexpr std::size_t max_control_length = 125;
constexpr std::uint8_t length_16 = 126, length_64 = 127;
// Frames passed on the way to the first bytes of MQTT: control frames, and fragments of a few bytes.
constexpr unsigned max_frames_peeked = 16;

bool is_shortest(const Frame& frame) {
  const std::size_t length_bytes = frame.size - (frame.masked ? 4U : 0U);
  if (length_bytes == 10) return frame.length > 0xffff && frame.length >> 63 == 0;
  return length_bytes == 2 || frame.length >= length_16;
}

/// Can these be the first bytes of a frame, where its header is not all there?
bool may_be_frame(core::Bytes bytes) {
  const std::uint8_t opcode = bytes[0] & 0x0f;
  return (bytes[0] & 0x30) == 0 && (opcode <= 2 || (opcode >= 8 && opcode <= 10));
}

}  // namespace

std::optional<Frame> read_frame(core::Bytes bytes) {
  core::ByteCursor in{bytes.first(std::min<std::size_t>(bytes.size(), 14))};
  Frame frame;
  const std::uint8_t first = in.u8(), second = in.u8();
  frame.final = (first & 0x80) != 0;
  frame.reserved = static_cast<std::uint8_t>(first >> 4 & 7);
  frame.opcode = first & 0x0f;
  frame.masked = (second & 0x80) != 0;
  frame.length = second & 0x7f;
  if (frame.length == length_16) {
    frame.length = in.be16();
  } else if (frame.length == length_64) {
    frame.length = in.be64();
  }
  if (frame.masked) {
    for (std::uint8_t& byte : frame.key) byte = in.u8();
  }
  if (!in.ok()) return {};
  frame.size = static_cast<std::uint8_t>(in.offset());
  return frame;
}

bool is_well_formed(const Frame& frame) {
  const bool known = frame.opcode <= 2 || (frame.opcode >= 8 && frame.opcode <= 10);
  if (!known || !is_shortest(frame) || (frame.reserved & 3) != 0) return false;
  return !frame.is_control() || (frame.final && frame.length <= max_control_length && frame.reserved == 0);
}

Peek peek(core::Bytes bytes) {
  Peek seen;
  for (unsigned frames = 0; frames < max_frames_peeked && !bytes.empty() && seen.size < seen.room.size(); ++frames) {
    const auto frame = read_frame(bytes);
    if (!frame) {
      seen.frames_fit = seen.size > 0 || may_be_frame(bytes);
      return seen;
    }
    if (frames == 0) seen.masked = frame->masked;
    const bool in_order =
        frame->is_control() || (seen.has_data ? frame->opcode == 0 || frame->opcode == 2 : frame->opcode == 2);
    if (!is_well_formed(*frame) || frame->masked != seen.masked || !in_order) {
      seen.frames_fit = seen.size > 0;  // what follows a good one may be bad
      return seen;
    }
    const bool first_data = !frame->is_control() && !seen.has_data;
    seen.has_data = seen.has_data || !frame->is_control();
    if (first_data && frame->is_compressed()) {
      seen.compressed = true;
      return seen;
    }
    bytes = bytes.subspan(frame->size);
    const std::size_t there = static_cast<std::size_t>(std::min<std::uint64_t>(frame->length, bytes.size()));
    Mask mask{frame->key};
    for (std::size_t i = 0; !frame->is_control() && i < there && seen.size < seen.room.size(); ++i)
      seen.room[seen.size++] = mask(bytes[i]);
    if (there < frame->length) return seen;
    bytes = bytes.subspan(there);
  }
  return seen;
}

Likeness likeness(core::Bytes bytes, Version version) {
  const Peek seen = peek(bytes);
  if (!seen.frames_fit) return Likeness::none;
  if (seen.compressed) return Likeness::weak;
  return mqtt::likeness(seen.bytes(), version);
}

std::size_t find_frame(core::Bytes bytes, std::size_t from, std::optional<bool> masked, Version version,
                       bool finished) {
  for (std::size_t at = from; at < bytes.size(); ++at) {
    const core::Bytes here = bytes.subspan(at);
    if (here.size() >= 2 && masked && ((here[1] & 0x80) != 0) != *masked) continue;
    if (!may_be_frame(here)) continue;
    const Peek seen = peek(here);
    // Compressed frames look like anything; they are met again where the thread is held.
    if (!seen.frames_fit || seen.compressed) continue;
    const Likeness found = mqtt::likeness(seen.bytes(), version);
    if (found == Likeness::none || (found == Likeness::partial && finished)) continue;
    return at;
  }
  return bytes.size();
}

}  // namespace vedette::decoders::mqtt::websocket
