// SPDX-License-Identifier: Apache-2.0
#include "decoders/hold_pool.h"

#include <limits>
#include <utility>

namespace vedette::decoders {
namespace {

constexpr std::size_t bytes_of(std::size_t size_class) {
  return std::size_t{512} << size_class;
}
// Segments of OT traffic are small: a range for every 64 bytes, and some more for the smallest block.
constexpr std::size_t ranges_of(std::size_t size_class) {
  return 16 + bytes_of(size_class) / 64;
}
constexpr std::size_t footprint_of(std::size_t size_class) {
  return sizeof(HoldBlock) + bytes_of(size_class) +
         ranges_of(size_class) * (sizeof(HeldRange) + 2 * sizeof(std::uint16_t));
}

}  // namespace

static_assert(ranges_of(HoldPool::class_count - 1) <= std::numeric_limits<std::uint16_t>::max());

HoldPool::HoldPool(std::size_t limit, std::size_t block_limit) : limit_(limit), block_limit_(block_limit) {
  for (std::size_t i = 0; i < class_count && footprint_of(i) <= block_limit; ++i) reach_ = bytes_of(i) / 4 * 3;
}

std::unique_ptr<HoldBlock> HoldPool::acquire(std::size_t bytes, std::size_t ranges) {
  std::size_t size_class = 0;
  while (size_class < class_count && (bytes_of(size_class) < bytes || ranges_of(size_class) < ranges)) ++size_class;
  if (size_class == class_count) return nullptr;
  const std::size_t footprint = footprint_of(size_class);
  if (footprint > block_limit_ || used_ + footprint > limit_) return nullptr;
  used_ += footprint;
  auto& spare = spare_[size_class];
  if (!spare.empty()) {
    auto block = std::move(spare.back());
    spare.pop_back();
    return block;
  }
  drop_spare(footprint);
  allocated_ += footprint;
  auto block = std::make_unique<HoldBlock>();
  *block = {.bytes = std::make_unique_for_overwrite<std::uint8_t[]>(bytes_of(size_class)),
            .ranges = std::make_unique_for_overwrite<HeldRange[]>(ranges_of(size_class)),
            .order = std::make_unique_for_overwrite<std::uint16_t[]>(2 * ranges_of(size_class)),
            .byte_capacity = bytes_of(size_class),
            .range_capacity = ranges_of(size_class),
            .size_class = size_class};
  return block;
}

void HoldPool::release(std::unique_ptr<HoldBlock> block) {
  used_ -= footprint_of(block->size_class);
  spare_[block->size_class].push_back(std::move(block));
}

void HoldPool::drop_spare(std::size_t needed) {
  for (auto& spare : spare_) {
    while (!spare.empty() && allocated_ + needed > limit_) {
      allocated_ -= footprint_of(spare.back()->size_class);
      spare.pop_back();
    }
  }
}

}  // namespace vedette::decoders
