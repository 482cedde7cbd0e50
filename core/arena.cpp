// SPDX-License-Identifier: Apache-2.0
#include "core/arena.h"

#include <algorithm>

namespace vedette::core {

// A block starts where any object may, as all memory from new does.
void* Arena::in_another_block(std::size_t size) {
  if (block_ < blocks_.size()) ++block_;
  while (block_ < blocks_.size() && blocks_[block_].size < size) ++block_;
  if (block_ == blocks_.size()) {
    const std::size_t room = std::max(block_size_, size);
    blocks_.push_back({std::make_unique<std::byte[]>(room), room});
  }
  at_ = size;
  return blocks_[block_].bytes.get();
}

}  // namespace vedette::core
