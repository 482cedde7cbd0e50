// SPDX-License-Identifier: Apache-2.0
// WebSocket frames (RFC 6455, section 5): their header, what in it breaks the rules, and how to see the first bytes of
// MQTT behind it where nobody has said that a conversation is one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "decoders/mqtt/defects.h"
#include "decoders/mqtt/framing.h"

namespace vedette::decoders::mqtt::websocket {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

struct Frame {
  bool final = false, masked = false;
  std::uint8_t reserved = 0;  ///< RSV1 to RSV3: 4, 2, 1
  std::uint8_t opcode = 0;
  std::uint8_t size = 0;  ///< of the header, 2 to 14
  std::array<std::uint8_t, 4> key{};
  std::uint64_t length = 0;  ///< of the payload

  bool is_control() const { return opcode >= 8; }
  bool is_compressed() const { return (reserved & 4) != 0; }
};

/// Reads a frame's header. Nothing where it is not all there.
std::optional<Frame> read_frame(core::Bytes bytes);
/// What is wrong with it by itself: reserved bits and opcodes, a length in too many bytes, a control frame's size.
bool is_well_formed(const Frame& frame);

/// How the payload is unmasked, byte by byte, over as many pieces as it comes in.
struct Mask {
  std::array<std::uint8_t, 4> key{};
  std::uint8_t at = 0;
  std::uint8_t operator()(std::uint8_t byte) {
    const auto plain = static_cast<std::uint8_t>(byte ^ key[at]);
    at = (at + 1) & 3;
    return plain;
  }
  void skip(std::size_t bytes) { at = static_cast<std::uint8_t>((at + bytes) & 3); }
};

/// The start of what a direction says, with frames taken off: enough to know MQTT by.
struct Peek {
  std::array<std::uint8_t, likeness_reach> room{};
  std::size_t size = 0;
  bool frames_fit = true;   ///< nothing contradicts WebSocket
  bool masked = false;      ///< the first frame is
  bool compressed = false;  ///< the first data frame is
  bool has_data = false;    ///< the header of a data frame was there
  core::Bytes bytes() const { return {room.data(), size}; }
};
Peek peek(core::Bytes bytes);

/// Do bytes look like frames around MQTT packets? `compressed` counts as doubtful: nothing of it can be seen.
Likeness likeness(core::Bytes bytes, Version version);

/// The first offset, from `from` on, where such a frame begins, or may begin. As find_packet(), and as linear.
std::size_t find_frame(core::Bytes bytes, std::size_t from, std::optional<bool> masked, Version version, bool finished);

}  // namespace vedette::decoders::mqtt::websocket
