// SPDX-License-Identifier: Apache-2.0
// Messages in segments (clause 5.4) put together again, as their receiver does: in order, one after another. What is
// not whole yet lies in the conversation's memory, which is bounded and may forget it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "decoders/bacnet/defects.h"
#include "decoders/keep.h"

namespace vedette::decoders::bacnet {

struct Segment {
  std::uint64_t message = 0;  ///< names the message within its conversation
  std::uint8_t service = 0, sequence_number = 0;
  bool more_follows = false;
  unsigned max_segments = 0;  ///< that the receiver takes; 0: any number
  core::Bytes bytes;          ///< its part of the service's parameters
};

struct Collected {
  std::optional<Defect> defect{};      ///< the segment was dropped
  bool repeated = false;               ///< it was there before
  unsigned segments = 0;               ///< of the message, up to this one
  std::optional<core::Bytes> whole{};  ///< all parameters, with the last segment; valid until the memory changes
};

/// Adds a segment to its message. A message that is whole stays until release().
Collected collect(Memory& memory, const Segment& segment);
/// Its bytes are no longer needed. How long its segments were is remembered, so that repeated ones are known as such.
void release(Memory& memory, std::uint64_t message);
/// Nothing more will come of it.
void abandon(Memory& memory, std::uint64_t message);

}  // namespace vedette::decoders::bacnet
