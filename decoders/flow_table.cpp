// SPDX-License-Identifier: Apache-2.0
#include "decoders/flow_table.h"

#include <cstring>
#include <utility>

#include "core/hash.h"

namespace vedette::decoders {

FlowTable::FlowTable(std::size_t capacity, std::uint64_t seed) : capacity_(capacity), seed_(seed), slots_(64) {}

// Unlike core::stable_hash() this mixes the seed into every word: with known constants an outsider could pick addresses
// that make a product vanish, and so any number of keys of one hash. Of IPv6 the products of the two addresses don't
// wait for each other.
std::uint64_t FlowTable::hash(const PacketKey& key) const {
  const auto word = [](const core::IpAddress& ip, std::size_t at) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, ip.raw().data() + at, sizeof eight);
    return eight;
  };
  const std::uint64_t rest = std::uint64_t{key.port_a.number} << 48 | std::uint64_t{key.port_b.number} << 32 |
                             std::uint64_t{key.vlan.number} << 16 |
                             std::uint64_t{static_cast<std::uint8_t>(key.a->family())} << 8 |
                             static_cast<std::uint8_t>(key.protocol);
  std::uint64_t ends = core::hash_combine(word(*key.a, 0) ^ seed_, word(*key.b, 0) ^ ~seed_);
  if (key.a->family() == core::IpFamily::v6)
    ends += core::hash_combine(word(*key.a, 8) ^ seed_, word(*key.b, 8) ^ ~seed_);
  return core::hash_combine(ends + (std::uint64_t{key.outer_vlan.number} << 32 | key.network), rest ^ seed_);
}

Flow& FlowTable::insert(const core::FlowKey& key, FlowKind kind) {
  if (2 * (size_ + 1) > slots_.size()) grow();
  Flow& flow = take_free();
  flow.key = key;
  flow.kind = kind;
  put({hash(PacketKey(key)), &flow});
  list(kind).push_back(flow);
  ++size_;
  return flow;
}

void FlowTable::erase(Flow& flow) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t hole = place(slots_, hash(PacketKey(flow.key)));
  while (slots_[hole].flow != &flow) hole = (hole + 1) & mask;
  // Whoever had to go past the hole moves back into it, so that no search ends too early.
  for (std::size_t i = (hole + 1) & mask; slots_[i].flow; i = (i + 1) & mask) {
    const std::size_t wants = place(slots_, slots_[i].hash);
    if (((i - wants) & mask) < ((i - hole) & mask)) continue;
    slots_[hole] = slots_[i];
    hole = i;
  }
  slots_[hole] = {};
  list(flow.kind).unlink(flow);
  --size_;
  free_.push_back(&flow);
}

void FlowTable::touch(Flow& flow, core::Timestamp now, std::uint64_t packet) {
  flow.last_active = now;
  flow.last_packet = packet;
  auto& active = list(flow.kind);
  if (active.back() == &flow) return;
  active.unlink(flow);
  active.push_back(flow);
}

void FlowTable::set_kind(Flow& flow, FlowKind kind) {
  list(flow.kind).unlink(flow);
  flow.kind = kind;
  list(kind).push_back(flow);
}

Flow* FlowTable::eviction_candidate() const {
  Flow* const closed = oldest(FlowKind::closed);
  Flow* const attempt = oldest(FlowKind::attempt);
  if (closed && attempt) return closed->last_packet < attempt->last_packet ? closed : attempt;
  if (closed || attempt) return closed ? closed : attempt;
  Flow* const other = oldest(FlowKind::other);
  return other ? other : oldest(FlowKind::tcp);
}

void FlowTable::put(Slot slot) {
  std::size_t i = place(slots_, slot.hash);
  while (slots_[i].flow) i = (i + 1) & (slots_.size() - 1);
  slots_[i] = slot;
}

void FlowTable::grow() {
  const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
  for (const Slot& slot : old) {
    if (slot.flow) put(slot);
  }
}

Flow& FlowTable::take_free() {
  if (free_.empty()) {
    slabs_.push_back(std::make_unique<Flow[]>(slab_size));
    free_.reserve(slabs_.size() * slab_size);
    for (std::size_t i = slab_size; i > 0; --i) free_.push_back(&slabs_.back()[i - 1]);
  }
  Flow& flow = *free_.back();
  free_.pop_back();
  flow = Flow{};
  return flow;
}

}  // namespace vedette::decoders
