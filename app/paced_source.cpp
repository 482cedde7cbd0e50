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
  // Stamps may be centuries apart: no difference of theirs is taken in integers, and thirty years are wait enough.
  const double recorded = static_cast<double>(core::to_ns(time)) - static_cast<double>(core::to_ns(first_));
  const auto due = begun_ + Clock::duration{static_cast<Clock::rep>(std::clamp(recorded / speed_, 0.0, 1e18))};
  while (Clock::now() < due && (stop_ == nullptr || !stop_->load(std::memory_order_relaxed))) {
    std::this_thread::sleep_until(std::min(due, Clock::now() + std::chrono::milliseconds{100}));
  }
}

}  // namespace vedette::app
