// SPDX-License-Identifier: Apache-2.0
// CoAP over UDP: one message is one datagram. Requests wait for their responses in the conversation's memory, by token.
// See decoders/decoder.h for what a decoder is and who calls it.
#pragma once

#include "decoders/coap/message.h"
#include "decoders/decoder.h"

namespace vedette::decoders::coap {

class Decoder {
 public:
  using Message = coap::Message;

  explicit Decoder(const Opening&) {}

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  core::Progress decode(const Chunk& chunk, Message& message);
  void on_gap(core::Direction) {}
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);
};

}  // namespace vedette::decoders::coap
