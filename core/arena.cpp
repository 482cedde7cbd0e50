// SPDX-License-Identifier: Apache-2.0
#include "core/arena.h"

#include <algorithm>

namespace vedette::core {

void* Arena::raw(std::size_t size, std::size_t alignment) {
  while (block_ < blocks_.size()) {
    const std::size_t start = (at_ + alignment - 1) & ~(alignment - 1);
    if (start + size <= blocks_[block_].size) {
      at_ = start + size;
      return blocks_[block_].bytes.get() + start;
    }
    ++block_;
    at_ = 0;
  }
  const std::size_t room = std::max(block_size_, size);
  blocks_.push_back({std::make_unique<std::byte[]>(room), room});
  block_ = blocks_.size() - 1;
  at_ = size;
  return blocks_.back().bytes.get();
}

}  // namespace vedette::core
