// SPDX-License-Identifier: Apache-2.0
// One direction of a TCP conversation put back in order (RFC 9293, 3.4). What is in order passes through without a
// copy; what came early, and what is part of a message, is held in a block of the shard's pool. Where bytes came twice,
// those that came first stay. A hole is never filled by guessing: skip_hole() tells its size and goes on behind it.
//
// Use: accept() a segment, then take bytes off ready() with consume(), then settle(), all within one packet.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/bytes.h"
#include "core/time.h"
#include "decoders/hold_pool.h"

namespace vedette::decoders {

/// What a direction had to cope with. The caller says whose sum it is: one direction's, or that of many.
struct StreamStats {
  std::uint64_t gaps = 0, gap_bytes = 0;
  std::uint64_t retransmitted_bytes = 0;
  std::uint64_t conflicting_overlaps = 0;  ///< segments that carry other bytes than were held for the same place
  std::uint64_t evicted_bytes = 0;         ///< given up for want of memory
  std::uint64_t after_fin_bytes = 0;       ///< ignored, since the sender had finished
  std::uint64_t moved = 0;                 ///< the price of disorder: bytes moved, and ranges passed or moved

  StreamStats& operator+=(const StreamStats& other);
};

struct TcpSegment {
  std::uint32_t sequence = 0;
  core::Bytes payload;
  bool syn = false, fin = false;
  bool snapped = false;  ///< the segment was longer than the capture holds
  FrameMark mark;
};

class TcpStream {
 public:
  enum class Accepted : std::uint8_t {
    taken,
    taken_after_gap,  ///< the stream began anew at this segment: a gap of unknown size, already counted
    no_room,          ///< nothing was taken: give up the hole (or what is held), then try again
  };

  TcpStream() = default;

  /// True once the first segment has set the expected sequence number.
  bool started() const { return started_; }
  /// The sequence number behind the last byte of ready().
  std::uint32_t next() const { return next_; }
  /// True where that number is the next, and nothing is ready: an empty segment there changes nothing.
  bool waits_at(std::uint32_t sequence) const { return started_ && next_ == sequence && base_ == next_; }
  /// True where a segment with that number could be meant for this stream; any could before the first.
  bool is_near(std::uint32_t sequence) const;

  Accepted accept(const TcpSegment& segment, HoldPool& pool, StreamStats& stats);
  /// The other side has acknowledged everything before `number`.
  void acknowledged(std::uint32_t number, core::Timestamp now);

  /// The bytes that are next, as far as they are contiguous. Valid until the next call that isn't const.
  core::Bytes ready() const;
  /// The first `n` bytes of ready() are done with.
  void consume(std::size_t n);
  /// The highest-numbered of the frames that brought the first `n` bytes of ready(), n > 0.
  FrameMark brought_by(std::size_t n) const;
  /// True where ready() begins where a segment began.
  bool at_segment_start() const;
  /// True where ready() reaches the sender's FIN: nothing will follow. What was held behind a FIN refutes it.
  bool is_finished() const { return fin_ && fin_at_ == next_ && !has_hole(); }

  /// Keeps what is left of the packet's bytes, or lets the memory go. False where there is no room for them: they are
  /// lost (and counted), as a gap.
  [[nodiscard]] bool settle(HoldPool& pool, StreamStats& stats);

  /// True where bytes wait behind a hole.
  bool has_hole() const { return hold_ && ready_ranges_ < ranges_; }
  /// True where the hole won't be filled any more: its bytes were acknowledged and have had `patience`, or 16 further
  /// segments, to appear; or the capture never held them; or nothing was heard of the receiver for a minute.
  bool is_hole_due(core::Timestamp now, core::Duration patience);
  /// Goes on behind the hole. Bytes before it that belong to no whole message are lost. Returns the hole's size.
  std::uint32_t skip_hole(StreamStats& stats);

  /// Forgets all that is held, for want of memory or at the end. Returns how much that was.
  std::size_t drop_held(HoldPool& pool);
  bool holds() const { return hold_ != nullptr; }

 private:
  static constexpr std::uint8_t patience_segments = 16;
  // Few receive windows are larger (RFC 7323 allows more): what lies further back is taken for a stray, and what lies
  // further ahead than can be held.
  static constexpr std::int32_t plausible_distance = 1 << 20;
  static constexpr core::Duration receiver_silence = std::chrono::minutes{1};
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  void start(std::uint32_t next);
  void restart(std::uint32_t next, HoldPool& pool, StreamStats& stats);
  bool is_stray(std::uint32_t sequence, bool with_payload, std::size_t reach);
  bool was_acknowledged(std::uint32_t number) const;
  void await(std::uint32_t until, core::Timestamp now);
  bool place(const HeldRange& range, core::Bytes bytes, HoldPool& pool, StreamStats& stats);
  void take_fin(std::uint32_t at);
  bool insert(const HeldRange& added, core::Bytes bytes, HoldPool& pool, StreamStats& stats);
  std::size_t first_behind(std::uint32_t sequence) const;
  void merge(std::size_t first, std::size_t last, std::size_t pieces, const HeldRange& added, core::Bytes bytes,
             StreamStats& stats);
  std::uint16_t keep(const HeldRange& range, const std::uint8_t* bytes);
  bool reserve(std::size_t span, std::size_t added_ranges, HoldPool& pool, StreamStats& stats);
  void move_bytes(StreamStats& stats);
  void move_to(std::unique_ptr<HoldBlock> larger, HoldPool& pool, StreamStats& stats);
  bool differs_from_held(std::uint32_t sequence, core::Bytes bytes) const;
  void note_cut(const HeldRange& range);
  void take_contiguous();
  std::size_t extent() const { return ranges_ > 0 ? range(ranges_ - 1).end - base_ : 0; }
  HeldRange& range(std::size_t i) const { return hold_->ranges[hold_->order[first_range_ + i]]; }
  std::uint8_t* at(std::uint32_t sequence) const { return hold_->bytes.get() + start_ + (sequence - base_); }

  core::Bytes fresh_;  // in-order bytes of the packet at hand, where nothing is held
  FrameMark fresh_mark_;
  std::unique_ptr<HoldBlock> hold_;
  std::uint32_t start_ = 0;          // where base_ stands in the block
  std::uint32_t first_range_ = 0;    // and in its order the first range
  std::uint32_t ranges_ = 0;         // in use, sorted, without overlap
  std::uint32_t ready_ranges_ = 0;   // of those, contiguous from base_ on
  std::uint32_t touched_ = 0;        // the block's ranges from here on were never used
  std::uint32_t free_range_ = none;  // of those that were, the first that is free; its begin is the next one

  std::uint32_t base_ = 0;  // sequence number of the first byte not consumed
  std::uint32_t next_ = 0;  // and behind the last contiguous one
  std::uint32_t fin_at_ = 0;
  std::uint32_t acknowledged_ = 0;
  std::uint32_t lost_at_ = 0;        // behind the captured part of the latest contiguous snapped segment
  std::uint32_t awaited_until_ = 0;  // holes before it have been waited for since awaited_since_
  core::Timestamp awaited_since_;
  core::Timestamp heard_at_;  // the receiver, at all
  std::uint8_t awaited_segments_ = 0;
  std::uint8_t strays_ = 0;
  bool started_ = false, fresh_at_start_ = false;
  bool fin_ = false, lost_ = false, awaiting_ = false, acknowledged_known_ = false;
};

}  // namespace vedette::decoders
