// SPDX-License-Identifier: Apache-2.0
// EtherNet/IP over TCP and UDP: who a device says it is, who opens sessions with it, and which CIP services are asked
// of it. Its state: who is the client, and whether each direction is in step.
#pragma once

#include <array>
#include <optional>

#include "decoders/decoder.h"
#include "decoders/enip/message.h"

namespace vedette::decoders::enip {

class Decoder {
 public:
  using Message = enip::Message;

  explicit Decoder(const Opening& opening);

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  core::Progress decode(const Chunk& chunk, Message& message);
  void on_gap(core::Direction direction);
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);

 private:
  std::optional<core::Progress> resynchronise(const Chunk& chunk);
  core::Progress read(const Chunk& chunk, Message& message);
  bool is_response(const Chunk& chunk) const;

  std::optional<core::Direction> client_;
  std::array<bool, 2> in_step_{};
};

}  // namespace vedette::decoders::enip
