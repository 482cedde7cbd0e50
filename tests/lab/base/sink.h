// SPDX-License-Identifier: Apache-2.0
// Where actors put their frames: in any order within a slice of time; sorted afterwards.
#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "tests/lab/base/time.h"

namespace vedette::lab {

/// Which labelled event a frame belongs to; 0: to none.
struct EventTag {
  std::uint16_t number = 0;
  auto operator<=>(const EventTag&) const = default;
};

/// A frame within its slice.
struct FrameEntry {
  Timestamp at;
  std::uint64_t order = 0;  ///< with `actor`, decides where stamps are equal
  std::uint32_t actor = 0;
  std::uint32_t length = 0;
  EventTag event;
  std::size_t offset = 0;  ///< in the slice's bytes
  auto key() const { return std::tuple{at, actor, order}; }
};

class Sink {
 public:
  /// Room for one frame, to be filled before the next call.
  std::span<std::uint8_t> frame(Timestamp at, std::size_t octets) {
    const std::size_t offset = bytes_.size();
    bytes_.resize(offset + octets);
    entries_.push_back({at, order_++, actor_, static_cast<std::uint32_t>(octets), event_, offset});
    return std::span{bytes_}.subspan(offset);
  }

  /// What the actor makes in this slice comes after what it made in earlier ones, where stamps are equal.
  void start_actor(std::uint32_t actor, std::uint32_t slice) {
    actor_ = actor;
    order_ = std::uint64_t{slice} << 32;
    event_ = {};
  }
  EventTag event() const { return event_; }
  void set_event(EventTag event) { event_ = event; }

  /// A frame that another sink made, with its place.
  void keep(FrameEntry entry, std::span<const std::uint8_t> bytes) {
    entry.offset = bytes_.size();
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    entries_.push_back(entry);
  }

  const std::vector<FrameEntry>& entries() const { return entries_; }
  std::span<const std::uint8_t> bytes_of(const FrameEntry& entry) const {
    return std::span{bytes_}.subspan(entry.offset, entry.length);
  }
  void clear() {
    bytes_.clear();
    entries_.clear();
  }

 private:
  std::vector<std::uint8_t> bytes_;
  std::vector<FrameEntry> entries_;
  std::uint32_t actor_ = 0;
  std::uint64_t order_ = 0;
  EventTag event_;
};

/// Frames made while it lives belong to the event.
class WithinEvent {
 public:
  WithinEvent(Sink& sink, EventTag event) : sink_(sink), before_(sink.event()) {
    if (event != EventTag{}) sink.set_event(event);
  }
  ~WithinEvent() { sink_.set_event(before_); }
  WithinEvent(const WithinEvent&) = delete;
  WithinEvent& operator=(const WithinEvent&) = delete;

 private:
  Sink& sink_;
  EventTag before_;
};

}  // namespace vedette::lab
