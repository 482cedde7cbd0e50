// SPDX-License-Identifier: Apache-2.0
// The part of a shard that follows TCP connections: who opened them, and how they ended.
#include <chrono>
#include <optional>

#include "decoders/shard.h"

namespace vedette::decoders {
namespace {

using core::Direction;
using core::MessageKind;
using core::Observation;
using core::Verb;

// A SYN on a connection that was silent for so long opens a new one, even if nobody answers it.
constexpr core::Duration stale_after = std::chrono::minutes{1};
// A SYN and what it may carry.
constexpr std::uint32_t longest_opening = 0xffff;

FlowKind opening_kind(const Frame& frame) {
  return frame.tcp.syn && !frame.tcp.ack ? FlowKind::attempt : FlowKind::tcp;
}

}  // namespace

void Shard::tcp(const PacketKey& key, const Frame& frame) {
  Flow* const flow = tcp_flow(key, frame);
  see(*flow, key.direction, frame);
  track_connection(*flow, key.direction, frame);
  take_segment(*flow, key.direction, frame);
}

Flow* Shard::tcp_flow(const PacketKey& key, const Frame& frame) {
  Flow* const flow = find(key, frame);
  if (!flow) return &open_tcp(key, frame);
  if (!frame.tcp.syn || !begins_anew(*flow, key.direction, frame)) {
    if (flow->tcp.is_tail && !frame.payload.empty() && !frame.tcp.rst) announce_tcp(*flow, key.direction, frame);
    return flow;
  }
  retire(*flow, FlowEnd::replaced);
  return &open_tcp(key, frame);
}

Flow& Shard::open_tcp(const PacketKey& key, const Frame& frame) {
  // The tail of a connection that was forgotten is counted, and opens nothing that anybody is told of.
  const bool is_tail = frame.tcp.rst || (frame.tcp.fin && frame.payload.empty());
  Flow& flow = open(key, frame, is_tail ? FlowKind::closed : opening_kind(frame));
  if (is_tail) {
    flow.tcp.is_tail = flow.tcp.ended = true;
  } else {
    announce_tcp(flow, key.direction, frame);
  }
  return flow;
}

void Shard::announce_tcp(Flow& flow, Direction direction, const Frame& frame) {
  if (flow.tcp.is_tail) {
    flow.tcp.is_tail = flow.tcp.ended = false;
    flow.end = FlowEnd::none;
    flows_.set_kind(flow, opening_kind(frame));
  }
  const auto match = match_port(flow.key);
  std::optional<Direction> from_client = match ? match->to_port : std::nullopt;
  if (frame.tcp.syn) {
    from_client = flow.from_client = frame.tcp.ack ? core::opposite(direction) : direction;
    flow.tcp.opened_by_syn = !frame.tcp.ack;
    flow.tcp.client_isn = frame.tcp.sequence;
  }
  applications_.open(flow, match);
  Direction opened_by = direction;
  if (from_client) opened_by = *from_client;
  Observation event = event_of(flow, opened_by, Verb::connect, frame.tcp.syn ? "tcp_syn" : "tcp_joined");
  if (frame.tcp.syn) event.kind = MessageKind::request;
  if (from_client) event.code = event.target.port.number;
  emitter_.add_event(event);
}

// A SYN with another initial number is a new connection where the old one is over; amidst one that lives it may be
// forged, and counts once the other side has answered it (RFC 5961, section 4).
bool Shard::begins_anew(Flow& flow, Direction direction, const Frame& frame) {
  TcpConnection& tcp = flow.tcp;
  if (frame.tcp.ack) return tcp.new_client_isn && frame.tcp.acknowledgement == *tcp.new_client_isn + 1;
  const bool is_known = tcp.opened_by_syn && flow.from_client == direction && frame.tcp.sequence == tcp.client_isn;
  if (is_known && !tcp.ended) return false;
  if (tcp.ended || emitter_.moment().now - flow.last_active >= stale_after) return true;
  if (flow.streams[core::index(direction)].started()) tcp.new_client_isn = frame.tcp.sequence;
  return false;
}

void Shard::track_connection(Flow& flow, Direction direction, const Frame& frame) {
  TcpConnection& tcp = flow.tcp;
  if (frame.tcp.rst) return track_reset(flow, direction, frame);
  if (flow.kind == FlowKind::attempt && opening_kind(frame) != FlowKind::attempt) flows_.set_kind(flow, FlowKind::tcp);
  if (flow.from_client && direction != *flow.from_client) {
    if (!tcp.answered && frame.tcp.syn) answer_connect(flow, "tcp_accepted");
    tcp.answered = true;
    if (!frame.payload.empty()) tcp.established = true;
  } else if (tcp.answered && frame.tcp.ack && flow.from_client) {
    tcp.established = true;
  } else if (frame.tcp.syn && flow.from_client && !tcp.answered && !tcp.unanswered_told &&
             flow.last_packet != flow.first_packet) {
    tcp.unanswered_told = true;
    answer_connect(flow, "tcp_unanswered");
  }
  // A forged one, far from what the stream is at, ends nothing.
  if (frame.tcp.fin && flow.streams[core::index(direction)].is_near(frame.tcp.sequence))
    tcp.fin[core::index(direction)] = true;
  if (tcp.is_tail && flow.end == FlowEnd::none) flow.end = FlowEnd::fin;
}

// What came of a SYN, as the server's answer: its silence to the first is one, once the client asks again.
void Shard::answer_connect(const Flow& flow, std::string_view how) {
  Observation answer = event_of(flow, core::opposite(*flow.from_client), Verb::connect, how);
  answer.kind = MessageKind::response;
  answer.refused = how != "tcp_accepted";
  answer.code = answer.source.port.number;
  emitter_.add_event(answer);
}

void Shard::track_reset(Flow& flow, Direction direction, const Frame& frame) {
  TcpConnection& tcp = flow.tcp;
  if (tcp.is_tail) flow.end = FlowEnd::reset;
  if (tcp.ended) return;
  if (tcp.opened_by_syn && !tcp.answered && direction != *flow.from_client) {
    // Whoever asked believes it only if it acknowledges the SYN, and what came with it (RFC 9293, 3.10.7.3).
    if (!frame.tcp.ack || frame.tcp.acknowledgement - tcp.client_isn > longest_opening) return;
    answer_connect(flow, "tcp_refused");
    tcp.ended = tcp.refused = true;
    flow.end = FlowEnd::reset;
    flows_.set_kind(flow, FlowKind::closed);
    return;
  }
  // A forged RST must not hide what follows: only one that the other end would believe closes (RFC 5961, section 3).
  if (flow.streams[core::index(direction)].is_near(frame.tcp.sequence)) close(flow, FlowEnd::reset, "tcp_reset");
}

}  // namespace vedette::decoders
