// SPDX-License-Identifier: Apache-2.0
// TLS over TCP and DTLS over UDP: the state of one conversation. What two ends say before they encrypt is read, what
// comes after is passed over record by record. See decoders/decoder.h for what a decoder is and who calls it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "decoders/decoder.h"
#include "decoders/tls/handshake.h"
#include "decoders/tls/message.h"
#include "decoders/tls/record.h"

namespace vedette::decoders::tls {

/// The header of a piece of a DTLS message (RFC 6347, section 4.2.2).
struct Fragment {
  std::uint8_t type = 0;
  std::uint32_t size = 0;  ///< of the message's body
  std::uint16_t number = 0;
  std::uint32_t offset = 0, length = 0;
};

class Decoder {
 public:
  using Message = tls::Message;

  explicit Decoder(const Opening& opening);

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  core::Progress decode(const Chunk& chunk, Message& message);
  void on_gap(core::Direction direction);
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);

 private:
  enum class Phase : std::uint8_t {
    searching,  ///< bytes were lost, or came before us: the next record is looked for
    clear,
    encrypted,
    over,  ///< nothing more can be known
  };

  /// One direction.
  struct Side {
    Phase phase = Phase::clear;
    bool from_start = true;            ///< every byte was followed
    bool opaque = false;               ///< what is left of the record is passed over
    Content content{};                 ///< of the record at hand
    std::uint16_t record_left = 0;     ///< of its content
    std::uint32_t message_left = 0;    ///< of a message that is passed over
    std::uint8_t message_type = 0;     ///< of the message that is gathered
    std::uint16_t message_number = 0;  ///< of it, in DTLS
    std::uint32_t message_size = 0;    ///< of it, with its header of four bytes; 0 until that is there
    std::uint32_t gathered = 0;        ///< bytes of it in Chunk::memory
  };

  /// What of a record's content is at hand.
  struct Part {
    std::size_t header = 0;  ///< bytes of the chunk before the content
    std::size_t left = 0;    ///< of the content, at hand or not
    core::Bytes content;
  };

  Side& side_of(const Chunk& chunk) { return sides_[core::index(chunk.direction)]; }

  // stream.cpp
  core::Progress decode_stream(const Chunk& chunk, Message& message);
  std::optional<core::Progress> search(const Chunk& chunk);
  std::optional<core::Progress> read_ssl2_hello(const Chunk& chunk, Message& message);
  bool is_opaque(const Side& side, const Record& record, core::Bytes bytes) const;
  core::Progress refuse(const Chunk& chunk);
  core::Progress decode_content(const Chunk& chunk, Content content, const Part& part, Message& message);
  core::Progress decode_cipher_change(const Chunk& chunk, const Part& part, Message& message);
  core::Progress decode_message(const Chunk& chunk, const Part& part, Message& message);
  core::Progress gather(const Chunk& chunk, const Part& part, Message& message);
  core::Progress begin_gathered(const Chunk& chunk, std::size_t consumed, Message& message);
  core::Progress wait(const Chunk& chunk, const Part& part, Message& message);

  // datagram.cpp
  core::Progress decode_datagram(const Chunk& chunk, Message& message);
  core::Progress refuse_datagram(const Chunk& chunk);
  core::Progress decode_dtls_content(const Chunk& chunk, const Part& part, Message& message);
  core::Progress decode_fragment(const Chunk& chunk, const Part& part, Message& message);
  core::Progress gather_fragment(const Chunk& chunk, const Fragment& f, core::Bytes bytes, std::size_t consumed,
                                 Message& message);

  // decoder.cpp: what both have in common
  static std::size_t take(Side& side, const Part& part, std::size_t n);
  static core::Progress skip_record(Side& side, const Part& part, Defect defect);
  core::Progress decode_alert(const Chunk& chunk, const Part& part, Message& message);
  core::Progress finish(const Chunk& chunk, std::uint8_t type, core::Bytes body, std::size_t consumed,
                        std::size_t body_at, Message& message);
  core::Progress finish_gathered(const Chunk& chunk, std::size_t consumed, Message& message);
  void learn_side(core::Direction direction, std::uint8_t type);
  void learn(const Chunk& chunk, Message& message);
  void learn_client_hello(const Chunk& chunk, const Message& message);
  void learn_server_hello(const Chunk& chunk, Message& message);

  std::array<Side, 2> sides_;
  std::optional<core::Direction> client_;  ///< the direction in which the client speaks
  Agreed agreed_;
  std::uint16_t port_ = 0;
  bool recognised_ = false;     ///< a record was there
  bool asked_by_ssl2_ = false;  ///< so the answer may be no record
  bool client_hello_seen_ = false;
  std::uint8_t session_id_size_ = 0;
  std::array<std::uint8_t, 32> session_id_{};  ///< that the client offered
};

/// Names of Chunk::memory's entries.
namespace keep {
inline constexpr std::uint8_t handshake = 0, server_name = 1;
inline KeepKey handshake_of(core::Direction direction) {
  return {handshake, core::index(direction)};
}
inline constexpr KeepKey name{server_name, 0};
}  // namespace keep

}  // namespace vedette::decoders::tls
