// SPDX-License-Identifier: Apache-2.0
// Hands out packets no faster than they were recorded. The wall clock decides when, never what.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>

#include "capture/source.h"

namespace vedette::app {

class PacedSource : public capture::PacketSource {
 public:
  /// `speed` 2 is twice as fast as recorded. Waiting ends early when `stop` is set.
  PacedSource(std::unique_ptr<capture::PacketSource> source, double speed, const std::atomic<bool>* stop)
      : source_(std::move(source)), speed_(speed), stop_(stop) {}

  core::Result<void> next(capture::PacketBatch& batch, std::size_t max_packets) override;
  capture::SourceStats stats() const override { return source_->stats(); }
  std::vector<std::string> warnings() const override { return source_->warnings(); }

 private:
  using Clock = std::chrono::steady_clock;
  void wait_for(core::Timestamp time);

  std::unique_ptr<capture::PacketSource> source_;
  double speed_;
  const std::atomic<bool>* stop_;
  bool started_ = false;
  core::Timestamp first_;
  Clock::time_point begun_;
};

}  // namespace vedette::app
