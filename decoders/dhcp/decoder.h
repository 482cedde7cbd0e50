// SPDX-License-Identifier: Apache-2.0
// DHCP for IPv4 and BOOTP: what a client calls itself, what made it, and which address it was given (RFC 2131, 2132,
// 951). Each message says whose it is, so a conversation has no state.
#pragma once

#include "decoders/decoder.h"
#include "decoders/dhcp/message.h"

namespace vedette::decoders::dhcp {

class Decoder {
 public:
  using Message = dhcp::Message;

  explicit Decoder(const Opening&) {}

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  static core::Progress decode(const Chunk& chunk, Message& message);
  static void on_gap(core::Direction) {}
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);
};

}  // namespace vedette::decoders::dhcp
