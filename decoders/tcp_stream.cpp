// SPDX-License-Identifier: Apache-2.0
#include "decoders/tcp_stream.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace vedette::decoders {
namespace {

// Sequence numbers are compared as their difference, modulo 2^32 (RFC 9293, 3.4).
constexpr std::int32_t distance(std::uint32_t from, std::uint32_t to) {
  return static_cast<std::int32_t>(to - from);
}
constexpr std::uint32_t length_of(core::Bytes bytes) {
  return static_cast<std::uint32_t>(bytes.size());
}

}  // namespace

StreamStats& StreamStats::operator+=(const StreamStats& other) {
  gaps += other.gaps;
  gap_bytes += other.gap_bytes;
  retransmitted_bytes += other.retransmitted_bytes;
  conflicting_overlaps += other.conflicting_overlaps;
  evicted_bytes += other.evicted_bytes;
  after_fin_bytes += other.after_fin_bytes;
  moved += other.moved;
  return *this;
}

TcpStream::Accepted TcpStream::accept(const TcpSegment& segment, HoldPool& pool, StreamStats& stats) {
  std::uint32_t sequence = segment.sequence + (segment.syn ? 1 : 0);
  core::Bytes bytes = segment.payload;
  Accepted accepted = Accepted::taken;
  if (!started_) {
    if (!segment.syn && bytes.empty()) return accepted;
    // A conversation joined at a keep-alive (RFC 9293, 3.8.4): its one byte is old and means nothing.
    const bool keep_alive = !segment.syn && bytes.size() == 1;
    start(sequence + (keep_alive ? 1 : 0));
  } else if (segment.syn) {
    return accepted;  // sent again, or not meant for this connection (RFC 5961, section 4)
  }
  if (is_stray(sequence, !bytes.empty(), pool.reach())) {
    if (strays_ < patience_segments) return accepted;
    if (has_hole()) return Accepted::no_room;  // what is held behind it can still be read
    restart(sequence, pool, stats);
    accepted = Accepted::taken_after_gap;
  }
  const std::uint64_t conflicts = stats.conflicting_overlaps;
  const std::int32_t ahead = distance(next_, sequence);
  if (ahead == -1 && bytes.size() == 1) return accepted;  // keep-alive
  const core::Bytes old = bytes.first(std::min(bytes.size(), static_cast<std::size_t>(std::max(-ahead, 0))));
  bytes = bytes.subspan(old.size());
  if (is_finished()) {
    stats.after_fin_bytes += bytes.size();
  } else {
    if (!bytes.empty()) {
      HeldRange range{.begin = sequence + length_of(old),
                      .mark = segment.mark,
                      .starts_segment = old.empty(),
                      .is_cut = segment.snapped};
      range.end = range.begin + length_of(bytes);
      if (!place(range, bytes, pool, stats)) return Accepted::no_room;
      strays_ = 0;
    }
    if (segment.fin && !segment.snapped) take_fin(sequence + length_of(segment.payload));
  }
  if (awaiting_ && !segment.payload.empty() && awaited_segments_ < patience_segments) ++awaited_segments_;
  stats.retransmitted_bytes += old.size();
  if (conflicts == stats.conflicting_overlaps && differs_from_held(sequence, old)) ++stats.conflicting_overlaps;
  return accepted;
}

// A FIN in front of bytes that are known, or that the receiver has, is old or forged.
void TcpStream::take_fin(std::uint32_t at) {
  const std::uint32_t known_end = ranges_ > 0 ? range(ranges_ - 1).end : next_;
  if (distance(known_end, at) < 0 || was_acknowledged(at + 2)) return;
  fin_ = true;
  fin_at_ = at;
}

bool TcpStream::place(const HeldRange& range, core::Bytes bytes, HoldPool& pool, StreamStats& stats) {
  const std::uint32_t before = next_;
  if (hold_ || range.begin != next_) {
    if (!insert(range, bytes, pool, stats)) return false;
  } else {
    fresh_ = bytes;
    fresh_mark_ = range.mark;
    fresh_at_start_ = range.starts_segment;
    next_ = range.end;
    note_cut(range);
  }
  if (next_ != before) awaiting_ = false;  // what was acknowledged early was only late
  return true;
}

void TcpStream::start(std::uint32_t next) {
  started_ = true;
  base_ = next_ = next;
}

void TcpStream::restart(std::uint32_t next, HoldPool& pool, StreamStats& stats) {
  stats.evicted_bytes += drop_held(pool);
  ++stats.gaps;  // of unknown size
  start(next);
  fin_ = lost_ = awaiting_ = acknowledged_known_ = false;
  strays_ = 0;
}

// One forged segment must not make the stream jump, nor may a real jump (a restarted device, a long loss) blind it for
// good: what is too far away is believed once so many came without any that fits, or once it was acknowledged.
bool TcpStream::is_stray(std::uint32_t sequence, bool with_payload, std::size_t reach) {
  const std::int32_t ahead = distance(next_, sequence);
  if (ahead <= static_cast<std::int32_t>(reach) && ahead >= -plausible_distance) return false;
  if (with_payload && strays_ < patience_segments) ++strays_;
  if (ahead > 0 && acknowledged_known_ && distance(sequence, acknowledged_) >= 0) strays_ = patience_segments;
  return true;
}

void TcpStream::acknowledged(std::uint32_t number, core::Timestamp now) {
  heard_at_ = now;
  if (started_ && !is_near(number)) return;
  // A number that was never renewed while half the sequence space went by would look like one to come.
  const bool outdated = started_ && !is_near(acknowledged_);
  if (!acknowledged_known_ || outdated || distance(acknowledged_, number) > 0) acknowledged_ = number;
  acknowledged_known_ = true;
  if (!started_) return;
  if (fin_ && was_acknowledged(fin_at_ + 2)) fin_ = false;  // the receiver has more: it didn't believe the FIN
  if (!awaiting_ && distance(next_, acknowledged_) > 0) await(acknowledged_, now);
}

void TcpStream::await(std::uint32_t until, core::Timestamp now) {
  awaiting_ = true;
  awaited_until_ = until;
  awaited_since_ = now;
  awaited_segments_ = 0;
}

// Everything before `number` has reached the receiver.
bool TcpStream::was_acknowledged(std::uint32_t number) const {
  return acknowledged_known_ && is_near(acknowledged_) && distance(number, acknowledged_) >= 0;
}

bool TcpStream::is_near(std::uint32_t sequence) const {
  return !started_ || std::abs(std::int64_t{distance(next_, sequence)}) <= plausible_distance;
}

core::Bytes TcpStream::ready() const {
  return hold_ ? core::Bytes{hold_->bytes.get() + start_, next_ - base_} : fresh_;
}

void TcpStream::consume(std::size_t n) {
  base_ += static_cast<std::uint32_t>(n);
  if (!hold_) {
    fresh_ = fresh_.subspan(n);
    fresh_at_start_ = false;
    return;
  }
  start_ += static_cast<std::uint32_t>(n);
  while (ready_ranges_ > 0 && distance(base_, range(0).end) <= 0) {
    range(0).begin = std::exchange(free_range_, hold_->order[first_range_]);
    ++first_range_;
    --ranges_;
    --ready_ranges_;
  }
  if (ready_ranges_ > 0 && range(0).begin != base_) {
    range(0).begin = base_;
    range(0).starts_segment = false;
  }
}

FrameMark TcpStream::brought_by(std::size_t n) const {
  if (!hold_) return fresh_mark_;
  FrameMark latest = range(0).mark;
  const std::uint32_t end = base_ + static_cast<std::uint32_t>(n);
  for (std::size_t i = 0; i < ready_ranges_ && distance(range(i).begin, end) > 0; ++i) {
    if (range(i).mark.frame > latest.frame) latest = range(i).mark;
  }
  return latest;
}

bool TcpStream::at_segment_start() const {
  return hold_ ? ready_ranges_ > 0 && range(0).starts_segment : fresh_at_start_;
}

bool TcpStream::settle(HoldPool& pool, StreamStats& stats) {
  if (hold_) {
    if (ranges_ == 0) pool.release(std::move(hold_));
    return true;
  }
  if (fresh_.empty()) return true;
  const core::Bytes left = std::exchange(fresh_, {});
  if (!reserve(left.size(), 1, pool, stats)) {
    stats.evicted_bytes += left.size();
    base_ = next_;
    return false;
  }
  hold_->order[0] =
      keep({.begin = base_, .end = next_, .mark = fresh_mark_, .starts_segment = fresh_at_start_}, left.data());
  ranges_ = ready_ranges_ = 1;
  return true;
}

bool TcpStream::is_hole_due(core::Timestamp now, core::Duration patience) {
  if (!has_hole()) return false;
  if (lost_ && lost_at_ == next_) return true;
  const HeldRange& next_held = range(ready_ranges_);
  if (!awaiting_ || distance(next_held.begin, awaited_until_) < 0) {
    if (acknowledged_known_ && distance(next_held.begin, acknowledged_) < 0) {
      return now - std::max(heard_at_, next_held.mark.time) >= receiver_silence;
    }
    // Where only this side of the conversation is seen there is nobody to acknowledge: every hole may be due.
    await(acknowledged_known_ ? acknowledged_ : range(ranges_ - 1).begin, now);
  }
  return now - awaited_since_ >= patience || awaited_segments_ >= patience_segments;
}

std::uint32_t TcpStream::skip_hole(StreamStats& stats) {
  const std::uint32_t hole = range(ready_ranges_).begin - next_;
  consume(next_ - base_);
  start_ += hole;
  base_ = next_ = range(0).begin;
  lost_ = false;
  take_contiguous();
  ++stats.gaps;
  stats.gap_bytes += hole;
  return hole;
}

std::size_t TcpStream::drop_held(HoldPool& pool) {
  if (!hold_) return 0;
  std::size_t dropped = 0;
  for (std::size_t i = 0; i < ranges_; ++i) dropped += range(i).end - range(i).begin;
  pool.release(std::move(hold_));
  ranges_ = ready_ranges_ = 0;
  base_ = next_;
  return dropped;
}

bool TcpStream::insert(const HeldRange& added, core::Bytes bytes, HoldPool& pool, StreamStats& stats) {
  const std::size_t first = first_behind(added.begin);
  std::size_t last = first, pieces = 0;
  std::uint32_t from = added.begin;
  for (; last < ranges_ && distance(range(last).begin, added.end) > 0; ++last) {
    if (distance(from, range(last).begin) > 0) ++pieces;
    from = range(last).end;
  }
  if (distance(from, added.end) > 0) ++pieces;
  if (pieces > 0 && !reserve(added.end - base_, pieces, pool, stats)) return false;
  merge(first, last, pieces, added, bytes, stats);
  take_contiguous();
  return true;
}

// The first range behind the hole that ends behind `sequence`; most often there is none.
std::size_t TcpStream::first_behind(std::uint32_t sequence) const {
  std::size_t low = ready_ranges_, high = ranges_;
  if (low == high || distance(range(high - 1).end, sequence) >= 0) return high;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (distance(sequence, range(middle).end) > 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

// Fills with so many pieces of the segment what the ranges [first, last) leave free of it, and compares the rest. From
// the back, so that each range moves once.
void TcpStream::merge(std::size_t first, std::size_t last, std::size_t pieces, const HeldRange& added,
                      core::Bytes bytes, StreamStats& stats) {
  bool conflict = false;
  std::uint16_t* to = nullptr;
  const auto fill = [&](std::uint32_t begin, std::uint32_t end) {
    HeldRange piece = added;
    piece.begin = begin;
    piece.end = end;
    piece.starts_segment = added.starts_segment && begin == added.begin;
    piece.is_cut = added.is_cut && end == added.end;
    *--to = keep(piece, bytes.data() + (begin - added.begin));
  };
  if (!hold_) return;
  std::uint16_t* const order = hold_->order.get() + first_range_;
  if (pieces > 0) std::move_backward(order + last, order + ranges_, order + ranges_ + pieces);
  to = order + last + pieces;
  stats.moved += last - first + (pieces > 0 ? ranges_ - last : 0);
  ranges_ += static_cast<std::uint32_t>(pieces);
  std::uint32_t until = added.end;
  for (std::size_t i = last; i-- > first;) {
    const std::uint16_t number = order[i];
    const HeldRange& held = hold_->ranges[number];
    if (distance(held.end, until) > 0) fill(held.end, until);
    const std::uint32_t begin = distance(held.begin, added.begin) > 0 ? added.begin : held.begin;
    const std::uint32_t end = distance(held.end, until) > 0 ? held.end : until;
    conflict = conflict || std::memcmp(at(begin), bytes.data() + (begin - added.begin), end - begin) != 0;
    stats.retransmitted_bytes += end - begin;
    until = begin;
    *--to = number;
  }
  if (distance(added.begin, until) > 0) fill(added.begin, until);
  if (conflict) ++stats.conflicting_overlaps;
}

// Gives a range a place in the block, and its bytes theirs. Returns its number.
std::uint16_t TcpStream::keep(const HeldRange& range, const std::uint8_t* bytes) {
  std::uint32_t number = free_range_;
  if (number == none) {
    number = touched_++;
  } else {
    free_range_ = hold_->ranges[number].begin;
  }
  hold_->ranges[number] = range;
  std::memcpy(at(range.begin), bytes, range.end - range.begin);
  return static_cast<std::uint16_t>(number);
}

// Room for `span` bytes from base_ on and so many more ranges: what is there, or a larger block, or after moving to the
// front.
bool TcpStream::reserve(std::size_t span, std::size_t added_ranges, HoldPool& pool, StreamStats& stats) {
  const std::size_t ranges = ranges_ + added_ranges;
  if (!hold_) {
    hold_ = pool.acquire(span, ranges);
    start_ = first_range_ = touched_ = 0;
    free_range_ = none;
    return hold_ != nullptr;
  }
  const bool fits = span <= hold_->byte_capacity && ranges <= hold_->range_capacity;
  if (fits && first_range_ + ranges > 2 * hold_->range_capacity) {
    std::uint16_t* const order = hold_->order.get();
    std::memmove(order, order + first_range_, ranges_ * sizeof(*order));
    stats.moved += ranges_;
    first_range_ = 0;
  }
  if (fits && start_ + span <= hold_->byte_capacity) return true;
  // Moving costs as much as is held, so it should free a good part of the block.
  if (!fits || start_ < hold_->byte_capacity / 4) {
    if (auto larger = pool.acquire(std::max(span, hold_->byte_capacity + 1), ranges)) {
      move_to(std::move(larger), pool, stats);
      return true;
    }
  }
  if (fits) move_bytes(stats);
  return fits;
}

void TcpStream::move_bytes(StreamStats& stats) {
  std::memmove(hold_->bytes.get(), hold_->bytes.get() + start_, extent());
  stats.moved += extent();
  start_ = 0;
}

void TcpStream::move_to(std::unique_ptr<HoldBlock> larger, HoldPool& pool, StreamStats& stats) {
  std::memcpy(larger->bytes.get(), hold_->bytes.get() + start_, extent());
  stats.moved += extent() + ranges_;
  for (std::size_t i = 0; i < ranges_; ++i) {
    larger->ranges[i] = range(i);
    larger->order[i] = static_cast<std::uint16_t>(i);
  }
  pool.release(std::exchange(hold_, std::move(larger)));
  start_ = first_range_ = 0;
  touched_ = ranges_;
  free_range_ = none;
}

bool TcpStream::differs_from_held(std::uint32_t sequence, core::Bytes bytes) const {
  if (!hold_ || bytes.empty()) return false;
  const std::int32_t before = std::max(distance(sequence, base_), 0);
  if (static_cast<std::size_t>(before) >= bytes.size()) return false;
  const core::Bytes known = bytes.subspan(static_cast<std::size_t>(before));
  return std::memcmp(at(sequence + static_cast<std::uint32_t>(before)), known.data(), known.size()) != 0;
}

void TcpStream::take_contiguous() {
  while (ready_ranges_ < ranges_ && range(ready_ranges_).begin == next_) {
    next_ = range(ready_ranges_).end;
    note_cut(range(ready_ranges_++));
  }
}

void TcpStream::note_cut(const HeldRange& range) {
  if (!range.is_cut) return;
  lost_ = true;
  lost_at_ = range.end;
}

}  // namespace vedette::decoders
