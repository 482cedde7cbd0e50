// SPDX-License-Identifier: Apache-2.0
// Everything that judges, in the order of its construction: what `replay` does with one set of files, and `backtest`
// with several budgets side by side.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/console.h"
#include "app/knowledge.h"
#include "app/pipeline.h"
#include "detectors/judge.h"

namespace vedette::app {

struct JudgeOptions {
  std::string sensor = "replay";
  bool ignore_peers = false;     ///< judge without who talks to whom
  bool ignore_priors = false;    ///< judge without what the shipped templates know of the field
  std::optional<double> budget;  ///< false alerts per device-day, instead of the site's
};

class JudgeStage : public OrderedStage {
 public:
  /// The knowledge must outlive it.
  JudgeStage(const Knowledge& knowledge, const JudgeOptions& options, detectors::AlertBook::Emit emit);

  void observe(const core::Observation& observation) override { judge_.observe(observation); }
  void expect(const core::Observation& observation) override { behaviour_->expect(observation); }
  void tick(const core::Tick& tick) override { judge_.tick(tick); }
  void finish() { judge_.finish(); }
  const detectors::Judge& judge() const { return judge_; }

 private:
  std::vector<std::unique_ptr<detectors::Detector>> make_detectors(const Knowledge& knowledge,
                                                                   const JudgeOptions& options);

  std::unique_ptr<baselines::Behaviour> behaviour_;
  detectors::Budget budget_;
  std::unique_ptr<detectors::Exceptions> exceptions_;
  detectors::Judge judge_;
};

/// Which files are absent and what that means; what of the tuning file is not acted on.
void say_what_is_assumed(const Knowledge& knowledge, const Console& console);

}  // namespace vedette::app
