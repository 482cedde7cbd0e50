// SPDX-License-Identifier: Apache-2.0
#include "decoders/shard.h"

namespace vedette::decoders {

using core::Direction;
using core::IpProtocol;
using core::Observation;
using core::Verb;
namespace {

std::string_view arp_operation(ClaimKind kind) {
  return kind == ClaimKind::arp_request ? "arp_request" : "arp_reply";
}

}  // namespace

Shard::Shard(const EngineLimits& limits, std::uint64_t table_seed, DecoderMessages& messages, MessageSink* sink)
    : limits_(limits),
      pool_(limits.stream_bytes_per_shard, limits.stream_bytes_per_flow),
      flows_(limits.flows_per_shard, table_seed),
      applications_(emitter_, messages, sink, stats_) {}

void Shard::packet(const core::Packet& packet, const Frame& frame, core::Timestamp now, ObservationBatch& out) {
  ++stats_.packets;
  emitter_.begin(out, {.now = now, .seq = packet.seq, .stamp = packet.time});
  applications_.set_precision(packet.precision);
  if (frame.defect != FrameDefect::none) {
    ++stats_.frame_defects[static_cast<std::size_t>(frame.defect)];
    frame_event(frame, Verb::malformed, {"ip"}, to_string(frame.defect), static_cast<std::uint32_t>(frame.defect));
  } else if (frame.claim && frame.transport == IpProtocol::none) {
    frame_event(frame, Verb::discover, {"arp"}, arp_operation(frame.claim->kind),
                static_cast<std::uint32_t>(frame.claim->kind) + 1);
  } else if (frame.fragment == Fragment::piece) {
    ++stats_.fragments;
  } else if (frame.source.ip.is_set()) {
    conversation(frame);
  }
}

void Shard::frame_event(const Frame& frame, Verb verb, core::Protocol protocol, std::string_view operation,
                        std::uint32_t code) {
  Observation event;
  event.verb = verb;
  event.transport = frame.transport;
  event.protocol = protocol;
  event.operation = operation;
  event.code = code;
  event.source = frame.source;
  event.target = frame.target;
  if (frame.claim) {
    event.source.mac = frame.claim->sender_mac;
    event.source.ip = frame.claim->sender_ip;
    event.target.ip = frame.claim->target_ip;
    // The question goes to everybody; whose address it is, is what is asked.
    event.target.mac = {};
  }
  emitter_.add_event(event);
}

void Shard::conversation(const Frame& frame) {
  const core::DirectedKey key = core::make_flow_key(frame.source, frame.target, frame.transport);
  switch (frame.transport) {
    case IpProtocol::tcp:
      return tcp(key, frame);
    case IpProtocol::udp:
      return datagram(key, frame);
    default:
      return other_ip(key, frame);
  }
}

void Shard::datagram(const core::DirectedKey& key, const Frame& frame) {
  Flow* flow = flows_.find(key.key);
  if (!flow) {
    flow = &open(key, frame, FlowKind::other);
    applications_.open(*flow);
    const auto match = match_port(key.key);
    const bool answered = match && match->to_port == core::opposite(key.direction);
    const Direction from_client = answered ? core::opposite(key.direction) : key.direction;
    Observation event = event_of(*flow, from_client, Verb::connect, "udp_first");
    event.code = event.target.port.number;
    emitter_.add_event(event);
  }
  see(*flow, key.direction, frame);
  if (frame.payload.empty() || frame.snapped) return;
  Datagram bytes(frame.payload, {emitter_.moment().seq, emitter_.moment().stamp});
  applications_.identify(*flow, key.direction, bytes);
  applications_.feed(*flow, key.direction, bytes);
}

void Shard::other_ip(const core::DirectedKey& key, const Frame& frame) {
  Flow* flow = flows_.find(key.key);
  if (!flow) {
    flow = &open(key, frame, FlowKind::other);
    Observation event = event_of(*flow, key.direction, Verb::connect, "ip_first");
    event.code = frame.ip_protocol;
    emitter_.add_event(event);
  }
  see(*flow, key.direction, frame);
}

Flow& Shard::open(const core::DirectedKey& key, const Frame& frame, FlowKind kind) {
  while (flows_.is_full()) {
    ++stats_.evicted_flows;
    retire(*flows_.eviction_candidate());
  }
  ++stats_.flows;
  Flow& flow = flows_.insert(key.key, kind);
  flow.id = {emitter_.moment().seq};
  flow.first_packet = stats_.packets;
  flow.ends[core::index(core::opposite(key.direction))] = {frame.target, frame.source};
  see(flow, key.direction, frame);
  return flow;
}

void Shard::see(Flow& flow, Direction direction, const Frame& frame) {
  flow.ends[core::index(direction)] = {frame.source, frame.target};
  flows_.touch(flow, emitter_.moment().now, stats_.packets);
}

void Shard::close(Flow& flow, std::string_view how) {
  if (flow.tcp.ended) return;
  flow.tcp.ended = true;
  flows_.set_kind(flow, FlowKind::closed);
  emitter_.add_event(event_of(flow, flow.from_client.value_or(Direction::a_to_b), Verb::disconnect, how));
}

void Shard::retire(Flow& flow) {
  give_up(flow);
  flows_.erase(flow);
}

Observation Shard::event_of(const Flow& flow, Direction direction, Verb verb, std::string_view operation) const {
  const Ends& ends = flow.ends[core::index(direction)];
  Observation event;
  event.verb = verb;
  event.transport = flow.key.protocol;
  event.flow = flow.id;
  event.source = ends.sender;
  event.target = ends.receiver;
  event.protocol = {core::to_string(flow.key.protocol)};
  event.operation = operation;
  return event;
}

void Shard::tick(const Moment& moment, ObservationBatch& out) {
  emitter_.begin(out, moment);
  for (Flow* flow = holders_.front(); flow;) {
    Flow& at = *flow;
    flow = holders_.after(at);
    for (const Direction d : {Direction::a_to_b, Direction::b_to_a}) fill_or_skip_holes(at, d, Hole::wait);
    note_holding(at);
  }
  expire(FlowKind::closed, limits_.closed_linger);
  expire(FlowKind::tcp, limits_.tcp_idle);
  expire(FlowKind::other, limits_.udp_idle);
}

void Shard::expire(FlowKind kind, core::Duration idle) {
  for (Flow* flow = flows_.oldest(kind); flow && emitter_.moment().now - flow->last_active >= idle;
       flow = flows_.oldest(kind)) {
    give_up(*flow);
    if (kind == FlowKind::tcp) close(*flow, "tcp_expired");
    flows_.erase(*flow);
  }
}

void Shard::finish(const Moment& moment, ObservationBatch& out) {
  emitter_.begin(out, moment);
  while (Flow* flow = holders_.front()) give_up(*flow);
}

EngineStats Shard::stats() const {
  EngineStats all = stats_;
  all.gaps = stream_stats_.gaps;
  all.gap_bytes = stream_stats_.gap_bytes;
  all.retransmitted_bytes = stream_stats_.retransmitted_bytes;
  all.conflicting_overlaps = stream_stats_.conflicting_overlaps;
  all.evicted_stream_bytes = stream_stats_.evicted_bytes;
  return all;
}

}  // namespace vedette::decoders
