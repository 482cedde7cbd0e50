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
#include "decoders/packet_key.h"

namespace vedette::decoders {

class FlowTable {
 public:
  /// `seed` keeps outsiders from choosing keys that collide. It decides places in memory only, never an order.
  FlowTable(std::size_t capacity, std::uint64_t seed);

  /// The first flow with that key of which `wanted(Flow&)` is true; nullptr where there is none.
  template <typename Wanted>
  Flow* find_if(const PacketKey& key, Wanted&& wanted);
  Flow* find(const PacketKey& key) {
    return find_if(key, [](const Flow&) { return true; });
  }
  Flow* find(const core::FlowKey& key) { return find(PacketKey(key)); }
  /// Precondition: is_full() is false. A key may be there several times (VlanInIdentity::automatic); who inserts it
  /// bounds how often, since every one of them is looked at.
  Flow& insert(const core::FlowKey& key, FlowKind kind);
  void erase(Flow& flow);
  /// The flow was active just now: `now` and `packet` never go back.
  void touch(Flow& flow, core::Timestamp now, std::uint64_t packet);
  /// From now on it expires as one of `kind`; counts as activity.
  void set_kind(Flow& flow, FlowKind kind);

  /// Every flow, each kind in the order of activity.
  template <typename F>
  void for_each(F&& f) const {
    for (const auto& list : lists_) {
      for (const Flow* flow = list.front(); flow; flow = list.after(*flow)) f(*flow);
    }
  }

  bool is_full() const { return size_ == capacity_; }
  std::size_t size() const { return size_; }
  /// The one of a kind that has been silent longest; nullptr where there is none.
  Flow* oldest(FlowKind kind) const { return lists_[static_cast<std::size_t>(kind)].front(); }
  /// Who goes first for want of room: what is over or never began, else what has no connection, else a connection; of
  /// these the one that has been silent longest. So a scan or a flood of made-up addresses doesn't make those forgotten
  /// that live. nullptr where the table is empty.
  Flow* eviction_candidate() const;

 private:
  struct Slot {
    std::uint64_t hash = 0;
    Flow* flow = nullptr;
  };
  static constexpr std::size_t slab_size = 16;

  std::uint64_t hash(const PacketKey& key) const;
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

template <typename Wanted>
Flow* FlowTable::find_if(const PacketKey& key, Wanted&& wanted) {
  const std::uint64_t hashed = hash(key);
  for (std::size_t i = place(slots_, hashed); slots_[i].flow; i = (i + 1) & (slots_.size() - 1)) {
    if (slots_[i].hash == hashed && key.is_of(slots_[i].flow->key) && wanted(*slots_[i].flow)) return slots_[i].flow;
  }
  return nullptr;
}

}  // namespace vedette::decoders
