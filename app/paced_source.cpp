// SPDX-License-Identifier: Apache-2.0
#include "app/paced_source.h"

#include <algorithm>
#include <thread>

namespace vedette::app {

core::Result<void> PacedSource::next(capture::PacketBatch& batch, std::size_t) {
  // One packet at a time: a batch would hold its first packets back until its last is due.
  auto read = source_->next(batch, 1);
  if (read && !batch.packets.empty()) wait_for(batch.packets.back().time);
  return read;
}

void PacedSource::wait_for(core::Timestamp time) {
  if (!started_) {
    started_ = true;
    first_ = time;
    begun_ = Clock::now();
  }
  const auto due = begun_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double, std::nano>(
                                static_cast<double>(core::to_ns(time) - core::to_ns(first_)) / speed_));
  while (Clock::now() < due && (stop_ == nullptr || !stop_->load(std::memory_order_relaxed))) {
    std::this_thread::sleep_until(std::min(due, Clock::now() + std::chrono::milliseconds{100}));
  }
}

}  // namespace vedette::app
