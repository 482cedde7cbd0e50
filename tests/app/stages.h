// SPDX-License-Identifier: Apache-2.0
// Ordered stages for tests: one that writes down what it is told, one that judges and learns as `replay` does without
// files.
#pragma once

#include <fmt/format.h>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/knowledge.h"
#include "app/pipeline.h"
#include "baselines/model_io.h"
#include "detectors/novelty.h"
#include "detectors/policy.h"
#include "detectors/rate.h"
#include "exporters/json.h"

namespace vedette::app {

/// All that can be seen of a run on the ordered side, as text.
class RecordingStage : public OrderedStage {
 public:
  void observe(const core::Observation& o) override {
    fmt::format_to(std::back_inserter(text), "{} {}.{} {} {} {} {} {} {}{} {}:{}>{}:{} {} {} {} {} {} {}-{} {:x}",
                   core::to_ns(o.time), o.seq, o.part, to_string(o.kind), to_string(o.verb), o.frame, o.flow.number,
                   to_string(o.transport), o.refused ? "refused " : "", o.unmatched ? "unmatched " : "",
                   o.source.ip.to_string(), o.source.port.number, o.target.ip.to_string(), o.target.port.number,
                   o.protocol.name, o.operation, o.status, o.unit, o.object.space, o.object.first, o.object.count,
                   o.object.hash);
    for (const auto& value : o.values) fmt::format_to(std::back_inserter(text), " {}={}", value.at, value.number);
    text += '\n';
    ++observations;
  }
  void tick(const core::Tick& tick) override {
    fmt::format_to(std::back_inserter(text), "tick {} {} {} {}\n", core::to_ns(tick.time), tick.seq, tick.periods,
                   tick.new_epoch);
    ++ticks;
  }

  std::string text;
  std::size_t observations = 0, ticks = 0;
};

/// `replay` without files: learns as it goes, alerts on what the shipped templates hold for nearly impossible.
class JudgingStage : public OrderedStage {
 public:
  explicit JudgingStage(const Knowledge& knowledge = {}, Learning learning = Learning::yes)
      : behaviour_(make_behaviour(knowledge, learning)),
        budget_(make_budget(knowledge)),
        judge_(*behaviour_, make_detectors(knowledge), {"site", "sensor", "", ""},
               [this](const core::Alert& alert) { alerts += exporters::to_json(alert) + "\n"; }) {}

  void observe(const core::Observation& observation) override { judge_.observe(observation); }
  void tick(const core::Tick& tick) override { judge_.tick(tick); }
  void finish() { judge_.finish(); }
  models::Model model() { return baselines::export_model(*behaviour_, {"site", "sensor", 0}); }

  std::string alerts;

 private:
  std::vector<std::unique_ptr<detectors::Detector>> make_detectors(const Knowledge& knowledge) {
    std::vector<std::unique_ptr<detectors::Detector>> detectors;
    detectors.push_back(
        std::make_unique<detectors::PolicyDetector>(make_policy(knowledge), make_prohibitions(knowledge), *behaviour_));
    detectors.push_back(std::make_unique<detectors::NoveltyDetector>(
        budget_, *behaviour_,
        detectors::NoveltyDetector::Options{.use_peers = true, .newcomers = knowledge.model.has_value()}));
    detectors.push_back(std::make_unique<detectors::RateDetector>(budget_, *behaviour_));
    return detectors;
  }

  std::unique_ptr<baselines::Behaviour> behaviour_;
  detectors::Budget budget_;
  detectors::Judge judge_;
};

}  // namespace vedette::app
