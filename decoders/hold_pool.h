// SPDX-License-Identifier: Apache-2.0
// Memory for the bytes of TCP streams that can't be decoded yet. Blocks come in a few sizes and are reused, so that
// after warm-up holding bytes back allocates nothing; what is in use never exceeds the pool's limit. Owned by one
// shard.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/time.h"

namespace vedette::decoders {

/// The frame that brought some bytes, and its stamp.
struct FrameMark {
  std::uint64_t frame = 0;
  core::Timestamp time{};
};

/// A run of bytes [begin, end) in sequence numbers that one frame brought.
struct HeldRange {
  std::uint32_t begin = 0, end = 0;
  FrameMark mark{};
  bool starts_segment = false;  ///< begin is where a segment began
  bool is_cut = false;          ///< behind end the capture holds less than the segment had
};

/// A window over the sequence space of one direction: room for bytes, and for the runs that are there. Runs stay where
/// they are and only their numbers are kept in order: two bytes to move for each, not the whole run.
struct HoldBlock {
  std::unique_ptr<std::uint8_t[]> bytes;
  std::unique_ptr<HeldRange[]> ranges;
  std::unique_ptr<std::uint16_t[]> order;  ///< twice range_capacity, so that moving it to the front is rare
  std::size_t byte_capacity = 0, range_capacity = 0;
  std::size_t size_class = 0;
};

class HoldPool {
 public:
  static constexpr std::size_t class_count = 10;  // 512 bytes to 256 KiB

  /// `limit` bounds what all blocks take, those kept for reuse too; `block_limit` what one may.
  HoldPool(std::size_t limit, std::size_t block_limit);

  /// A block with room for so many bytes and ranges; nullptr where a limit forbids it.
  std::unique_ptr<HoldBlock> acquire(std::size_t bytes, std::size_t ranges);
  void release(std::unique_ptr<HoldBlock> block);

  std::size_t used() const { return used_; }            ///< bytes of memory behind blocks that are in use
  std::size_t allocated() const { return allocated_; }  ///< and with those kept for reuse
  /// How far ahead bytes can be held: most of a largest block.
  std::size_t reach() const { return reach_; }
  /// True where a largest block, and its successor while it is being outgrown, may not fit.
  bool is_tight() const { return used_ + 2 * block_limit_ > limit_; }

 private:
  void drop_spare(std::size_t needed);

  std::size_t limit_, block_limit_, reach_ = 0;
  std::size_t used_ = 0, allocated_ = 0;
  std::array<std::vector<std::unique_ptr<HoldBlock>>, class_count> spare_;
};

}  // namespace vedette::decoders
