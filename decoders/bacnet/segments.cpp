// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/segments.h"

#include <algorithm>
#include <array>

#include "core/byte_cursor.h"

namespace vedette::decoders::bacnet {
namespace {

// Two entries of memory for each message: its bytes, and an index that says where each segment ends in them. Both only
// grow at their end, so that a message of many segments costs no more than its length.
constexpr std::uint8_t kind_index = 1, kind_bytes = 2;
constexpr std::size_t slot = 4;                      ///< octets of the index per segment; the first says the service
constexpr std::uint32_t last_segment = 0x8000'0000;  ///< in a slot: no more follow
constexpr unsigned window = 128;  ///< sequence numbers this far behind are of segments that were there (5.4)

using Slot = std::array<std::uint8_t, slot>;
Slot slot_of(std::uint32_t value) {
  return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
          static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

/// What is kept of one message.
struct Kept {
  std::uint8_t service = 0;
  unsigned count = 0;  ///< of segments; 0 where nothing is kept
  bool complete = false;
  core::Bytes index, bytes;
  bool has_bytes = false;

  std::uint32_t raw(unsigned at) const { return core::ByteCursor{index.subspan(at * slot)}.be32(); }
  /// Where segment `at` ends; its predecessor's end is where it begins.
  std::uint32_t end(unsigned at) const { return raw(at + 1) & ~last_segment; }
  std::uint32_t begin(unsigned at) const { return at == 0 ? 0 : end(at - 1); }
  bool holds(unsigned at, core::Bytes segment) const {
    if (end(at) - begin(at) != segment.size()) return false;
    return !has_bytes || std::ranges::equal(bytes.subspan(begin(at), segment.size()), segment);
  }
};

Kept look_up(Memory& memory, std::uint64_t message) {
  Kept kept;
  const auto index = memory.find({kind_index, message});
  const auto bytes = memory.find({kind_bytes, message});
  if (!index || index->size() < 2 * slot) return {};
  kept.index = *index;
  kept.count = static_cast<unsigned>(index->size() / slot) - 1;
  kept.service = static_cast<std::uint8_t>(kept.raw(0));
  kept.complete = (kept.raw(kept.count) & last_segment) != 0;
  kept.has_bytes = bytes.has_value();
  if (bytes) kept.bytes = *bytes;
  // The memory may have forgotten one of the two.
  const bool agree = bytes ? bytes->size() == kept.end(kept.count - 1) : kept.complete;
  return agree ? kept : Kept{};
}

/// Is this the first segment of another message with the same name? A repeated one looks the same, but the one who
/// tries again from the start will repeat all of it.
bool begins_anew(const Kept& kept, const Segment& segment) {
  if (kept.count == 0 || segment.sequence_number != 0) return false;
  if (kept.complete) return true;
  if (kept.count % 256 == 0) return false;  // its turn
  return kept.service != segment.service || (kept.count < 256 && !kept.holds(0, segment.bytes));
}

Collected append(Memory& memory, const Segment& segment, unsigned count) {
  if (segment.max_segments != 0 && count >= segment.max_segments) return {.defect = Defect::segmented_too_long};
  const KeepKey index{kind_index, segment.message}, bytes{kind_bytes, segment.message};
  if (count == 0) {
    abandon(memory, segment.message);
    if (!memory.append(index, slot_of(segment.service))) return {.defect = Defect::segmented_too_long};
  }
  if (!memory.append(bytes, segment.bytes)) return {.defect = Defect::segmented_too_long};
  const auto all = memory.find(bytes);
  const auto end = static_cast<std::uint32_t>(all ? all->size() : 0);
  if (!memory.append(index, slot_of(segment.more_follows ? end : end | last_segment)))
    return {.defect = Defect::segmented_too_long};
  Collected collected{.segments = count + 1};
  if (!segment.more_follows) collected.whole = memory.find(bytes);
  return collected;
}

}  // namespace

Collected collect(Memory& memory, const Segment& segment) {
  Kept kept = look_up(memory, segment.message);
  if (begins_anew(kept, segment)) kept = {};
  if (kept.count == 0 && segment.sequence_number != 0) return {.defect = Defect::segment_without_start};
  if (kept.count > 0 && kept.service != segment.service) return {.defect = Defect::segment_contradiction};

  const unsigned behind = (kept.count - segment.sequence_number) & 0xff;
  if (behind != 0 && behind <= std::min(kept.count, window)) {
    const bool same = kept.holds(kept.count - behind, segment.bytes);
    if (!same) return {.defect = Defect::segment_contradiction};
    return {.repeated = true, .segments = kept.count - behind + 1};
  }
  if (behind != 0) return {.defect = Defect::segment_out_of_order};
  if (kept.complete) return {.defect = Defect::segment_without_start};

  const Collected collected = append(memory, segment, kept.count);
  if (collected.defect) abandon(memory, segment.message);
  return collected;
}

void release(Memory& memory, std::uint64_t message) {
  memory.erase({kind_bytes, message});
}

void abandon(Memory& memory, std::uint64_t message) {
  memory.erase({kind_index, message});
  memory.erase({kind_bytes, message});
}

}  // namespace vedette::decoders::bacnet
