// SPDX-License-Identifier: Apache-2.0
#include "decoders/hold_pool.h"

#include <gtest/gtest.h>
#include <memory>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <utility>
#include <vector>

namespace vedette::decoders {
namespace {

TEST(HoldPool, KeepsBlocksForReuseWithinItsLimit) {
  HoldPool pool(4096, 4096);
  auto block = pool.acquire(500, 1);
  ASSERT_TRUE(block);
  const HoldBlock* const first = block.get();
  pool.release(std::move(block));
  EXPECT_EQ(pool.used(), 0u);
  block = pool.acquire(100, 1);
  EXPECT_EQ(block.get(), first);
  EXPECT_FALSE(pool.acquire(4000, 1));
  pool.release(std::move(block));
  auto larger = pool.acquire(2000, 1);
  ASSERT_TRUE(larger);
  EXPECT_LE(pool.allocated(), 4096u);
  pool.release(std::move(larger));
}

RC_GTEST_PROP(HoldPoolProperty, ItsLimitHoldsForAnyOrderOfUse, ()) {
  const auto limit = *rc::gen::inRange<std::size_t>(0, 1 << 20);
  HoldPool pool(limit, *rc::gen::inRange<std::size_t>(0, 1 << 19));
  std::vector<std::unique_ptr<HoldBlock>> blocks;
  for (int i = 0; i < 100; ++i) {
    if (!blocks.empty() && *rc::gen::inRange(0, 3) == 0) {
      pool.release(std::move(blocks[*rc::gen::inRange<std::size_t>(0, blocks.size())]));
      std::erase(blocks, nullptr);
      continue;
    }
    const auto bytes = *rc::gen::inRange<std::size_t>(0, 300'000);
    const auto ranges = *rc::gen::inRange<std::size_t>(0, 5000);
    auto block = pool.acquire(bytes, ranges);
    if (block) {
      RC_ASSERT(block->byte_capacity >= bytes && block->range_capacity >= ranges);
      blocks.push_back(std::move(block));
    }
    RC_ASSERT(pool.allocated() <= limit);
    RC_ASSERT(pool.used() <= pool.allocated());
  }
  for (auto& block : blocks) pool.release(std::move(block));
  RC_ASSERT(pool.used() == 0u);
}

// In place of a list of what counts: the sum of what stands behind the pointers.
TEST(HoldPool, CountsAllThatABlockTakes) {
  HoldPool pool(1 << 20, 1 << 20);
  for (const std::size_t bytes : {512u, 4096u, 65536u}) {
    const std::size_t before = pool.used();
    auto block = pool.acquire(bytes, 1);
    ASSERT_TRUE(block);
    EXPECT_EQ(pool.used() - before, sizeof(HoldBlock) + block->byte_capacity +
                                        block->range_capacity * (sizeof(HeldRange) + 2 * sizeof(block->order[0])));
    pool.release(std::move(block));
  }
}

}  // namespace
}  // namespace vedette::decoders
