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
#include "decoders/emitter.h"
#include "decoders/engine.h"
#include "decoders/flow_table.h"
#include "decoders/frame.h"
#include "decoders/hold_pool.h"

namespace vedette::decoders {

class Shard {
 public:
  Shard(const EngineLimits& limits, std::uint64_t table_seed, DecoderMessages& messages, MessageSink* sink);

  void packet(const core::Packet& packet, const Frame& frame, core::Timestamp now, ObservationBatch& out);
  void tick(const Moment& moment, ObservationBatch& out);
  void finish(const Moment& moment, ObservationBatch& out);
  EngineStats stats() const;

 private:
  enum class Hole : std::uint8_t { wait, give_up };

  void frame_event(const Frame& frame, core::Verb verb, core::Protocol protocol, std::string_view operation,
                   std::uint32_t code);
  void conversation(const Frame& frame);
  Flow& open(const core::DirectedKey& key, const Frame& frame, FlowKind kind);
  void see(Flow& flow, core::Direction direction, const Frame& frame);
  void close(Flow& flow, std::string_view how);
  /// Gives up what the flow waits for, and forgets it.
  void retire(Flow& flow);
  void expire(FlowKind kind, core::Duration idle);
  core::Observation event_of(const Flow& flow, core::Direction direction, core::Verb verb,
                             std::string_view operation) const;

  void datagram(const core::DirectedKey& key, const Frame& frame);
  void other_ip(const core::DirectedKey& key, const Frame& frame);

  void tcp(const core::DirectedKey& key, const Frame& frame);
  Flow* tcp_flow(const core::DirectedKey& key, const Frame& frame);
  Flow* open_tcp(const core::DirectedKey& key, const Frame& frame);
  bool begins_anew(Flow& flow, core::Direction direction, const Frame& frame);
  void track_connection(Flow& flow, core::Direction direction, const Frame& frame);
  void answer_connect(const Flow& flow, std::string_view how);
  void track_reset(Flow& flow, core::Direction direction, const Frame& frame);
  void take_segment(Flow& flow, core::Direction direction, const Frame& frame);
  void drain(Flow& flow, core::Direction direction);
  void fill_or_skip_holes(Flow& flow, core::Direction direction, Hole hole);
  void give_up(Flow& flow);
  void note_holding(Flow& flow);
  void make_room();

  EngineLimits limits_;
  EngineStats stats_;
  StreamStats stream_stats_;
  HoldPool pool_;
  FlowTable flows_;
  FlowList<&Flow::by_holding> holders_;  // in the order in which they began to hold stream bytes
  Emitter emitter_;
  ApplicationLayer applications_;
};

}  // namespace vedette::decoders
