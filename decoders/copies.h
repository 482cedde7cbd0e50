// SPDX-License-Identifier: Apache-2.0
// Tells the copies that mirrors make from packets that were really sent again. A monitoring port shows a packet where
// it enters the switch and where it leaves, before and after a router, in one VLAN and in the next: what a router or
// bridge may change (MACs, tags, TTL, type of service, options of IP, checksums) differs, all else is the same, and the
// copy comes at once. Owned by one shard; its memory is fixed.
//
// The window is 20 ms of packet time. Below are the queues of what makes copies: a mirror's buffer of a megabyte drains
// in 8 ms at 1 Gbit/s. Above is the earliest that an end point repeats by itself: 200 ms in common stacks, 1 s in
// RFC 6298. A repetition within the window still has another IPv4 identification, or other numbers or options of TCP.
//
// Where nothing at all tells a repetition from a copy (datagrams with identification 0, and those of IPv6), a packet
// counts as a copy only if the link or the TTL shows that it was seen elsewhere, or once per original within 2 ms: so
// of datagrams that an application really repeats at most every other one is hidden.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/packet.h"
#include "core/time.h"
#include "decoders/flow_side.h"
#include "decoders/frame.h"

namespace vedette::decoders {

/// What two packets have in common if one is a copy of the other.
struct Fingerprint {
  std::uint64_t digest = 0;   ///< keyed: nobody can choose two packets that have the same
  std::uint64_t payload = 0;  ///< keyed digest of what is behind the transport's header alone
};

/// The key of fingerprints. Random, and never visible.
class FingerprintKey {
 public:
  FingerprintKey();
  Fingerprint of(const core::Packet& packet, const Frame& frame) const;

 private:
  std::uint64_t digest(core::Bytes bytes) const;
  std::uint64_t header_digest(std::uint64_t state, core::Bytes header, const Frame& frame) const;
  Fingerprint of_frame(const core::Packet& packet, const Frame& frame) const;

  std::array<std::uint64_t, 8> words_;
  std::array<std::uint64_t, 64> pad_;  // of one block
};

class CopyFilter {
 public:
  static constexpr core::Duration window = std::chrono::milliseconds{20};
  static constexpr core::Duration alike_window = std::chrono::milliseconds{2};
  static constexpr unsigned max_copies = 3;  ///< of one packet: more are no mirror's

  CopyFilter() : sets_(std::make_unique<std::array<Set, set_count>>()) {}

  /// The packet comes soon: what original_of() will look at is fetched meanwhile.
  void expect(const Frame& frame) const;
  /// The tags of the original where the packet is a copy; otherwise it is remembered as an original.
  std::optional<VlanTags> original_of(const Fingerprint& print, const Frame& frame, core::Timestamp now);

 private:
  static constexpr std::size_t set_count = 256, ways = 3;

  /// Packet time in steps of 2^16 ns. It comes round after three days: only the distance of two counts.
  struct Clock {
    std::uint32_t steps = 0;
    static Clock of(core::Timestamp time) { return {static_cast<std::uint32_t>(core::to_ns(time) >> 16)}; }
    static constexpr std::uint32_t of(core::Duration duration) {
      return static_cast<std::uint32_t>(core::to_ns(duration) >> 16);
    }
  };

  /// One line of the cache.
  struct alignas(64) Set {
    std::array<std::uint64_t, ways> digests{};
    std::array<Clock, ways> times{};
    std::uint32_t oldest = 0;
    std::array<std::uint64_t, ways> sightings{};  // outer tag, inner tag, MACs: 16 bits each; TTL, copies: 8 bits each
  };
  static_assert(sizeof(Set) == 64);

  static std::uint32_t place_of(const Frame& frame);
  static std::uint64_t sighting_of(const Frame& frame);
  static bool is_copy(std::uint64_t original, std::uint64_t packet, const Frame& frame, std::uint32_t age);

  std::unique_ptr<std::array<Set, set_count>> sets_;
};

}  // namespace vedette::decoders
