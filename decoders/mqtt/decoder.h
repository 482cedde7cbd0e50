// SPDX-License-Identifier: Apache-2.0
// MQTT 3.1, 3.1.1 and 5.0, over TCP and over WebSocket: the state of one conversation. This class finds packets in a
// stream; what they say is read by packet.h, what they mean for each other is followed by session.h. See
// decoders/decoder.h for what a decoder is and who calls it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "decoders/decoder.h"
#include "decoders/mqtt/framing.h"
#include "decoders/mqtt/message.h"
#include "decoders/mqtt/parts.h"
#include "decoders/mqtt/session.h"
#include "decoders/mqtt/websocket.h"

namespace vedette::decoders::mqtt {

class Decoder {
 public:
  using Message = mqtt::Message;
  /// The longest topic and what usually stands around it. Longer packets are taken in parts.
  static constexpr std::size_t max_message = 66 * 1024;

  explicit Decoder(const Opening& opening);

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  core::Progress decode(const Chunk& chunk, Message& message);
  void on_gap(core::Direction direction);
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);

 private:
  enum class Carrier : std::uint8_t { unknown, stream, websocket };

  /// Where a direction stands within its frames.
  struct Frames {
    std::uint64_t left = 0;  ///< of the frame's payload
    websocket::Mask mask;
    bool skipping = false;    ///< the payload is no MQTT
    bool fragmented = false;  ///< the message goes on in another frame
    bool unread = false;      ///< and is no MQTT
    bool mask_told = false;
  };
  struct Side {
    PacketParts parts;  ///< of the packet that is taken in parts, if one is
    Frames frames;
    bool in_step = false;  ///< the next byte begins a packet (a frame), or goes on with one that has begun
    std::uint8_t doubts = 0;  ///< so many good packets until a start that was guessed is believed
  };

  std::optional<core::Progress> find_carrier(const Chunk& chunk);
  core::Progress decode_stream(const Chunk& chunk, Message& message);
  std::optional<core::Progress> resynchronise(const Chunk& chunk);
  std::optional<core::Progress> judge_header(const Chunk& chunk, const Header& header, Message& message);
  core::Progress lost_thread(const Chunk& chunk, Defect defect, std::size_t offset, Message& message);
  core::Progress guess_again(const Chunk& chunk, Message& message);
  core::Progress cut_short(const Chunk& chunk, Message& message);
  core::Progress begin_parts(const Chunk& chunk, const Header& header);
  core::Progress go_on_with_parts(const Chunk& chunk, Message& message);
  core::Progress finish_parts(const Chunk& chunk, std::size_t consumed, core::Bytes fresh, Message& message);

  core::Progress decode_frames(const Chunk& chunk, Message& message);
  core::Progress wait_in_frame(const Chunk& chunk, std::size_t consumed, Message& message);
  std::optional<core::Progress> resynchronise_frames(const Chunk& chunk);
  std::optional<bool> expected_mask(core::Direction direction) const;
  std::optional<Defect> judge_frame(core::Direction direction, const websocket::Frame& frame) const;
  void begin_frame(core::Direction direction, const websocket::Frame& frame);
  core::Progress refuse_frame(const Chunk& chunk, const websocket::Frame& frame, Defect defect, Message& message);
  std::size_t take_payload(const Chunk& chunk, core::Bytes payload, Message& message);
  core::Progress bad_packet_in_frame(const Chunk& chunk, std::size_t consumed, Message& message);

  static KeepKey parts_key(core::Direction direction) {
    return {static_cast<std::uint8_t>(Kept::parts), core::index(direction)};
  }
  Side& side(core::Direction direction) { return sides_[core::index(direction)]; }

  Session session_;
  std::array<Side, 2> sides_{};
  Carrier carrier_ = Carrier::unknown;
};

}  // namespace vedette::decoders::mqtt
