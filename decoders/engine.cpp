// SPDX-License-Identifier: Apache-2.0
#include "decoders/engine.h"

#include <algorithm>
#include <random>

#include "decoders/registry.h"
#include "decoders/shard.h"

namespace vedette::decoders {
/// What all shards of an engine share because it decides nothing.
struct Engine::Shared {
  DecoderMessages messages;
  FingerprintKey fingerprints;
  std::uint64_t table_seed = std::uint64_t{std::random_device{}()} << 32 | std::random_device{}();
};

Engine::Engine(const EngineOptions& options, MessageSink* sink, FlowSink* flows)
    : options_(options), sink_(sink), flow_sink_(flows), shared_(std::make_unique<Shared>()), shards_(shard_count) {}

Engine::~Engine() = default;

void Engine::packet(const core::Packet& packet, const Frame& frame, core::Timestamp now, ObservationBatch& out) {
  auto& shard = shards_[frame.shard];
  if (!shard) {
    shard = std::make_unique<Shard>(ShardContext{.options = options_,
                                                 .table_seed = shared_->table_seed,
                                                 .fingerprints = shared_->fingerprints,
                                                 .messages = shared_->messages,
                                                 .messages_to = sink_,
                                                 .flows_to = flow_sink_});
  }
  shard->packet(packet, frame, now, out);
}

void Engine::expect(const Frame& frame) const {
  if (const auto& shard = shards_[frame.shard]) shard->expect(frame);
}

template <typename F>
void Engine::for_each_shard(core::Timestamp now, std::uint64_t seq, F&& f) {
  for (std::uint32_t i = 0; i < shard_count; ++i) {
    const Moment moment{.now = now, .seq = seq, .first_part = tick_part + i * parts_per_shard, .stamp = now};
    if (shards_[i]) f(*shards_[i], moment);
  }
}

void Engine::tick(core::Timestamp now, std::uint64_t seq, ObservationBatch& out) {
  for_each_shard(now, seq, [&](Shard& shard, const Moment& moment) { shard.tick(moment, out); });
}

void Engine::finish(core::Timestamp now, std::uint64_t seq, ObservationBatch& out) {
  for_each_shard(now, seq, [&](Shard& shard, const Moment& moment) { shard.finish(moment, out); });
  if (!flow_sink_) return;
  std::vector<const Flow*> left;
  for (const auto& shard : shards_) {
    if (shard) shard->for_each_flow([&](const Flow& flow) { left.push_back(&flow); });
  }
  std::ranges::sort(left, {}, [](const Flow* flow) { return flow->id; });
  std::erase_if(left, [](const Flow* flow) { return !flow->key.has_ip(); });
  for (const Flow* flow : left) flow_sink_->add(record_of(*flow, FlowEnd::end_of_input));
}

EngineStats Engine::stats() const {
  EngineStats all;
  for (const auto& shard : shards_) {
    if (shard) all += shard->stats();
  }
  return all;
}

EngineStats& EngineStats::operator+=(const EngineStats& other) {
  packets += other.packets;
  flows += other.flows;
  evicted_flows += other.evicted_flows;
  evicted_stream_bytes += other.evicted_stream_bytes;
  evicted_variants += other.evicted_variants;
  copies += other.copies;
  copy_bytes += other.copy_bytes;
  vlan_crossings += other.vlan_crossings;
  bad_checksums += other.bad_checksums;
  cut_datagrams += other.cut_datagrams;
  gaps += other.gaps;
  gap_bytes += other.gap_bytes;
  forgotten += other.forgotten;
  retransmitted_bytes += other.retransmitted_bytes;
  conflicting_overlaps += other.conflicting_overlaps;
  messages += other.messages;
  malformed += other.malformed;
  unmatched_responses += other.unmatched_responses;
  fragments += other.fragments;
  for (std::size_t i = 0; i < frame_defect_count; ++i) frame_defects[i] += other.frame_defects[i];
  return *this;
}

}  // namespace vedette::decoders
