// SPDX-License-Identifier: Apache-2.0
// The table of what was seen before in the same conversation: looking up, making room, and handing on what it holds
// back.
#include <algorithm>
#include <utility>

#include "baselines/behaviour.h"

namespace vedette::baselines {

std::optional<std::size_t> Behaviour::find_familiar(std::uint64_t key) const {
  if (key == 0) return std::nullopt;
  const std::size_t set = key % familiar_sets;
  for (std::size_t way = 0; way < familiar_ways; ++way) {
    if (familiar_[set].ways[way].key == key) return set * familiar_ways + way;
  }
  return std::nullopt;
}

std::size_t Behaviour::replace_familiar(std::uint64_t key) {
  const std::size_t set = key % familiar_sets;
  const std::size_t slot = set * familiar_ways + familiar_next_[set]++ % familiar_ways;
  flush(slot);
  return slot;
}

void Behaviour::flush() {
  flush_things();
  flush_seen();
}

void Behaviour::flush_things() {
  for (const auto slot : dirty_) flush(slot);
  dirty_.clear();
}

void Behaviour::flush(std::size_t slot) {
  Familiar& entry = familiar_at(slot);
  if (entry.count == 0) return;
  for (std::size_t i = 0; i < entry.refs; ++i) {
    Thing& thing = thing_of(familiar_refs_[slot][i], entry.actor, entry.target);
    thing.count += entry.count;
    thing.last_seen = std::max(thing.last_seen, entry.last);
  }
  entry.count = 0;
}

void Behaviour::flush_seen() {
  for (const EntityId id : seen_) {
    entities_.at(id).last_seen = std::max(entities_.at(id).last_seen, std::exchange(seen_at_[id.number], {}));
  }
  seen_.clear();
}

}  // namespace vedette::baselines
