// SPDX-License-Identifier: Apache-2.0
// Modbus over TCP and UDP: the state of one conversation, with MBAP headers or in RTU framing. Which end is the client
// is told by whoever opened it or by the port; where neither was seen, the shape of the messages tells. See
// decoders/decoder.h for what a decoder is and who calls it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "decoders/decoder.h"
#include "decoders/modbus/envelope.h"
#include "decoders/modbus/framing.h"
#include "decoders/modbus/message.h"
#include "decoders/modbus/transactions.h"

namespace vedette::decoders::modbus {

class Decoder {
 public:
  using Message = modbus::Message;

  explicit Decoder(const Opening& opening);

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  core::Progress decode(const Chunk& chunk, Message& message);
  void on_gap(core::Direction direction);
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);

 private:
  /// Once this many messages in a row have told the same client by their shape, none contradicts it any more.
  static constexpr std::uint8_t settled = 8;

  void expect_missing(core::Direction direction);
  std::optional<core::Progress> tell_framing(const Chunk& chunk);
  core::Progress decode_mbap(const Chunk& chunk, Message& message);
  core::Progress decode_rtu(const Chunk& chunk, Message& message);
  std::optional<core::Progress> resynchronise(const Chunk& chunk);
  std::optional<core::Progress> resynchronise_rtu(const Chunk& chunk);
  core::Progress bad_header(const Chunk& chunk, Defect defect, Message& message);
  static core::Progress cut_short(const Chunk& chunk, Message& message);
  std::optional<Flaw> read_pdu(const Chunk& chunk, const Adu& adu, Message& message);
  bool is_request(core::Direction direction, core::Bytes pdu, const Message& header);
  void learn_client(core::Direction client);
  void open_transaction(const Chunk& chunk, const Message& request);
  std::optional<Flaw> close_transaction(core::Direction direction, Message& response);

  Transactions transactions_;
  Envelope envelope_ = Envelope::untold;
  std::optional<core::Direction> client_;  ///< the direction in which requests go
  std::uint8_t evidence_ = 0;              ///< messages in a row that told `client_`; `settled` where it was known
  std::array<bool, 2> in_step_{};          ///< per direction: the next byte begins a message
  bool requests_missed_ = true;            ///< a response without request may be our loss, not the server's doing
};

}  // namespace vedette::decoders::modbus
