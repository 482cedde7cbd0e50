// SPDX-License-Identifier: Apache-2.0
// DHCP for IPv6: what a client calls itself and which addresses it was given, also behind relays (RFC 8415). Each
// message stands alone, so a conversation has no state.
#pragma once

#include "decoders/decoder.h"
#include "decoders/dhcpv6/message.h"

namespace vedette::decoders::dhcpv6 {

class Decoder {
 public:
  using Message = dhcpv6::Message;

  explicit Decoder(const Opening&) {}

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  static core::Progress decode(const Chunk& chunk, Message& message);
  static void on_gap(core::Direction) {}
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);
};

}  // namespace vedette::decoders::dhcpv6
