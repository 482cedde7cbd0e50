// SPDX-License-Identifier: Apache-2.0
// SSDP: the discovery part of UPnP, HTTP's header form in a datagram (UPnP Device Architecture 2.0, section 1). Each
// message stands alone, so a conversation has no state.
#pragma once

#include <cstdint>
#include <optional>

#include "decoders/decoder.h"

namespace vedette::decoders::ssdp {

enum class Method : std::uint8_t { search, notify, response };

struct Message {
  std::optional<Method> method;
  std::uint16_t status = 0;  ///< of a response
  core::Bytes host, search_target, notification_type, notification_subtype, unique_name, server, user_agent, location;
  core::Bytes man, max_wait, cache_control;
};

class Decoder {
 public:
  using Message = ssdp::Message;

  explicit Decoder(const Opening&) {}

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  static core::Progress decode(const Chunk& chunk, Message& message);
  static void on_gap(core::Direction) {}
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);
};

}  // namespace vedette::decoders::ssdp
