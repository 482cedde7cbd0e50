// SPDX-License-Identifier: Apache-2.0
// A capture that has to be the one that the labels speak of: the same number of packets, the same first and last time.
#pragma once

#include <memory>
#include <optional>

#include "capture/source.h"
#include "models/labels.h"

namespace vedette::app::backtest {

class LabelledSource : public capture::PacketSource {
 public:
  /// The labels must outlive it.
  LabelledSource(std::unique_ptr<capture::PacketSource> source, const models::Labels& labels)
      : source_(std::move(source)), labels_(labels) {}

  /// Ends at once where already the first packet is another.
  core::Result<void> next(capture::PacketBatch& batch, std::size_t max_packets) override;
  capture::SourceStats stats() const override { return source_->stats(); }
  std::vector<std::string> warnings() const override { return source_->warnings(); }

  /// After the end: refuses with both sides' figures. `name` is the labels' file.
  core::Result<void> check(const std::string& name) const;

  std::uint64_t packets() const { return packets_; }
  core::Timestamp first() const { return first_; }
  core::Timestamp last() const { return last_; }

  /// Stamps are cut to what a capture's format can hold.
  static constexpr core::Duration tolerance = std::chrono::milliseconds{1};

 private:
  std::unique_ptr<capture::PacketSource> source_;
  const models::Labels& labels_;
  std::uint64_t packets_ = 0;
  core::Timestamp first_, last_;
  bool wrong_start_ = false;
};

}  // namespace vedette::app::backtest
