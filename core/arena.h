// SPDX-License-Identifier: Apache-2.0
// Bump memory for what lives as long as a batch. Blocks are kept over reset(), so after warm-up it allocates nothing.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/bytes.h"

namespace vedette::core {

class Arena {
 public:
  explicit Arena(std::size_t block_size = 64 * 1024) : block_size_(block_size) {}

  /// Uninitialised room for n objects, valid until reset().
  template <typename T>
    requires std::is_trivially_copyable_v<T>
  std::span<T> allocate(std::size_t n) {
    return {static_cast<T*>(raw(n * sizeof(T), alignof(T))), n};
  }
  Bytes copy(Bytes bytes) {
    auto room = allocate<std::uint8_t>(bytes.size());
    if (!bytes.empty()) std::memcpy(room.data(), bytes.data(), bytes.size());
    return room;
  }
  std::string_view copy(std::string_view text) { return as_text(copy(as_bytes(text))); }

  /// Forgets everything, keeps the blocks.
  void reset() { block_ = at_ = 0; }

 private:
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size;
  };
  void* raw(std::size_t size, std::size_t alignment) {
    if (block_ < blocks_.size()) {
      const std::size_t start = (at_ + alignment - 1) & ~(alignment - 1);
      if (start + size <= blocks_[block_].size) {
        at_ = start + size;
        return blocks_[block_].bytes.get() + start;
      }
    }
    return in_another_block(size);
  }
  void* in_another_block(std::size_t size);

  std::size_t block_size_;
  std::vector<Block> blocks_;
  std::size_t block_ = 0, at_ = 0;
};

}  // namespace vedette::core
