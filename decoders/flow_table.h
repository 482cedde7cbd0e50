// SPDX-License-Identifier: Apache-2.0
// The conversations of one shard: found by key, kept in the order of their last activity, never more than a cap. Flows
// are reused, so that a steady number of conversations allocates nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/flow_key.h"
#include "decoders/flow.h"
#include "decoders/flow_list.h"

namespace vedette::decoders {

class FlowTable {
 public:
  /// `seed` keeps outsiders from choosing keys that collide. It decides places in memory only, never an order.
  FlowTable(std::size_t capacity, std::uint64_t seed);

  Flow* find(const core::FlowKey& key);
  /// Precondition: the key is not there, and is_full() is false.
  Flow& insert(const core::FlowKey& key, FlowKind kind);
  void erase(Flow& flow);
  /// The flow was active just now: `now` and `packet` never go back.
  void touch(Flow& flow, core::Timestamp now, std::uint64_t packet);
  /// From now on it expires as one of `kind`; counts as activity.
  void set_kind(Flow& flow, FlowKind kind);

  bool is_full() const { return size_ == capacity_; }
  std::size_t size() const { return size_; }
  /// The one of a kind that has been silent longest; nullptr where there is none.
  Flow* oldest(FlowKind kind) const { return lists_[static_cast<std::size_t>(kind)].front(); }
  /// Who goes first for want of room: the oldest closed one, else the oldest of all; nullptr where the table is empty.
  Flow* eviction_candidate() const;

 private:
  struct Slot {
    std::uint64_t hash = 0;
    Flow* flow = nullptr;
  };
  static constexpr std::size_t slab_size = 16;

  std::uint64_t hash(const core::FlowKey& key) const;
  FlowList<&Flow::by_activity>& list(FlowKind kind) { return lists_[static_cast<std::size_t>(kind)]; }
  std::size_t place(const std::vector<Slot>& slots, std::uint64_t hash) const { return hash & (slots.size() - 1); }
  void put(Slot slot);
  void grow();
  Flow& take_free();

  std::size_t capacity_, size_ = 0;
  std::uint64_t seed_;
  std::vector<Slot> slots_;  // open addressing, linear probing, a power of two and at most half full
  std::vector<std::unique_ptr<Flow[]>> slabs_;
  std::vector<Flow*> free_;
  std::array<FlowList<&Flow::by_activity>, flow_kind_count> lists_;
};

}  // namespace vedette::decoders
