// SPDX-License-Identifier: Apache-2.0
// What a decoder that has met a defect says of it.
#pragma once

#include <algorithm>
#include <cstddef>

#include "core/progress.h"
#include "decoders/decoder.h"

namespace vedette::decoders {

/// A defect and where it stands, in bytes from the start of what was read.
template <typename Defect>
struct Flaw {
  Defect defect;
  std::size_t offset = 0;
};

/// The first `consumed` bytes break the rules.
template <typename Defect>
core::Progress malformed(std::size_t consumed, const Flaw<Defect>& flaw) {
  return core::Progress::malformed(consumed, flaw.defect, flaw.offset);
}
template <typename Defect>
core::Progress malformed(std::size_t consumed, Defect defect, std::size_t offset) {
  return core::Progress::malformed(consumed, defect, offset);
}

/// All that there is does: a datagram, or a frame's payload, stands or falls as one.
template <typename Defect>
core::Progress malformed(const Chunk& chunk, const Flaw<Defect>& flaw) {
  return core::Progress::malformed(chunk.bytes.size(), flaw.defect, flaw.offset);
}
template <typename Defect>
core::Progress malformed(const Chunk& chunk, Defect defect, std::size_t offset) {
  return core::Progress::malformed(chunk.bytes.size(), defect, offset);
}

/// An offset behind them tells where something should have been: then it is theirs that counts, their end.
template <typename Defect>
core::Progress malformed_within(std::size_t consumed, Defect defect, std::size_t offset) {
  return core::Progress::malformed(consumed, defect, std::min(offset, consumed));
}
template <typename Defect>
core::Progress malformed_within(std::size_t consumed, const Flaw<Defect>& flaw) {
  return malformed_within(consumed, flaw.defect, flaw.offset);
}

}  // namespace vedette::decoders
