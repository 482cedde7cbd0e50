// SPDX-License-Identifier: Apache-2.0
// What one packet means for the next ones of its conversation: the version, who is the client, topics behind aliases,
// exchanges that are open, the identifier that a client was given. Part of a conversation's state: fixed size, copied
// by value; texts are in the conversation's memory.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "decoders/decoder.h"
#include "decoders/mqtt/exchanges.h"
#include "decoders/mqtt/framing.h"
#include "decoders/mqtt/message.h"
#include "decoders/mqtt/packet.h"

namespace vedette::decoders::mqtt {

/// Kinds of entries in the conversation's memory. Those from sparkplug_first_kind on are Sparkplug's.
enum class Kept : std::uint8_t { topic_a_to_b = 1, topic_b_to_a, filters, assigned_client_id, parts };

/// Do both directions begin with their first byte? A conversation that was told by its bytes may have said more before.
inline bool starts_here(const Opening& opening) {
  return opening.from_client && opening.port.number != 0;
}

class Session {
 public:
  explicit Session(const Opening& opening);

  /// Reads a packet, of which the chunk's memory and frame belong to `bytes`, and follows it.
  std::optional<Flaw> read(core::Bytes bytes, const Header& header, const Chunk& chunk, Message& message);
  /// Packets of this direction may have been missed.
  void lose(core::Direction direction);
  /// By the mask of a WebSocket frame, which only clients have.
  void suppose_client(core::Direction client) {
    if (!client_) client_ = client;
  }

  Version version() const { return version_; }
  std::optional<core::Direction> client() const { return client_; }
  /// Its beginning was seen, and nothing of the protocol yet.
  bool is_untried() const { return from_start_ && !had_packet_; }

 private:
  struct Side {
    std::uint32_t epoch = 0;                     ///< aliases and subscriptions of earlier ones mean nothing any more
    std::optional<std::uint16_t> alias_maximum;  ///< that the receiver of this direction has named
    bool complete = false;  ///< since CONNECT, every packet of this direction was seen, and none forgotten
  };
  /// An empty list of properties and the first byte of a payload look alike: so many in a row settle the version.
  static constexpr std::uint8_t settled = 4;

  Version version_for(core::Bytes bytes, const Header& header);
  std::optional<Defect> judge_place(const Chunk& chunk, Message& message);
  void learn_client(core::Direction direction, const Message& message);
  void follow(const Chunk& chunk, Message& message);
  void follow_connect(const Chunk& chunk, Message& message);
  void follow_connack(const Chunk& chunk, Message& message);
  void follow_publish(const Chunk& chunk, Message& message);
  std::optional<Flaw> judge_alias(core::Direction direction, const Message& message);
  void begin_delivery(const Chunk& chunk, Message& message);
  void resolve_topic(const Chunk& chunk, Message& message);
  void find_filters(const Chunk& chunk, Message& message);
  void keep_filters(const Chunk& chunk, const Message& message);
  void acknowledge(core::Direction begun, Awaited awaited, Message& message);
  void release(const Chunk& chunk, Message& message);
  void begin(const Exchange& exchange);
  void answer(std::uint64_t& asked_in, Message& message);
  void claim_assigned(const Chunk& chunk, Message& message);

  Side& side(core::Direction direction) { return sides_[core::index(direction)]; }
  core::Direction client_direction(const Chunk& chunk) const { return client_.value_or(chunk.direction); }

  Exchanges exchanges_;
  std::uint64_t connect_frame_ = 0, ping_frame_ = 0;  ///< 0: none is open
  std::array<Side, 2> sides_{};
  std::optional<core::Direction> client_;  ///< the direction in which a client's packets go
  Version version_ = Version::unknown;
  std::uint8_t weak_evidence_ = 0;
  bool from_start_ = false;      ///< the conversation's beginning was seen, and nothing was lost
  bool client_certain_ = false;  ///< by CONNECT or by who opened the conversation
  bool had_packet_ = false, had_client_packet_ = false, had_connect_ = false;
  bool resumed_ = false;         ///< exchanges of an earlier connection go on (section 4.1)
  bool assigned_waits_ = false;  ///< an identifier that the client has not spoken under yet
};

}  // namespace vedette::decoders::mqtt
