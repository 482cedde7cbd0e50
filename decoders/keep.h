// SPDX-License-Identifier: Apache-2.0
// What decoders remember beyond their inline state: texts behind numbers (topic aliases, metric names), parts of
// messages that are not whole. Bounded per conversation and in all; for room what was longest unused goes first, and is
// counted. Memory is reused, so that after warm-up remembering allocates nothing. Owned by one shard; a decoder sees
// only its own conversation's share, as a Memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/bytes.h"

namespace vedette::decoders {

/// Names an entry within a conversation: what it is, and which of these.
struct KeepKey {
  std::uint8_t kind = 0;  ///< of the decoder's own choosing
  std::uint64_t number = 0;
  bool operator==(const KeepKey&) const = default;
};

/// A conversation's share of a Keep. It stays where it is while it has entries, and is given back by Keep::forget().
struct KeepShare {
  static constexpr std::uint32_t none = 0xffff'ffff;
  std::uint32_t newest = none, oldest = none;  ///< of its entries, in the order of use
  std::uint32_t bytes = 0;                     ///< that they take
  std::uint64_t id = 0;                        ///< 0 until something is remembered
};

struct KeepLimits {
  std::size_t bytes_per_share = 128 * 1024;
  std::size_t bytes_in_all = 512 * 1024;
};

class Keep {
 public:
  static constexpr std::size_t max_value = 64 * 1024;  ///< longest single entry

  /// `seed` keeps outsiders from choosing keys that collide; it decides places in memory only.
  Keep(const KeepLimits& limits, std::uint64_t seed);

  /// Nothing where it was never there or had to go. Valid until the next put() or append().
  std::optional<core::Bytes> find(KeepShare& share, const KeepKey& key);
  /// Replaces. False where the value is longer than max_value or than a share may be: then the old one is gone too.
  bool put(KeepShare& share, const KeepKey& key, core::Bytes value);
  /// Adds to the end of what is there, which may be nothing. False as put(): then what was there is gone.
  bool append(KeepShare& share, const KeepKey& key, core::Bytes more);
  void erase(KeepShare& share, const KeepKey& key);
  /// The conversation is over.
  void forget(KeepShare& share);

  std::size_t used() const { return used_; }  ///< bytes behind all entries, with what managing them takes
  std::size_t allocated() const { return allocated_; }  ///< and with blocks kept for reuse
  std::uint64_t evictions() const { return evictions_; }

 private:
  static constexpr std::uint32_t none = KeepShare::none;
  static constexpr std::size_t class_count = 12;  // 32 bytes to 64 KiB

  struct Entry {
    KeepKey key;
    KeepShare* share = nullptr;
    std::unique_ptr<std::uint8_t[]> bytes;
    std::uint32_t size = 0;
    std::uint8_t size_class = 0;
    std::uint32_t newer = none, older = none;          ///< of all
    std::uint32_t newer_own = none, older_own = none;  ///< of its share
    std::uint32_t next_in_bucket = none;
  };

  std::uint32_t& bucket_of(const KeepShare& share, const KeepKey& key);
  std::uint32_t locate(const KeepShare& share, const KeepKey& key);
  std::uint32_t insert(KeepShare& share, const KeepKey& key);
  bool enlarge(std::uint32_t at, std::size_t size);
  void remove(std::uint32_t at);
  void link(std::uint32_t at);
  void unlink(std::uint32_t at);
  void touch(std::uint32_t at);
  bool make_room(const KeepShare& share, std::size_t cost, std::uint32_t spared);
  void evict(std::uint32_t at);
  std::unique_ptr<std::uint8_t[]> take_block(std::size_t size_class);
  void give_block(std::unique_ptr<std::uint8_t[]> block, std::size_t size_class);
  void grow_buckets();

  KeepLimits limits_;
  std::uint64_t seed_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> free_, buckets_;
  std::array<std::vector<std::unique_ptr<std::uint8_t[]>>, class_count> spare_;
  std::uint32_t newest_ = none, oldest_ = none;
  std::uint64_t next_share_ = 1;
  std::size_t used_ = 0, allocated_ = 0;
  std::uint64_t evictions_ = 0;
};

/// A Keep as one conversation's decoder sees it.
class Memory {
 public:
  Memory(Keep& keep, KeepShare& share) : keep_(keep), share_(share) {}
  std::optional<core::Bytes> find(const KeepKey& key) { return keep_.find(share_, key); }
  bool put(const KeepKey& key, core::Bytes value) { return keep_.put(share_, key, value); }
  bool append(const KeepKey& key, core::Bytes more) { return keep_.append(share_, key, more); }
  void erase(const KeepKey& key) { keep_.erase(share_, key); }
  void clear() { keep_.forget(share_); }

 private:
  Keep& keep_;
  KeepShare& share_;
};

}  // namespace vedette::decoders
