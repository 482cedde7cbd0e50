// SPDX-License-Identifier: Apache-2.0
// HTTP/1.0 and 1.1 in the clear: the state of one conversation. Which end asks is told by the messages themselves. See
// decoders/decoder.h for what a decoder is and who calls it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "decoders/decoder.h"
#include "decoders/http/body.h"
#include "decoders/http/exchanges.h"
#include "decoders/http/message.h"

namespace vedette::decoders::http {

class Decoder {
 public:
  using Message = http::Message;

  explicit Decoder(const Opening& opening);

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  core::Progress decode(const Chunk& chunk, Message& message);
  void on_gap(core::Direction direction);
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);

 private:
  enum class Step : std::uint8_t {
    lost,   ///< bytes are missing: a message is looked for where a segment begins, since bodies may hold anything
    lines,  ///< a message broke the rules: the next one is looked for where a line begins
    kept,   ///< the next byte is of a body, or begins a message
  };
  struct Side {
    Body body;
    std::uint64_t agent = 0;    ///< hash of what it last called itself
    std::uint32_t scanned = 0;  ///< of the headers at hand, where looking for their end goes on
    Step step = Step::lost;
    bool inside_line = false;      ///< the next byte doesn't begin a line, in Step::lines
    bool body_is_guessed = false;  ///< the request wasn't seen: the response to HEAD has none, whatever its headers say
  };

  core::Progress take_body(const Chunk& chunk, Side& side);
  core::Progress take_headers(const Chunk& chunk, Side& side, Message& message);
  core::Progress unfinished(const Chunk& chunk, Message& message);
  static std::optional<core::Progress> resynchronise(const Chunk& chunk, Side& side);
  static std::optional<core::Progress> find_line(const Chunk& chunk, Side& side);
  core::Progress lose_step(const Chunk& chunk, std::size_t consumed, Flaw flaw);
  void open_exchange(const Chunk& chunk, Side& side, const Message& request);
  void close_exchange(const Chunk& chunk, Side& side, Message& response);
  void note_agent(Side& side, Message& message);

  Exchanges exchanges_;
  std::array<Side, 2> sides_;
  bool had_message_ = false;
  bool handed_over_ = false;
};

}  // namespace vedette::decoders::http
