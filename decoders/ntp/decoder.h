// SPDX-License-Identifier: Apache-2.0
// NTP: whom a device takes its time from, and who asks servers for more than time (RFC 5905; control messages: RFC
// 9327). Each message stands alone, so a conversation has no state.
#pragma once

#include <cstdint>
#include <optional>

#include "decoders/decoder.h"

namespace vedette::decoders::ntp {

enum class Mode : std::uint8_t {
  reserved,
  symmetric_active,
  symmetric_passive,
  client,
  server,
  broadcast,
  control,
  private_use,
};

struct Message {
  std::optional<std::uint8_t> first;  ///< leap indicator, version, mode
  std::optional<std::uint8_t> stratum;
  core::Bytes reference_id;
  std::uint8_t second = 0;  ///< of control: response, error, more, operation; of private use: authentication, sequence
  std::uint8_t implementation = 0;  ///< of private use
  std::uint8_t request = 0;         ///< of private use: what is asked for

  std::uint8_t leap() const { return static_cast<std::uint8_t>(*first >> 6); }
  std::uint8_t version() const { return *first >> 3 & 7; }
  Mode mode() const { return static_cast<Mode>(*first & 7); }
  bool is_response() const;
};

class Decoder {
 public:
  using Message = ntp::Message;

  explicit Decoder(const Opening&) {}

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  static core::Progress decode(const Chunk& chunk, Message& message);
  static void on_gap(core::Direction) {}
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);
};

}  // namespace vedette::decoders::ntp
