// SPDX-License-Identifier: Apache-2.0
#include "capture/unpacked_stream.h"

#include <fmt/format.h>

namespace vedette::capture {

Supply UnpackedStream::fail(Failure failure) {
  failed_ = true;
  failure_ = std::move(failure);
  return Supply::failed;
}

Supply UnpackedStream::fill(std::span<std::uint8_t> room, std::size_t& got) {
  got = 0;
  while (!failed_) {
    if (!held_back_) {
      const Supply supply = packed_.want(1);
      if (supply == Supply::failed) return fail(packed_.source().failure());
      if (supply == Supply::end && unpacker_->inside()) {
        return fail({core::ErrorKind::usage, fmt::format("the {} ends early", called_), {}});
      }
      if (supply != Supply::some) return supply;
    }
    const core::Bytes in = packed_.available();
    const Unpacker::Step step = unpacker_->step(in, room);
    packed_.skip(step.taken);
    held_back_ = step.made == room.size();
    got = step.made;
    const bool stuck = step.made == 0 && step.taken == 0 && !in.empty();
    if (!step.damage.empty() || stuck) {
      fail({core::ErrorKind::usage, fmt::format("the {} is damaged", called_),
            stuck && step.damage.empty() ? "it stands still" : step.damage});
    }
    if (got > 0) return Supply::some;
  }
  return Supply::failed;
}

}  // namespace vedette::capture
