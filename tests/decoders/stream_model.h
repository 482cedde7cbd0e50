// SPDX-License-Identifier: Apache-2.0
// An oracle for TcpStream that is too simple to be wrong in the same way: a map from place to the byte that came there
// first. ModelledStream does everything twice, to a stream and to the map, and keeps the first difference as a text.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "decoders/hold_pool.h"
#include "decoders/tcp_stream.h"

namespace vedette::decoders {

class ModelledStream {
 public:
  explicit ModelledStream(HoldPool& pool) : pool_(pool) {}
  ~ModelledStream() { stream.drop_held(pool_); }
  ModelledStream(const ModelledStream&) = delete;
  ModelledStream& operator=(const ModelledStream&) = delete;

  /// Takes a segment as a shard does: where there is no room, what waits is given up first.
  void segment(const TcpSegment& segment) {
    while (true) {
      const TcpStream::Accepted accepted = stream.accept(segment, pool_, stats);
      if (accepted != TcpStream::Accepted::no_room) {
        note_segment(segment, accepted);
        compare("accept");
        return;
      }
      compare("accept without room");
      if (stream.has_hole()) {
        skip_hole();
      } else if (stream.holds()) {
        drop_held();
      } else {
        return;
      }
      take(stream.ready().size());
    }
  }

  /// Consumes so many of the bytes that are ready, and ends the packet.
  void take(std::size_t n) {
    n = std::min(n, stream.ready().size());
    if (n > 0) {
      std::uint64_t latest = 0;
      bool same = true;
      auto known = held_.begin();
      for (const std::uint8_t byte : stream.ready().first(n)) {
        same = same && known->second.value == byte;
        latest = std::max(latest, known++->second.frame);
      }
      expect(same, "the bytes");
      expect(stream.brought_by(n).frame == latest, "brought_by");
      stream.consume(n);
      forget(base_ + n);
      delivered += n;
    }
    compare("consume");
    if (!stream.settle(pool_, stats)) forget(next_);
    compare("settle");
  }

  void skip_hole() {
    const std::uint64_t behind = held_.lower_bound(next_)->first;
    expect(stream.skip_hole(stats) == behind - next_, "the size of a hole");
    gaps[next_] = behind - next_;
    forget(behind);
    next_ = behind;
    advance();
    compare("skip_hole");
  }

  void drop_held() {
    expect(stream.drop_held(pool_) == (stream_held_ ? held_.size() : 0), "the size of what was dropped");
    held_.clear();
    base_ = next_;
    compare("drop_held");
  }

  void acknowledged(std::uint32_t number, core::Timestamp now) {
    stream.acknowledged(number, now);
    if (started_ && !is_near(place_of(number))) return;
    const bool later = acknowledged_ && (started_ ? place_of(number) > place_of(*acknowledged_)
                                                  : static_cast<std::int32_t>(number - *acknowledged_) > 0);
    const bool outdated = started_ && acknowledged_ && !is_near(place_of(*acknowledged_));
    if (!acknowledged_ || outdated || later) acknowledged_ = number;
    if (started_ && fin_ && was_acknowledged(*fin_ + 2)) fin_.reset();
    compare("acknowledged");
  }

  /// Gives up every hole, and then all that is held.
  void give_up() {
    while (stream.has_hole()) {
      skip_hole();
      take(stream.ready().size());
    }
    drop_held();
  }

  std::uint64_t next() const { return next_; }
  std::uint32_t sequence_at(std::uint64_t place) const {
    return origin_ + static_cast<std::uint32_t>(place - first_place);
  }
  std::uint64_t conflicts() const { return conflicts_; }
  std::uint64_t repeated() const { return repeated_; }

  TcpStream stream;
  StreamStats stats;
  std::map<std::uint64_t, std::uint64_t> gaps;  ///< place and size
  std::uint64_t delivered = 0;
  std::string difference;  ///< empty as long as there is none

  /// The place of the first byte: far from zero, so that what lies before it has one too.
  static constexpr std::uint64_t first_place = std::uint64_t{1} << 40;

 private:
  static constexpr std::uint64_t plausible = 1 << 20;

  struct Byte {
    std::uint8_t value = 0;
    std::uint64_t frame = 0;
  };

  std::uint64_t place_of(std::uint32_t sequence) const {
    const auto ahead = static_cast<std::int32_t>(sequence - sequence_at(next_));
    return next_ + static_cast<std::uint64_t>(static_cast<std::int64_t>(ahead));
  }
  bool is_near(std::uint64_t place) const { return place + plausible >= next_ && place <= next_ + plausible; }
  bool was_acknowledged(std::uint64_t place) const {
    return acknowledged_ && is_near(place_of(*acknowledged_)) && place_of(*acknowledged_) >= place;
  }
  bool has_hole() const { return !held_.empty() && held_.rbegin()->first >= next_; }
  bool is_finished() const { return fin_ && *fin_ == next_ && !has_hole(); }

  void note_segment(const TcpSegment& segment, TcpStream::Accepted accepted) {
    const std::uint32_t sequence = segment.sequence + (segment.syn ? 1 : 0);
    const bool begins = !started_;
    if (begins) {
      if (!segment.syn && segment.payload.empty()) return;
      started_ = true;
      begin_at(sequence + (!segment.syn && segment.payload.size() == 1 ? 1 : 0));
    } else if (segment.syn) {
      return;
    }
    const std::uint64_t place = place_of(sequence);
    const bool is_stray = place > next_ + pool_.reach() || place + plausible < next_;
    if (accepted == TcpStream::Accepted::taken_after_gap) {
      expect(is_stray, "only a segment far away begins anew");
      fin_.reset();
      acknowledged_.reset();
      held_.clear();
      begin_at(sequence);
    } else if (is_stray) {
      return;
    }
    note_bytes(segment, place_of(sequence));
  }

  void note_bytes(const TcpSegment& segment, std::uint64_t place) {
    const std::size_t size = segment.payload.size();
    if (size == 1 && place + 1 == next_) return;  // keep-alive
    const bool finished = is_finished();
    bool differs = false;
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint64_t at = place + i;
      const auto known = held_.find(at);
      if (known != held_.end()) differs = differs || known->second.value != segment.payload[i];
      if (at < next_ || known != held_.end()) {
        ++repeated_;
      } else if (!finished) {
        held_[at] = {segment.payload[i], segment.mark.frame};
      }
    }
    if (differs) ++conflicts_;
    const std::uint64_t end = place + size;
    advance();
    const std::uint64_t known_end = std::max(next_, held_.empty() ? 0 : held_.rbegin()->first + 1);
    if (segment.fin && !segment.snapped && !finished && end >= known_end && !was_acknowledged(end + 2)) fin_ = end;
  }

  void begin_at(std::uint32_t sequence) {
    origin_ = sequence;
    base_ = next_ = first_place;
  }
  void advance() {
    while (held_.contains(next_)) ++next_;
  }
  void forget(std::uint64_t until) {
    held_.erase(held_.begin(), held_.lower_bound(until));
    base_ = until;
  }

  void expect(bool holds, const char* what) {
    if (!holds && difference.empty()) difference = what;
  }
  void compare(const char* after) {
    stream_held_ = stream.holds();
    expect(stream.ready().size() == next_ - base_ && stream.started() == started_ && stream.has_hole() == has_hole() &&
               (!started_ || stream.is_finished() == is_finished()),
           after);
  }

  HoldPool& pool_;
  std::map<std::uint64_t, Byte> held_;
  std::uint64_t base_ = first_place, next_ = first_place;
  std::optional<std::uint64_t> fin_;
  std::optional<std::uint32_t> acknowledged_;
  std::uint32_t origin_ = 0;
  std::uint64_t conflicts_ = 0, repeated_ = 0;
  bool started_ = false, stream_held_ = false;
};

}  // namespace vedette::decoders
