// SPDX-License-Identifier: Apache-2.0
// S7 communication over TPKT and COTP: who programs and reads which controller. Its state: whether each direction is in
// step, the message whose fragments are coming, and the requests that wait for an answer.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "decoders/decoder.h"
#include "decoders/s7comm/framing.h"
#include "decoders/s7comm/message.h"

namespace vedette::decoders::s7comm {

class Decoder {
 public:
  using Message = s7comm::Message;

  explicit Decoder(const Opening& opening);

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  core::Progress decode(const Chunk& chunk, Message& message);
  void on_gap(core::Direction direction);
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);

 private:
  /// A job that may still be answered, by the number that the answer repeats.
  struct Open {
    std::uint64_t frame = 0;
    std::uint16_t reference = 0;
    core::Direction direction = core::Direction::a_to_b;
    bool is_used = false;
  };

  std::optional<core::Progress> resynchronise(const Chunk& chunk);
  core::Progress read_data(const Chunk& chunk, const Packet& packet, Message& message);
  core::Progress keep_fragment(const Chunk& chunk, const Packet& packet, Message& message);
  void match(const Chunk& chunk, Message& message);

  std::array<Open, 8> open_{};
  std::uint8_t next_open_ = 0;
  std::array<bool, 2> in_step_{};
  std::array<std::uint32_t, 2> fragment_bytes_{};  ///< kept of a message whose fragments are coming
  std::array<std::uint16_t, 2> fragments_{};
  bool requests_missed_ = true;
};

}  // namespace vedette::decoders::s7comm
