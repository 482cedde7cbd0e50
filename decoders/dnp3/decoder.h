// SPDX-License-Identifier: Apache-2.0
// DNP3 over TCP and UDP: the state of one conversation. Frames are read one by one; of what the application says its
// first segment is read, which has function, indications and the objects that fit. See decoders/decoder.h for what a
// decoder is and who calls it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "decoders/decoder.h"
#include "decoders/dnp3/message.h"
#include "decoders/dnp3/requests.h"

namespace vedette::decoders::dnp3 {

class Decoder {
 public:
  using Message = dnp3::Message;

  explicit Decoder(const Opening& opening);

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  core::Progress decode(const Chunk& chunk, Message& message);
  void on_gap(core::Direction direction);
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);

 private:
  core::Progress bad_header(const Chunk& chunk, Flaw flaw, Message& message);
  std::optional<core::Progress> resynchronise(const Chunk& chunk);
  std::optional<Flaw> read_application(const Chunk& chunk, Message& message);
  void match(const Chunk& chunk, Message& message);

  Requests requests_;
  std::array<bool, 2> in_step_{};  ///< per direction: the next byte begins a frame
  bool requests_missed_ = true;    ///< a response without request may be our loss, not the outstation's doing
};

}  // namespace vedette::decoders::dnp3
