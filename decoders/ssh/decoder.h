// SPDX-License-Identifier: Apache-2.0
// SSH as far as it is in the clear: both identification strings and both offers of algorithms. See decoders/decoder.h
// for what a decoder is and who calls it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "decoders/decoder.h"
#include "decoders/ssh/message.h"

namespace vedette::decoders::ssh {

class Decoder {
 public:
  using Message = ssh::Message;

  explicit Decoder(const Opening& opening);

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  core::Progress decode(const Chunk& chunk, Message& message);
  void on_gap(core::Direction direction);
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);

 private:
  enum class Phase : std::uint8_t { opening, packets, silent };
  struct Side {
    Phase phase = Phase::opening;
    std::uint16_t preamble = 0;  ///< bytes of lines before the identification string
  };

  core::Progress take_line(const Chunk& chunk, Side& side, Message& message);
  core::Progress take_identification(const Chunk& chunk, std::size_t size, Side& side, Message& message);
  core::Progress take_packet(const Chunk& chunk, Side& side, Message& message);
  core::Progress take_cut(const Chunk& chunk, Side& side);
  Role role_of(core::Direction direction) const;

  std::optional<core::Direction> client_;
  std::array<Side, 2> sides_;
  bool joined_ = false;  ///< nobody saw its beginning
  bool had_message_ = false;
};

}  // namespace vedette::decoders::ssh
