// SPDX-License-Identifier: Apache-2.0
// Takes packets apart, and puts fragments back together on the way: that must happen before frames are spread over
// shards, since what a fragmented tunnel carries has other addresses than its pieces. Used from one thread, in the
// order of the packets.
#pragma once

#include <cstdint>
#include <memory>

#include "core/arena.h"
#include "core/packet.h"
#include "core/time.h"
#include "decoders/frame.h"

namespace vedette::decoders {

/// What outsiders can make grow, and how far. Evictions are in a defined order, and counted.
struct DissectorLimits {
  std::size_t datagrams = 1024;                                 ///< that wait for pieces
  std::size_t fragment_bytes = 4 * 1024 * 1024;                 ///< held of them
  core::Duration fragment_patience = std::chrono::seconds{30};  ///< from the first piece on, in packet time
};

struct DissectorStats {
  std::uint64_t fragments = 0, reassembled = 0;
  std::uint64_t fragment_copies = 0;  ///< pieces that brought nothing new
  std::uint64_t expired_datagrams = 0, evicted_datagrams = 0;
  std::uint64_t fragment_overlaps = 0;
  std::uint64_t bad_ip_checksums = 0;
  std::uint64_t tunnelled = 0;  ///< frames that came in a tunnel

  auto operator<=>(const DissectorStats&) const = default;
};

class FragmentTable;

class Dissector {
 public:
  explicit Dissector(const DissectorLimits& limits = {});
  ~Dissector();
  Dissector(Dissector&&) noexcept;
  Dissector& operator=(Dissector&&) noexcept;

  /// `now` is monotonic packet time, `frame` a new one. Views in the frame are into the packet or, of a datagram that was put together,
  /// into `room`.
  void dissect(const core::Packet& packet, core::Timestamp now, core::Arena& room, Frame& frame);
  Frame dissect(const core::Packet& packet, core::Timestamp now, core::Arena& room) {
    Frame frame;
    dissect(packet, now, room, frame);
    return frame;
  }
  const DissectorStats& stats() const { return stats_; }
  /// Bytes that fragments take: never above the limit.
  std::size_t fragment_bytes() const;

 private:
  std::unique_ptr<FragmentTable> fragments_;
  DissectorStats stats_;
};

}  // namespace vedette::decoders
