// SPDX-License-Identifier: Apache-2.0
// ARP and its relatives: who says which address is whose, and who asks (RFC 826; RARP: RFC 903; probes and
// announcements: RFC 5227). A message stands alone, so a conversation has no state.
#pragma once

#include <cstdint>

#include "decoders/decoder.h"

namespace vedette::decoders::arp {

struct Message {
  std::uint16_t hardware_type = 0, protocol_type = 0, operation = 0;
  core::Bytes sender_hardware, sender_protocol, target_hardware, target_protocol;
  bool has_header = false;  ///< the types and the operation were there

  /// IPv4 over Ethernet: the only pair whose addresses are told to the rest of the sensor.
  bool is_ipv4_over_ethernet() const;
};

class Decoder {
 public:
  using Message = arp::Message;

  explicit Decoder(const Opening&) {}

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  static core::Progress decode(const Chunk& chunk, Message& message);
  static void on_gap(core::Direction) {}
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);
};

}  // namespace vedette::decoders::arp
