// SPDX-License-Identifier: Apache-2.0
// Makes packet time out of stamps: monotonic within an epoch, robust against a stamp that its successors contradict,
// and the source of ticks. It sees packets in order and one stamp ahead, so its answers depend on nothing but the
// packets.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/tick.h"
#include "core/time.h"

namespace vedette::capture {

struct ClockStats {
  std::uint64_t outliers = 0;   ///< stamps that the next packet contradicted
  std::uint64_t reordered = 0;  ///< stamps that went back by up to a second
  std::uint64_t epochs = 1;     ///< stretches of time: one more for each step back by over a second
};

class PacketClock {
 public:
  /// Packet time for a packet stamped `stamp`. `next` is the stamp of the packet after it, where there is one. Ticks
  /// that fall between the packet before and this one are appended to `ticks`; their seq is `seq` - 1.
  core::Timestamp advance(core::Timestamp stamp, std::optional<core::Timestamp> next, std::uint64_t seq,
                          std::vector<core::Tick>& ticks);

  core::Timestamp now() const { return now_; }
  const ClockStats& stats() const { return stats_; }

  /// Stamps may go back so far without opening an epoch.
  static constexpr core::Duration tolerance = std::chrono::seconds{1};
  /// A forward jump of more than this is believed only if the next packet agrees.
  static constexpr core::Duration doubtful_jump = std::chrono::minutes{1};
  /// In a silence so many ticks are told one by one (an hour's); what is left is one tick of many periods.
  static constexpr std::uint64_t single_ticks = 360;

 private:
  bool is_outlier(core::Timestamp stamp, std::optional<core::Timestamp> next) const;
  void tick_until(core::Timestamp time, std::uint64_t seq, std::vector<core::Tick>& ticks);
  void start(core::Timestamp stamp);

  bool started_ = false;
  core::Timestamp now_;
  core::Timestamp next_tick_;
  ClockStats stats_;
};

}  // namespace vedette::capture
