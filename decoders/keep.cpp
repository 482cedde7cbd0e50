// SPDX-License-Identifier: Apache-2.0
#include "decoders/keep.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "core/hash.h"

namespace vedette::decoders {
namespace {

constexpr std::size_t smallest_class_bits = 5;

std::size_t class_for(std::size_t size) {
  const std::size_t bits = size <= 32 ? smallest_class_bits : static_cast<std::size_t>(std::bit_width(size - 1));
  return bits - smallest_class_bits;
}
constexpr std::size_t size_of_class(std::size_t size_class) {
  return std::size_t{1} << (size_class + smallest_class_bits);
}

}  // namespace

Keep::Keep(const KeepLimits& limits, std::uint64_t seed) : limits_(limits), seed_(seed), buckets_(16, none) {}

std::optional<core::Bytes> Keep::find(KeepShare& share, const KeepKey& key) {
  const std::uint32_t at = locate(share, key);
  if (at == none) return std::nullopt;
  touch(at);
  return core::Bytes{entries_[at].bytes.get(), entries_[at].size};
}

bool Keep::put(KeepShare& share, const KeepKey& key, core::Bytes value) {
  if (const std::uint32_t old = locate(share, key); old != none) {
    if (size_of_class(entries_[old].size_class) >= value.size()) {
      // May overlap: what is put may have been found here.
      if (!value.empty()) std::memmove(entries_[old].bytes.get(), value.data(), value.size());
      entries_[old].size = static_cast<std::uint32_t>(value.size());
      touch(old);
      return true;
    }
    remove(old);
  }
  return append(share, key, value);
}

bool Keep::append(KeepShare& share, const KeepKey& key, core::Bytes more) {
  std::uint32_t at = locate(share, key);
  const std::size_t before = at == none ? 0 : entries_[at].size;
  if (at == none && before + more.size() <= max_value) {
    if (!make_room(share, size_of_class(class_for(more.size())) + sizeof(Entry), none)) return false;
    at = insert(share, key);
    entries_[at].size_class = static_cast<std::uint8_t>(class_for(more.size()));
    entries_[at].bytes = take_block(entries_[at].size_class);
    link(at);
  } else if (!enlarge(at, before + more.size())) {
    if (at != none) remove(at);
    return false;
  }
  Entry& entry = entries_[at];
  if (!more.empty()) std::memcpy(entry.bytes.get() + before, more.data(), more.size());
  entry.size = static_cast<std::uint32_t>(before + more.size());
  touch(at);
  return true;
}

void Keep::erase(KeepShare& share, const KeepKey& key) {
  if (const std::uint32_t at = locate(share, key); at != none) remove(at);
}

void Keep::forget(KeepShare& share) {
  while (share.oldest != none) remove(share.oldest);
  share = {};
}

std::uint32_t& Keep::bucket_of(const KeepShare& share, const KeepKey& key) {
  const std::uint64_t hash = core::hash_combine(core::hash_combine(seed_ ^ share.id, key.kind), key.number);
  return buckets_[hash & (buckets_.size() - 1)];
}

std::uint32_t Keep::locate(const KeepShare& share, const KeepKey& key) {
  if (share.oldest == none) return none;
  std::uint32_t at = bucket_of(share, key);
  while (at != none && !(entries_[at].share == &share && entries_[at].key == key)) at = entries_[at].next_in_bucket;
  return at;
}

/// An entry without bytes, in its bucket.
std::uint32_t Keep::insert(KeepShare& share, const KeepKey& key) {
  if (share.id == 0) share.id = next_share_++;
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(entries_.size()));
    entries_.emplace_back();
    if (entries_.size() > buckets_.size()) grow_buckets();
  }
  const std::uint32_t at = free_.back();
  free_.pop_back();
  Entry& entry = entries_[at];
  entry.key = key;
  entry.share = &share;
  entry.size = 0;
  std::uint32_t& bucket = bucket_of(share, key);
  entry.next_in_bucket = std::exchange(bucket, at);
  return at;
}

bool Keep::enlarge(std::uint32_t at, std::size_t size) {
  if (at == none || size > max_value) return false;
  const std::size_t old_class = entries_[at].size_class;
  if (size <= size_of_class(old_class)) return true;
  const std::size_t new_class = class_for(size);
  const std::size_t growth = size_of_class(new_class) - size_of_class(old_class);
  if (!make_room(*entries_[at].share, growth, at)) return false;
  auto block = take_block(new_class);
  Entry& entry = entries_[at];
  std::memcpy(block.get(), entry.bytes.get(), entry.size);
  give_block(std::exchange(entry.bytes, std::move(block)), old_class);
  entry.size_class = static_cast<std::uint8_t>(new_class);
  entry.share->bytes += static_cast<std::uint32_t>(growth);
  used_ += growth;
  return true;
}

void Keep::remove(std::uint32_t at) {
  Entry& entry = entries_[at];
  unlink(at);
  std::uint32_t* link = &bucket_of(*entry.share, entry.key);
  while (*link != at) link = &entries_[*link].next_in_bucket;
  *link = entry.next_in_bucket;
  give_block(std::move(entry.bytes), entry.size_class);
  entry.share = nullptr;
  free_.push_back(at);
}

void Keep::link(std::uint32_t at) {
  Entry& entry = entries_[at];
  KeepShare& share = *entry.share;
  entry.newer = entry.newer_own = none;
  entry.older = newest_;
  entry.older_own = share.newest;
  (newest_ == none ? oldest_ : entries_[newest_].newer) = at;
  (share.newest == none ? share.oldest : entries_[share.newest].newer_own) = at;
  newest_ = share.newest = at;
  const std::size_t cost = size_of_class(entry.size_class) + sizeof(Entry);
  share.bytes += static_cast<std::uint32_t>(cost);
  used_ += cost;
}

void Keep::unlink(std::uint32_t at) {
  const Entry& entry = entries_[at];
  KeepShare& share = *entry.share;
  (entry.newer == none ? newest_ : entries_[entry.newer].older) = entry.older;
  (entry.older == none ? oldest_ : entries_[entry.older].newer) = entry.newer;
  (entry.newer_own == none ? share.newest : entries_[entry.newer_own].older_own) = entry.older_own;
  (entry.older_own == none ? share.oldest : entries_[entry.older_own].newer_own) = entry.newer_own;
  const std::size_t cost = size_of_class(entry.size_class) + sizeof(Entry);
  share.bytes -= static_cast<std::uint32_t>(cost);
  used_ -= cost;
}

void Keep::touch(std::uint32_t at) {
  if (newest_ == at) return;
  unlink(at);
  link(at);
}

/// The conversation's own first, where it has its share already; then whoever's was longest unused. `spared` stays.
bool Keep::make_room(const KeepShare& share, std::size_t cost, std::uint32_t spared) {
  if (spared != none) touch(spared);
  if (cost > limits_.bytes_per_share || cost > limits_.bytes_in_all) return false;
  while (share.bytes + cost > limits_.bytes_per_share) {
    if (share.oldest == none || share.oldest == spared) return false;
    evict(share.oldest);
  }
  while (used_ + cost > limits_.bytes_in_all) {
    if (oldest_ == none || oldest_ == spared) return false;
    evict(oldest_);
  }
  return true;
}

void Keep::evict(std::uint32_t at) {
  ++evictions_;
  remove(at);
}

std::unique_ptr<std::uint8_t[]> Keep::take_block(std::size_t size_class) {
  auto& spare = spare_[size_class];
  if (!spare.empty()) {
    auto block = std::move(spare.back());
    spare.pop_back();
    return block;
  }
  // Blocks of other sizes that nobody uses make room, so that what is allocated stays within the limit too.
  const std::size_t size = size_of_class(size_class);
  for (std::size_t other = class_count; other-- > 0 && allocated_ + size > limits_.bytes_in_all;) {
    while (!spare_[other].empty() && allocated_ + size > limits_.bytes_in_all) {
      spare_[other].pop_back();
      allocated_ -= size_of_class(other);
    }
  }
  allocated_ += size;
  return std::make_unique_for_overwrite<std::uint8_t[]>(size);
}

void Keep::give_block(std::unique_ptr<std::uint8_t[]> block, std::size_t size_class) {
  spare_[size_class].push_back(std::move(block));
}

void Keep::grow_buckets() {
  buckets_.assign(buckets_.size() * 2, none);
  for (std::uint32_t at = 0; at < entries_.size(); ++at) {
    if (entries_[at].share == nullptr) continue;
    std::uint32_t& bucket = bucket_of(*entries_[at].share, entries_[at].key);
    entries_[at].next_in_bucket = std::exchange(bucket, at);
  }
}

}  // namespace vedette::decoders
