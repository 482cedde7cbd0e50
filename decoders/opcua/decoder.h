// SPDX-License-Identifier: Apache-2.0
// OPC UA over TCP: which client calls which server, under which security policy, and where nothing is encrypted what it
// does and who signs in (OPC 10000-6, 7). Its state: where each direction stands, and whether bodies can be read.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "decoders/decoder.h"
#include "decoders/opcua/message.h"

namespace vedette::decoders::opcua {

class Decoder {
 public:
  using Message = opcua::Message;

  explicit Decoder(const Opening& opening);

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  core::Progress decode(const Chunk& chunk, Message& message);
  void on_gap(core::Direction direction);
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);

 private:
  struct Side {
    bool in_step = false;
    bool continues = false;  ///< the next part belongs to a message that has begun
    std::uint32_t left = 0;  ///< octets of a message longer than what is read of it
  };

  std::optional<core::Progress> resynchronise(const Chunk& chunk, Side& side);
  core::Progress read(const Chunk& chunk, Side& side, Message& message);

  std::array<Side, 2> sides_{};
  bool encrypted_ = false;  ///< the channel's security policy is not None
};

}  // namespace vedette::decoders::opcua
