// SPDX-License-Identifier: Apache-2.0
// Runs the rivals beside the judges: learning up to a time or until told, then taking down their alarms. Alarms of one
// rival for one device within an hour are one alert, as the sensor's would be one incident; but those that belong to
// another event are another, so that no rival misses an event only because it had cried before.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "app/backtest/matching.h"
#include "app/pipeline.h"
#include "tests/lab/rivals/rival.h"

namespace vedette::app::backtest {

class RivalStage : public OrderedStage {
 public:
  /// The labels must outlive it.
  explicit RivalStage(const models::Labels& labels);

  void observe(const core::Observation& observation) override;
  void tick(const core::Tick&) override {}
  /// What comes from `from` on is judged; what came before was learned.
  void judge_from(core::Timestamp from) { judge_from_ = from; }

  struct Entry {
    std::unique_ptr<rivals::Rival> rival;
    std::vector<Raised> raised;
    /// When the alert at hand was raised, by device and event.
    std::map<std::pair<rivals::Device, std::optional<std::size_t>>, core::Timestamp> told;
  };
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  void take_down(Entry& entry, const rivals::Alarm& alarm);

  Matcher matcher_;
  std::vector<Entry> entries_;
  std::vector<rivals::Alarm> alarms_;
  core::Timestamp judge_from_ = core::Timestamp::max();
  bool frozen_ = false;
};

}  // namespace vedette::app::backtest
