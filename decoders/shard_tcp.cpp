// SPDX-License-Identifier: Apache-2.0
// The part of a shard that follows TCP connections: who opened them, how they ended, and their streams.
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

}  // namespace

void Shard::tcp(const core::DirectedKey& key, const Frame& frame) {
  Flow* const flow = tcp_flow(key, frame);
  if (!flow) return;
  see(*flow, key.direction, frame);
  track_connection(*flow, key.direction, frame);
  take_segment(*flow, key.direction, frame);
}

Flow* Shard::tcp_flow(const core::DirectedKey& key, const Frame& frame) {
  Flow* const flow = flows_.find(key.key);
  if (!flow) return open_tcp(key, frame);
  if (!frame.tcp.syn || !begins_anew(*flow, key.direction, frame)) return flow;
  retire(*flow);
  return open_tcp(key, frame);
}

Flow* Shard::open_tcp(const core::DirectedKey& key, const Frame& frame) {
  // The tail of a connection that was forgotten opens nothing.
  if (frame.tcp.rst || (frame.tcp.fin && frame.payload.empty())) return nullptr;
  Flow& flow = open(key, frame, FlowKind::tcp);
  const auto match = match_port(key.key);
  std::optional<Direction> from_client = match ? match->to_port : std::nullopt;
  if (frame.tcp.syn) {
    from_client = flow.from_client = frame.tcp.ack ? core::opposite(key.direction) : key.direction;
    flow.tcp.opened_by_syn = !frame.tcp.ack;
    flow.tcp.client_isn = frame.tcp.sequence;
  }
  applications_.open(flow);
  Direction opened_by = key.direction;
  if (from_client) opened_by = *from_client;
  Observation event = event_of(flow, opened_by, Verb::connect, frame.tcp.syn ? "tcp_syn" : "tcp_joined");
  if (frame.tcp.syn) event.kind = MessageKind::request;
  if (from_client) event.code = event.target.port.number;
  emitter_.add_event(event);
  return &flow;
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
  if (flow.from_client && direction != *flow.from_client) {
    if (!tcp.answered && frame.tcp.syn) answer_connect(flow, "tcp_accepted");
    tcp.answered = true;
  } else if (frame.tcp.syn && !tcp.answered && !tcp.unanswered_told && flow.last_packet != flow.first_packet) {
    tcp.unanswered_told = true;
    answer_connect(flow, "tcp_unanswered");
  }
  if (frame.tcp.fin) tcp.fin[core::index(direction)] = true;
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
  if (tcp.ended) return;
  if (tcp.opened_by_syn && !tcp.answered && direction != *flow.from_client) {
    answer_connect(flow, "tcp_refused");
    tcp.ended = true;
    flows_.set_kind(flow, FlowKind::closed);
    return;
  }
  // A forged RST must not hide what follows: only one that the other end would believe closes (RFC 5961, section 3).
  if (flow.streams[core::index(direction)].is_near(frame.tcp.sequence)) close(flow, "tcp_reset");
}

void Shard::take_segment(Flow& flow, Direction direction, const Frame& frame) {
  TcpStream& stream = flow.streams[core::index(direction)];
  TcpStream& other = flow.streams[core::index(core::opposite(direction))];
  if (frame.tcp.ack) other.acknowledged(frame.tcp.acknowledgement, emitter_.moment().now);
  if (!frame.tcp.rst) {  // what stands in a reset is no part of the stream (RFC 9293, 3.10.7)
    const TcpSegment segment{.sequence = frame.tcp.sequence,
                             .payload = frame.payload,
                             .syn = frame.tcp.syn,
                             .fin = frame.tcp.fin,
                             .snapped = frame.snapped,
                             .mark = {emitter_.moment().seq, emitter_.moment().stamp}};
    if (!segment.payload.empty() && pool_.is_tight()) make_room();
    TcpStream::Accepted accepted = stream.accept(segment, pool_, stream_stats_);
    while (accepted == TcpStream::Accepted::no_room) {
      if (stream.has_hole()) {
        stream.skip_hole(stream_stats_);
      } else if (stream.holds()) {
        stream_stats_.evicted_bytes += stream.drop_held(pool_);
      } else {
        stream_stats_.evicted_bytes += segment.payload.size();
        break;
      }
      applications_.gap(flow, direction);
      drain(flow, direction);
      accepted = stream.accept(segment, pool_, stream_stats_);
    }
    if (accepted == TcpStream::Accepted::taken_after_gap) applications_.gap(flow, direction);
    drain(flow, direction);
  }
  fill_or_skip_holes(flow, direction, Hole::wait);
  if (other.has_hole()) fill_or_skip_holes(flow, core::opposite(direction), Hole::wait);
  note_holding(flow);
  if (flow.tcp.fin[0] && flow.tcp.fin[1]) close(flow, "tcp_fin");
}

void Shard::drain(Flow& flow, Direction direction) {
  TcpStream& stream = flow.streams[core::index(direction)];
  if (stream.ready().empty()) return;
  if (applications_.identify(flow, direction, stream)) {
    const Direction other = core::opposite(direction);
    TcpStream& answers = flow.streams[core::index(other)];
    applications_.feed(flow, other, answers);
    if (!answers.settle(pool_, stream_stats_)) applications_.gap(flow, other);
  }
  applications_.feed(flow, direction, stream);
  if (!stream.settle(pool_, stream_stats_)) applications_.gap(flow, direction);
}

void Shard::fill_or_skip_holes(Flow& flow, Direction direction, Hole hole) {
  TcpStream& stream = flow.streams[core::index(direction)];
  while (stream.has_hole() &&
         (hole == Hole::give_up || stream.is_hole_due(emitter_.moment().now, limits_.hole_patience))) {
    stream.skip_hole(stream_stats_);
    applications_.gap(flow, direction);
    drain(flow, direction);
  }
}

void Shard::give_up(Flow& flow) {
  for (const Direction d : {Direction::a_to_b, Direction::b_to_a}) {
    fill_or_skip_holes(flow, d, Hole::give_up);
    flow.streams[core::index(d)].drop_held(pool_);
  }
  note_holding(flow);
}

void Shard::note_holding(Flow& flow) {
  const bool holding = flow.streams[0].holds() || flow.streams[1].holds();
  if (holding == flow.is_holding) return;
  flow.is_holding = holding;
  if (holding) {
    holders_.push_back(flow);
  } else {
    holders_.unlink(flow);
  }
}

// Who has held stream bytes for longest gives them up: a hole becomes a gap, an unfinished message is lost.
void Shard::make_room() {
  while (pool_.is_tight() && holders_.front()) {
    Flow& flow = *holders_.front();
    for (const Direction d : {Direction::a_to_b, Direction::b_to_a}) {
      fill_or_skip_holes(flow, d, Hole::give_up);
      TcpStream& stream = flow.streams[core::index(d)];
      if (!stream.holds()) continue;
      stream_stats_.evicted_bytes += stream.drop_held(pool_);
      applications_.gap(flow, d);
    }
    note_holding(flow);
  }
}

}  // namespace vedette::decoders
