// SPDX-License-Identifier: Apache-2.0
// What is kept of one direction of a conversation beside its stream: who was seen, how much, under which VLAN tags.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "core/address.h"
#include "decoders/tcp_stream.h"

namespace vedette::decoders {

/// The ends of a direction as last seen on a frame of it.
struct Ends {
  core::Endpoint sender, receiver;
};

/// The two innermost VLAN tags of a frame.
struct VlanTags {
  core::VlanId outer, inner;

  static VlanTags of(const core::Endpoint& end) { return {end.outer_vlan, end.vlan}; }
  bool operator==(const VlanTags&) const = default;
};

/// The last segments of a direction, each by its place, length and a digest of its bytes: whether one that comes again
/// still says the same.
class RecentSegments {
 public:
  enum class Seen : std::uint8_t { fresh, again, differently };

  Seen note(std::uint32_t sequence, std::size_t size, std::uint64_t digest) {
    const auto length = static_cast<std::uint32_t>(size);
    const auto print = static_cast<std::uint32_t>(digest);
    for (const Segment& known : segments_) {
      if (known.length != length || known.sequence != sequence) continue;
      return known.print == print ? Seen::again : Seen::differently;
    }
    segments_[next_] = {sequence, length, print};
    next_ = static_cast<std::uint8_t>((next_ + 1) % segments_.size());
    return Seen::fresh;
  }

 private:
  struct Segment {
    std::uint32_t sequence = 0, length = 0, print = 0;
  };
  std::array<Segment, 4> segments_{};
  std::uint8_t next_ = 0;
};

struct FlowSide {
  static constexpr std::size_t max_aliases = 2;

  std::uint64_t packets = 0, bytes = 0;
  std::uint64_t copies = 0, copy_bytes = 0;
  std::uint64_t stream_bytes = 0;  ///< delivered in order
  StreamStats stream;
  RecentSegments recent;
  std::uint32_t delivered_until = 0;  ///< sequence number
  bool seen = false;
  bool conflict_told = false;
  std::uint8_t alias_count = 0;
  std::array<VlanTags, max_aliases> aliases{};  ///< other tags under which a mirror shows the same packets

  bool has_alias(const VlanTags& tags) const {
    const auto end = aliases.begin() + alias_count;
    return std::find(aliases.begin(), end, tags) != end;
  }
  void add_alias(const VlanTags& tags) {
    if (alias_count < max_aliases && !has_alias(tags)) aliases[alias_count++] = tags;
  }
};

}  // namespace vedette::decoders
