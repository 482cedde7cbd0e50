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

TcpStream::Accepted TcpStream::accept(const TcpSegment& segment, HoldPool& pool, StreamStats& stats) {
  std::uint32_t sequence = segment.sequence + (segment.syn ? 1 : 0);
  core::Bytes bytes = segment.payload;
  Accepted accepted = Accepted::taken;
  if (!started_) {
    if (!segment.syn && bytes.empty()) return accepted;
    // A conversation joined at a keep-alive (RFC 9293, 3.8.4): its one byte is old and means nothing.
    const bool keep_alive = !segment.syn && bytes.size() == 1;
    start(sequence + (keep_alive ? 1 : 0));
  }
  if (is_stray(sequence, !bytes.empty(), pool.reach())) {
    if (strays_ < patience_segments) return accepted;
    restart(sequence, pool, stats);
    accepted = Accepted::taken_after_gap;
  }
  if (segment.fin && !segment.snapped) {
    fin_ = true;
    fin_at_ = sequence + length_of(bytes);
  }
  if (awaiting_ && !bytes.empty() && awaited_segments_ < patience_segments) ++awaited_segments_;

  const std::int32_t ahead = distance(next_, sequence);
  if (ahead == -1 && bytes.size() == 1) return accepted;  // keep-alive
  const core::Bytes old = bytes.first(std::min(bytes.size(), static_cast<std::size_t>(std::max(-ahead, 0))));
  bytes = bytes.subspan(old.size());
  if (!bytes.empty()) {
    HeldRange range{.begin = sequence + length_of(old),
                    .mark = segment.mark,
                    .starts_segment = old.empty(),
                    .is_cut = segment.snapped};
    range.end = range.begin + length_of(bytes);
    if (!place(range, bytes, pool, stats)) return Accepted::no_room;
    strays_ = 0;
  }
  stats.retransmitted_bytes += old.size();
  if (differs_from_held(sequence, old)) ++stats.conflicting_overlaps;
  return accepted;
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
  if (with_payload) ++strays_;
  if (ahead > 0 && acknowledged_known_ && distance(sequence, acknowledged_) >= 0) strays_ = patience_segments;
  return true;
}

void TcpStream::acknowledged(std::uint32_t number, core::Timestamp now) {
  if (started_ && distance(next_, number) > plausible_distance) return;
  if (!acknowledged_known_ || distance(acknowledged_, number) > 0) acknowledged_ = number;
  acknowledged_known_ = true;
  if (started_ && !awaiting_ && distance(next_, acknowledged_) > 0) await(acknowledged_, now);
}

void TcpStream::await(std::uint32_t until, core::Timestamp now) {
  awaiting_ = true;
  awaited_until_ = until;
  awaited_since_ = now;
  awaited_segments_ = 0;
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
  FrameMark latest;
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
  if (!reserve(left.size(), 1, pool)) {
    stats.evicted_bytes += left.size();
    base_ = next_;
    return false;
  }
  add_range(0, {.begin = base_, .end = next_, .mark = fresh_mark_, .starts_segment = fresh_at_start_}, left.data());
  ready_ranges_ = 1;
  return true;
}

bool TcpStream::is_hole_due(core::Timestamp now, core::Duration patience) {
  if (!has_hole()) return false;
  if (lost_ && lost_at_ == next_) return true;
  const std::uint32_t behind = range(ready_ranges_).begin;
  if (!awaiting_ || distance(behind, awaited_until_) < 0) {
    // Where only this side of the conversation is seen there is nobody to acknowledge: every hole may be due.
    if (acknowledged_known_ && distance(behind, acknowledged_) < 0) return false;
    await(acknowledged_known_ ? acknowledged_ : range(ranges_ - 1).begin, now);
  }
  return now - awaited_since_ >= patience || awaited_segments_ >= patience_segments;
}

std::uint32_t TcpStream::skip_hole(StreamStats& stats) {
  const std::uint32_t hole = range(ready_ranges_).begin - next_;
  consume(next_ - base_);
  start_ += hole;
  base_ = next_ = range(0).begin;
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
  ranges_ = ready_ranges_ = first_range_ = start_ = 0;
  base_ = next_;
  return dropped;
}

bool TcpStream::insert(const HeldRange& added, core::Bytes bytes, HoldPool& pool, StreamStats& stats) {
  // The first range that ends behind the segment's begin; each one that the segment runs over may cut it once more.
  std::size_t first = ranges_, cuts = 1;
  for (; first > ready_ranges_ && distance(added.begin, range(first - 1).end) > 0; --first) {
    if (distance(range(first - 1).begin, added.end) > 0) ++cuts;
  }
  if (!reserve(added.end - base_, ranges_ + cuts, pool)) return false;
  if (insert_pieces(first, added, bytes, stats)) ++stats.conflicting_overlaps;
  take_contiguous();
  return true;
}

// Fills what the ranges leave free, from the range `i` on. Returns whether the rest differs from what is there.
bool TcpStream::insert_pieces(std::size_t i, const HeldRange& added, core::Bytes bytes, StreamStats& stats) {
  bool conflict = false;
  for (std::uint32_t from = added.begin; distance(from, added.end) > 0; ++i) {
    const bool last = i == ranges_ || distance(added.end, range(i).begin) >= 0;
    const std::uint32_t until = last ? added.end : range(i).begin;
    if (distance(from, until) > 0) {
      HeldRange piece = added;
      piece.begin = from;
      piece.end = until;
      piece.starts_segment = added.starts_segment && from == added.begin;
      piece.is_cut = added.is_cut && until == added.end;
      add_range(i, piece, bytes.data() + (from - added.begin));
      from = until;
      ++i;
    }
    if (last) break;
    const std::uint32_t common = distance(added.end, range(i).end) < 0 ? range(i).end : added.end;
    const core::Bytes again = bytes.subspan(from - added.begin, common - from);
    stats.retransmitted_bytes += again.size();
    conflict = conflict || std::memcmp(at(from), again.data(), again.size()) != 0;
    from = common;
  }
  return conflict;
}

void TcpStream::add_range(std::size_t i, const HeldRange& added, const std::uint8_t* bytes) {
  HeldRange* const all = hold_->ranges.get() + first_range_;
  std::move_backward(all + i, all + ranges_, all + ranges_ + 1);
  all[i] = added;
  ++ranges_;
  std::memcpy(at(added.begin), bytes, added.end - added.begin);
}

// Room for `span` bytes from base_ on and so many ranges: what is there, or a larger block, or after moving to the
// front.
bool TcpStream::reserve(std::size_t span, std::size_t ranges, HoldPool& pool) {
  if (hold_ && start_ + span <= hold_->byte_capacity && first_range_ + ranges <= hold_->range_capacity) return true;
  if (!hold_) {
    hold_ = pool.acquire(span, ranges);
    start_ = first_range_ = 0;
    return hold_ != nullptr;
  }
  const bool fits = span <= hold_->byte_capacity && ranges <= hold_->range_capacity;
  // Moving costs as much as is held, so it should free a good part of the block.
  if (fits && (start_ >= hold_->byte_capacity / 4 || first_range_ >= hold_->range_capacity / 4)) {
    move_to(*hold_);
    return true;
  }
  if (auto larger = pool.acquire(std::max(span, hold_->byte_capacity + 1), ranges)) {
    move_to(*larger);
    pool.release(std::exchange(hold_, std::move(larger)));
    return true;
  }
  if (fits) move_to(*hold_);
  return fits;
}

void TcpStream::move_to(HoldBlock& block) {
  const std::size_t extent = ranges_ > 0 ? range(ranges_ - 1).end - base_ : 0;
  std::memmove(block.bytes.get(), hold_->bytes.get() + start_, extent);
  std::memmove(block.ranges.get(), hold_->ranges.get() + first_range_, ranges_ * sizeof(HeldRange));
  start_ = first_range_ = 0;
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
