// SPDX-License-Identifier: Apache-2.0
// One virtual shard: its conversations, their streams and decoders, and every cap that decides an outcome. Which worker
// runs it can't be seen. Used from that worker's thread only.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/flow_key.h"
#include "core/observation.h"
#include "core/packet.h"
#include "decoders/application.h"
#include "decoders/copies.h"
#include "decoders/emitter.h"
#include "decoders/engine.h"
#include "decoders/flow_table.h"
#include "decoders/frame.h"
#include "decoders/hold_pool.h"
#include "decoders/keep.h"
#include "decoders/packet_key.h"

namespace vedette::decoders {

/// What a shard is given by its engine.
struct ShardContext {
  const EngineOptions& options;
  std::uint64_t table_seed;
  const FingerprintKey& fingerprints;
  DecoderMessages& messages;
  MessageSink* messages_to;
  FlowSink* flows_to;
};

class Shard {
 public:
  explicit Shard(const ShardContext& context);

  void packet(const core::Packet& packet, const Frame& frame, core::Timestamp now, ObservationBatch& out);
  /// The frame comes soon: memory that it needs is fetched meanwhile.
  void expect(const Frame& frame) const { copies_.expect(frame); }
  void tick(const Moment& moment, ObservationBatch& out);
  void finish(const Moment& moment, ObservationBatch& out);
  EngineStats stats() const;
  /// All conversations that are still there.
  template <typename F>
  void for_each_flow(F&& f) const {
    flows_.for_each(f);
  }

 private:
  enum class Hole : std::uint8_t { wait, give_up };

  // shard.cpp: the life of conversations
  void original(const Frame& frame);
  void conversation(const Frame& frame);
  Flow& open(const PacketKey& key, const Frame& frame, FlowKind kind);
  void see(Flow& flow, core::Direction direction, const Frame& frame);
  void close(Flow& flow, FlowEnd end, std::string_view how);
  /// Gives up what the flow waits for, tells of it and forgets it.
  void retire(Flow& flow, FlowEnd reason);
  void forget(Flow& flow, FlowEnd reason);
  void expire(FlowKind kind, core::Duration idle);

  // shard_events.cpp: what is told of frames by themselves, and the form of events
  void frame_event(const Frame& frame, core::Verb verb, core::Protocol protocol, std::string_view operation,
                   std::uint32_t code);
  void claim_event(const Frame& frame);
  core::Observation event_of(const Flow& flow, core::Direction direction, core::Verb verb,
                             std::string_view operation) const;

  // shard_vlan.cpp: which conversation a packet or a copy belongs to, where VLANs may tell conversations apart
  Flow* find(const PacketKey& key, const Frame& frame);
  Flow* find_across(const PacketKey& key, const Frame& frame);
  bool crosses(const Flow& flow, core::Direction direction, const Frame& frame) const;
  void tell_crossing(Flow& flow, const core::Endpoint& source, const core::Endpoint& target);
  void copied(const Frame& frame, const VlanTags& original);

  // shard_datagram.cpp
  void datagram(const PacketKey& key, const Frame& frame);
  void other_ip(const PacketKey& key, const Frame& frame);

  // shard_link.cpp: frames without IP
  void link_message(const Frame& frame);

  // shard_tcp.cpp: connections
  void tcp(const PacketKey& key, const Frame& frame);
  Flow* tcp_flow(const PacketKey& key, const Frame& frame);
  Flow& open_tcp(const PacketKey& key, const Frame& frame);
  void announce_tcp(Flow& flow, core::Direction direction, const Frame& frame);
  bool begins_anew(Flow& flow, core::Direction direction, const Frame& frame);
  void track_connection(Flow& flow, core::Direction direction, const Frame& frame);
  void answer_connect(const Flow& flow, std::string_view how);
  void track_reset(Flow& flow, core::Direction direction, const Frame& frame);

  // shard_stream.cpp: their bytes
  void take_segment(Flow& flow, core::Direction direction, const Frame& frame);
  TcpStream::Accepted accept(Flow& flow, core::Direction direction, const TcpSegment& segment);
  void watch_conflicts(Flow& flow, core::Direction direction, const TcpSegment& segment,
                       std::uint64_t conflicts_before);
  void drain(Flow& flow, core::Direction direction);
  void deliver(Flow& flow, core::Direction direction);
  void fill_or_skip_holes(Flow& flow, core::Direction direction, Hole hole);
  void give_up(Flow& flow);
  void note_holding(Flow& flow);
  void make_room();

  const EngineOptions& options_;
  const FingerprintKey& fingerprints_;
  FlowSink* flows_to_;
  EngineStats stats_;
  StreamStats stream_stats_;  // of conversations that are over
  CopyFilter copies_;
  HoldPool pool_;
  FlowTable flows_;
  FlowList<&Flow::by_holding> holders_;  // in the order in which they began to hold stream bytes
  Emitter emitter_;
  Keep keep_;  // what decoders remember
  ApplicationLayer applications_;
  Fingerprint print_;  // of the packet at hand
  core::TimePrecision precision_{};
};

}  // namespace vedette::decoders
