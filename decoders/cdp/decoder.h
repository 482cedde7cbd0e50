// SPDX-License-Identifier: Apache-2.0
// CDP: what a Cisco device says it is and how it can be reached. Cisco has not published a standard; the format is that
// of "Cisco Discovery Protocol Packet Format" in its LAN troubleshooting guide. One frame says all, so a conversation
// has no state.
#pragma once

#include <cstdint>
#include <optional>

#include "decoders/decoder.h"

namespace vedette::decoders::cdp {

struct Message {
  std::optional<std::uint8_t> version, ttl;
  core::Bytes device_id, addresses, management_addresses, port_id, software, platform, vtp_domain, system_name;
  std::optional<std::uint32_t> capabilities;
  std::optional<std::uint16_t> native_vlan, voice_vlan;
  std::optional<bool> full_duplex;
};

class Decoder {
 public:
  using Message = cdp::Message;

  explicit Decoder(const Opening&) {}

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  static core::Progress decode(const Chunk& chunk, Message& message);
  static void on_gap(core::Direction) {}
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);
};

}  // namespace vedette::decoders::cdp
