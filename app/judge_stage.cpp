// SPDX-License-Identifier: Apache-2.0
#include "app/judge_stage.h"

#include <fmt/format.h>

#include "detectors/novelty.h"
#include "detectors/rate.h"

namespace vedette::app {
namespace {

detectors::AlertContext make_context(const Knowledge& knowledge, const JudgeOptions& options) {
  return {knowledge.site_name(), options.sensor, knowledge.model ? knowledge.model->digest : std::string{},
          knowledge.site ? knowledge.site->digest : std::string{}};
}

}  // namespace

JudgeStage::JudgeStage(const Knowledge& knowledge, const JudgeOptions& options, detectors::AlertBook::Emit emit)
    : behaviour_(make_behaviour(knowledge, knowledge.model ? Learning::no : Learning::yes)),
      budget_(make_budget(knowledge, options.budget)),
      exceptions_(make_exceptions(knowledge)),
      judge_(*behaviour_, make_detectors(knowledge, options), make_context(knowledge, options), std::move(emit),
             exceptions_.get()) {}

std::vector<std::unique_ptr<detectors::Detector>> JudgeStage::make_detectors(const Knowledge& knowledge,
                                                                             const JudgeOptions& options) {
  std::vector<std::unique_ptr<detectors::Detector>> detectors;
  detectors.push_back(
      std::make_unique<detectors::PolicyDetector>(make_policy(knowledge), make_prohibitions(knowledge), *behaviour_));
  detectors.push_back(std::make_unique<detectors::NoveltyDetector>(
      budget_, *behaviour_,
      detectors::NoveltyDetector::Options{.use_peers = !options.ignore_peers,
                                          .use_priors = !options.ignore_priors,
                                          .newcomers = knowledge.model.has_value()}));
  detectors.push_back(std::make_unique<detectors::RateDetector>(budget_, *behaviour_));
  return detectors;
}

void say_what_is_assumed(const Knowledge& knowledge, const Console& console) {
  if (!knowledge.site)
    console.note("No site file: nothing is forbidden by rule, and roles are inferred from what devices serve and use.");
  if (!knowledge.model) {
    console.note(
        "No model: what is normal is learned from the capture itself; only what the shipped role templates hold for "
        "nearly impossible alerts.");
  }
  if (!knowledge.tuning) return;
  for (const auto& part : knowledge.tuning->not_enforced)
    console.warn(fmt::format("tuning, line {}: {} is not acted on by this version", part.line, part.path));
}

}  // namespace vedette::app
