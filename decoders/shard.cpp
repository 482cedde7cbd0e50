// SPDX-License-Identifier: Apache-2.0
// The life of conversations: opened, seen, closed, expired, told of.
#include "decoders/shard.h"

#include <algorithm>

#include "decoders/checksum.h"

namespace vedette::decoders {

using core::Direction;
using core::IpProtocol;
using core::Verb;

Shard::Shard(const ShardContext& context)
    : options_(context.options),
      fingerprints_(context.fingerprints),
      flows_to_(context.flows_to),
      pool_(context.options.limits.stream_bytes_per_shard, context.options.limits.stream_bytes_per_flow),
      flows_(context.options.limits.flows_per_shard, context.table_seed),
      keep_({context.options.limits.memory_per_flow, context.options.limits.memory_per_shard}, context.table_seed),
      applications_(emitter_, context.messages, context.messages_to, stats_, keep_) {
  emitter_.tell_claims(flows_to_);
}

void Shard::packet(const core::Packet& packet, const Frame& frame, core::Timestamp now, ObservationBatch& out) {
  ++stats_.packets;
  emitter_.begin(out, {.now = now, .seq = packet.seq, .stamp = packet.time});
  precision_ = packet.precision;
  applications_.set_precision(packet.precision);
  // Pieces of a datagram are copied as the datagram that they make.
  if (frame.fragment == Fragment::piece) return original(frame);
  print_ = fingerprints_.of(packet, frame);
  const bool bad_checksum = frame.bad_ip_checksum || transport_checksum(frame) == Checksum::bad;
  // Before the copies: were it taken for the original, a packet that nobody accepts would hide the good one after it.
  if (bad_checksum && options_.judge_checksums) {
    ++stats_.bad_checksums;
    return frame_event(frame, Verb::malformed, {"ip"}, "bad_checksum", 0);
  }
  if (const auto tags = copies_.original_of(print_, frame, now)) return copied(frame, *tags);
  if (bad_checksum) ++stats_.bad_checksums;
  original(frame);
}

void Shard::original(const Frame& frame) {
  if (frame.defect != FrameDefect::none) {
    ++stats_.frame_defects[static_cast<std::size_t>(frame.defect)];
    frame_event(frame, Verb::malformed, {"ip"}, to_string(frame.defect), static_cast<std::uint32_t>(frame.defect));
    if (!frame.has_transport || frame.fragment == Fragment::piece) return;
  }
  if (frame.fragment == Fragment::piece) {
    ++stats_.fragments;
    return;
  }
  if (frame.claim) claim_event(frame);
  if (frame.link_protocol != LinkProtocol::none) return link_message(frame);
  if (frame.source.ip.is_set()) conversation(frame);
}

void Shard::conversation(const Frame& frame) {
  const FrameKey of(frame, options_.vlan_in_identity);
  const PacketKey& key = of.key();
  switch (frame.transport) {
    case IpProtocol::tcp:
      return tcp(key, frame);
    case IpProtocol::udp:
      return datagram(key, frame);
    default:
      return other_ip(key, frame);
  }
}

Flow& Shard::open(const PacketKey& key, const Frame& frame, FlowKind kind) {
  while (flows_.is_full()) {
    ++stats_.evicted_flows;
    retire(*flows_.eviction_candidate(), FlowEnd::evicted);
  }
  if (key.protocol != IpProtocol::none) ++stats_.flows;
  Flow& flow = flows_.insert(key.key(), kind);
  const Moment& moment = emitter_.moment();
  flow.id = {moment.seq};
  flow.first_packet = stats_.packets;
  flow.first_direction = key.direction;
  flow.first_stamp = moment.stamp;
  flow.tunnels = frame.tunnels;
  flow.tunnel_count = frame.tunnel_count;
  flow.ends[core::index(key.direction)] = {frame.source, frame.target};
  flow.ends[core::index(core::opposite(key.direction))] = {frame.target, frame.source};
  flows_.touch(flow, moment.now, stats_.packets);
  return flow;
}

void Shard::see(Flow& flow, Direction direction, const Frame& frame) {
  FlowSide& side = flow.sides[core::index(direction)];
  Ends& ends = flow.ends[core::index(direction)];
  // Under other tags it is the packet as the mirror shows it elsewhere: the ends stay as they were seen first.
  const bool same_tags = VlanTags::of(frame.source) == VlanTags::of(ends.sender);
  if (same_tags || !side.seen || options_.vlan_in_identity == core::VlanInIdentity::never) {
    ends = {frame.source, frame.target};
  }
  side.seen = true;
  side.packets += frame.pieces;
  side.bytes += frame.wire_bytes;
  flow.last_stamp = emitter_.moment().stamp;
  flow.last_frame = emitter_.moment().seq;
  flow.precision = std::max(flow.precision, precision_);
  flows_.touch(flow, emitter_.moment().now, stats_.packets);
}

void Shard::close(Flow& flow, FlowEnd end, std::string_view how) {
  if (flow.tcp.ended) return;
  flow.tcp.ended = true;
  flow.end = end;
  flows_.set_kind(flow, FlowKind::closed);
  emitter_.add_event(event_of(flow, flow.from_client.value_or(Direction::a_to_b), Verb::disconnect, how));
}

void Shard::retire(Flow& flow, FlowEnd reason) {
  give_up(flow);
  forget(flow, reason);
}

void Shard::forget(Flow& flow, FlowEnd reason) {
  for (const FlowSide& side : flow.sides) stream_stats_ += side.stream;
  if (flows_to_ && flow.key.has_ip()) flows_to_->add(record_of(flow, reason));
  keep_.forget(flow.memory);
  flows_.erase(flow);
}

void Shard::tick(const Moment& moment, ObservationBatch& out) {
  emitter_.begin(out, moment);
  for (Flow* flow = holders_.front(); flow;) {
    Flow& at = *flow;
    flow = holders_.after(at);
    for (const Direction d : {Direction::a_to_b, Direction::b_to_a}) fill_or_skip_holes(at, d, Hole::wait);
    note_holding(at);
  }
  expire(FlowKind::closed, options_.limits.closed_linger);
  expire(FlowKind::attempt, options_.limits.attempt_idle);
  expire(FlowKind::tcp, options_.limits.tcp_idle);
  expire(FlowKind::other, options_.limits.udp_idle);
}

void Shard::expire(FlowKind kind, core::Duration idle) {
  for (Flow* flow = flows_.oldest(kind); flow && emitter_.moment().now - flow->last_active >= idle;
       flow = flows_.oldest(kind)) {
    give_up(*flow);
    if (kind == FlowKind::tcp || kind == FlowKind::attempt) close(*flow, FlowEnd::idle, "tcp_expired");
    forget(*flow, FlowEnd::idle);
  }
}

void Shard::finish(const Moment& moment, ObservationBatch& out) {
  emitter_.begin(out, moment);
  while (Flow* flow = holders_.front()) give_up(*flow);
}

EngineStats Shard::stats() const {
  EngineStats all = stats_;
  StreamStats streams = stream_stats_;
  flows_.for_each([&](const Flow& flow) {
    for (const FlowSide& side : flow.sides) streams += side.stream;
  });
  all.forgotten = keep_.evictions();
  all.gaps = streams.gaps;
  all.gap_bytes = streams.gap_bytes;
  all.retransmitted_bytes = streams.retransmitted_bytes;
  all.conflicting_overlaps = streams.conflicting_overlaps;
  all.evicted_stream_bytes = streams.evicted_bytes;
  return all;
}

}  // namespace vedette::decoders
