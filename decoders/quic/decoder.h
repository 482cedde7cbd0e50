// SPDX-License-Identifier: Apache-2.0
// QUIC versions 1 and 2 and the last drafts: the client's first packets are opened until its client_hello is whole,
// then nothing more is read. See decoders/decoder.h for what a decoder is and who calls it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "decoders/decoder.h"
#include "decoders/quic/message.h"

namespace vedette::decoders::quic {

class Decoder {
 public:
  using Message = quic::Message;

  explicit Decoder(const Opening& opening);

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  core::Progress decode(const Chunk& chunk, Message& message);
  void on_gap(core::Direction) {}
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);

 private:
  /// So many packets are opened at most, so that a flood of made-up ones costs little. A client_hello takes one or two,
  /// with lost and repeated ones perhaps six.
  static constexpr std::uint8_t max_attempts = 12;

  core::Progress decode_initial(const Chunk& chunk, const LongHeader& header, Message& message);
  core::Progress decode_answer(const Chunk& chunk, const LongHeader& header, Message& message);
  core::Bytes open(const Chunk& chunk, const LongHeader& header, Message& message);
  core::Bytes open_anew(const Chunk& chunk, const LongHeader& header, Message& message);
  core::Progress read_hello(const Chunk& chunk, const LongHeader& header, Message& message);
  bool has_keys_of(const LongHeader& header) const;

  std::optional<core::Direction> client_;  ///< the direction in which the client speaks
  bool recognised_ = false;                ///< a long header was there, or what may be a short one
  bool told_ = false;                      ///< the client_hello
  bool over_ = false;
  std::uint8_t attempts_ = 0;
  const Version* version_ = nullptr;  ///< of the keys
  std::uint8_t id_size_ = 0;
  std::array<std::uint8_t, max_connection_id> id_{};  ///< that the keys are made of
  InitialKeys keys_;
};

}  // namespace vedette::decoders::quic
