// SPDX-License-Identifier: Apache-2.0
// DNS and its kin of the same format, multicast DNS and LLMNR: the state of one conversation, over UDP or TCP. See
// decoders/decoder.h for what a decoder is and who calls it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "decoders/decoder.h"
#include "decoders/dns/message.h"
#include "decoders/dns/queries.h"

namespace vedette::decoders::dns {

class Decoder {
 public:
  using Message = dns::Message;

  explicit Decoder(const Opening& opening);

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  core::Progress decode(const Chunk& chunk, Message& message);
  void on_gap(core::Direction direction);
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);

 private:
  enum class Step : std::uint8_t {
    lost,
    tried,  ///< here a message may begin: if it is none after all, nothing is said of it
    kept,   ///< the next byte begins a message
  };

  core::Progress datagram(const Chunk& chunk, Message& message);
  core::Progress stream(const Chunk& chunk, Message& message);
  core::Progress told(const Chunk& chunk, const std::optional<Flaw>& flaw, Message& message);
  std::optional<core::Progress> resynchronise(const Chunk& chunk);
  void match(const Chunk& chunk, Message& message);

  Queries queries_;
  std::array<Step, 2> steps_{};  ///< per direction of a stream
  bool had_message_ = false;
  bool queries_missed_ = true;  ///< an answer without query may be our loss, not the server's doing
};

}  // namespace vedette::decoders::dns
