// SPDX-License-Identifier: Apache-2.0
// The part of a shard that puts the bytes of connections in order and hands them to decoders.
#include <algorithm>

#include "decoders/shard.h"

namespace vedette::decoders {

using core::Direction;

void Shard::take_segment(Flow& flow, Direction direction, const Frame& frame) {
  TcpStream& stream = flow.streams[core::index(direction)];
  TcpStream& other = flow.streams[core::index(core::opposite(direction))];
  if (frame.tcp.ack) other.acknowledged(frame.tcp.acknowledgement, emitter_.moment().now);
  const bool only_acknowledges =
      frame.payload.empty() && !frame.tcp.syn && !frame.tcp.fin && stream.waits_at(frame.tcp.sequence);
  if (!only_acknowledges && !frame.tcp.rst) {  // what stands in a reset is no part of the stream (RFC 9293, 3.10.7)
    const TcpSegment segment{.sequence = frame.tcp.sequence,
                             .payload = frame.payload,
                             .syn = frame.tcp.syn,
                             .fin = frame.tcp.fin,
                             .snapped = frame.snapped || frame.defect != FrameDefect::none,
                             .mark = {emitter_.moment().seq, emitter_.moment().stamp}};
    if (!segment.payload.empty() && pool_.is_tight()) make_room();
    const std::uint64_t conflicts = flow.sides[core::index(direction)].stream.conflicting_overlaps;
    if (accept(flow, direction, segment) == TcpStream::Accepted::taken_after_gap) {
      flow.sides[core::index(direction)].delivered_until =
          stream.next() - static_cast<std::uint32_t>(stream.ready().size());
      applications_.gap(flow, direction);
    }
    watch_conflicts(flow, direction, segment, conflicts);
    drain(flow, direction);
  }
  if (stream.has_hole()) fill_or_skip_holes(flow, direction, Hole::wait);
  if (other.has_hole()) fill_or_skip_holes(flow, core::opposite(direction), Hole::wait);
  note_holding(flow);
  if (flow.tcp.fin[0] && flow.tcp.fin[1]) close(flow, FlowEnd::fin, "tcp_fin");
}

TcpStream::Accepted Shard::accept(Flow& flow, Direction direction, const TcpSegment& segment) {
  TcpStream& stream = flow.streams[core::index(direction)];
  StreamStats& stats = flow.sides[core::index(direction)].stream;
  TcpStream::Accepted accepted = stream.accept(segment, pool_, stats);
  while (accepted == TcpStream::Accepted::no_room) {
    if (stream.has_hole()) {
      stream.skip_hole(stats);
    } else if (stream.holds()) {
      stats.evicted_bytes += stream.drop_held(pool_);
    } else {
      stats.evicted_bytes += segment.payload.size();
      break;
    }
    applications_.gap(flow, direction);
    drain(flow, direction);
    accepted = stream.accept(segment, pool_, stats);
  }
  return accepted;
}

// The stream compares what comes again with what it still holds. What was delivered is gone, but for its digest.
void Shard::watch_conflicts(Flow& flow, Direction direction, const TcpSegment& segment,
                            std::uint64_t conflicts_before) {
  FlowSide& side = flow.sides[core::index(direction)];
  const bool compared =
      !segment.payload.empty() && !segment.snapped && flow.streams[core::index(direction)].is_near(segment.sequence);
  if (compared) {
    const std::uint32_t sequence = segment.sequence + (segment.syn ? 1 : 0);
    const auto seen = side.recent.note(sequence, segment.payload.size(), print_.payload);
    const bool counted = side.stream.conflicting_overlaps != conflicts_before;
    // The one byte of a keep-alive means nothing (RFC 9293, 3.8.4).
    const bool keep_alive = segment.payload.size() == 1 && sequence + 1 == flow.streams[core::index(direction)].next();
    if (seen == RecentSegments::Seen::differently && !counted && !keep_alive) ++side.stream.conflicting_overlaps;
  }
  if (side.stream.conflicting_overlaps == conflicts_before || side.conflict_told) return;
  side.conflict_told = true;
  emitter_.add_event(event_of(flow, direction, core::Verb::malformed, "conflicting_overlap"));
}

void Shard::drain(Flow& flow, Direction direction) {
  TcpStream& stream = flow.streams[core::index(direction)];
  if (stream.ready().empty()) return;
  deliver(flow, direction);
  // Each time round a decoder is ruled out, so this ends.
  do {
    if (applications_.identify(flow, direction, stream)) {
      const Direction other = core::opposite(direction);
      TcpStream& answers = flow.streams[core::index(other)];
      applications_.feed(flow, other, answers);
      if (!answers.settle(pool_, flow.sides[core::index(other)].stream)) applications_.gap(flow, other);
    }
  } while (applications_.feed(flow, direction, stream));
  if (!stream.settle(pool_, flow.sides[core::index(direction)].stream)) applications_.gap(flow, direction);
}

// Counts what is new in order, and hands it to whoever wants the bytes themselves.
void Shard::deliver(Flow& flow, Direction direction) {
  const TcpStream& stream = flow.streams[core::index(direction)];
  FlowSide& side = flow.sides[core::index(direction)];
  const core::Bytes ready = stream.ready();
  const auto ready_from = stream.next() - static_cast<std::uint32_t>(ready.size());
  const auto known = static_cast<std::int32_t>(side.delivered_until - ready_from);
  const std::size_t told =
      side.stream_bytes == 0 || known < 0 ? 0 : std::min(static_cast<std::size_t>(known), ready.size());
  const core::Bytes fresh = ready.subspan(told);
  side.delivered_until = stream.next();
  side.stream_bytes += fresh.size();
  if (flows_to_ && !fresh.empty() && flows_to_->wants_streams()) flows_to_->stream(flow.id, direction, fresh);
}

void Shard::fill_or_skip_holes(Flow& flow, Direction direction, Hole hole) {
  TcpStream& stream = flow.streams[core::index(direction)];
  while (stream.has_hole() &&
         (hole == Hole::give_up || stream.is_hole_due(emitter_.moment().now, options_.limits.hole_patience))) {
    stream.skip_hole(flow.sides[core::index(direction)].stream);
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
      flow.sides[core::index(d)].stream.evicted_bytes += stream.drop_held(pool_);
      applications_.gap(flow, d);
    }
    note_holding(flow);
  }
}

}  // namespace vedette::decoders
