// SPDX-License-Identifier: Apache-2.0
#include "detectors/judge.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace vedette::detectors {
namespace {

/// Surprise in tenfolds. What a rule forbids outright counts like once in a thousand device-years.
double surprise(const Verdict& verdict) {
  constexpr double forbidden = 5.5;
  return verdict.per_device_day > 0 ? std::max(0.1, -std::log10(verdict.per_device_day)) : forbidden;
}

std::vector<core::Contribution> shares(const Verdict& first, const std::vector<Verdict>& verdicts) {
  double total = 0;
  for (const Verdict& verdict : verdicts) total += surprise(verdict);
  std::vector<core::Contribution> contributions;
  const auto add = [&](const Verdict& verdict) {
    const std::string feature = fmt::format("{}: {}", verdict.by->info().name, verdict.feature);
    const auto known = std::ranges::find(contributions, feature, &core::Contribution::feature);
    if (known == contributions.end())
      contributions.push_back({feature, surprise(verdict) / total});
    else
      known->share += surprise(verdict) / total;
  };
  add(first);
  for (const Verdict& verdict : verdicts) {
    if (&verdict != &first) add(verdict);
  }
  for (auto& contribution : contributions) contribution.share = std::round(contribution.share * 1000) / 1000;
  return contributions;
}

}  // namespace

Judge::Judge(baselines::Behaviour& behaviour, std::vector<std::unique_ptr<Detector>> detectors, AlertContext context,
             AlertBook::Emit emit, const Exceptions* exceptions)
    : behaviour_(behaviour),
      detectors_(std::move(detectors)),
      values_matter_(std::ranges::any_of(detectors_, [](const auto& detector) { return detector->judges_values(); })),
      book_(std::move(context), std::move(emit)),
      exceptions_(exceptions) {}

void Judge::observe(const core::Observation& observation) {
  const baselines::Sight& sight = behaviour_.observe(observation);
  // Most traffic: seen before, nothing counted over its limit, no values to judge.
  const bool values_to_judge = values_matter_ && !observation.values.empty();
  if (!sight.familiar || values_to_judge || sight.flooding.is_set()) judge(sight);
}

void Judge::judge(const baselines::Sight& sight) {
  const core::Observation& o = *sight.observation;
  verdicts_.clear();
  for (const auto& detector : detectors_) detector->observe(sight, verdicts_);
  // What raised an alert is not learned: the next time it would be normal.
  if (!conclude(&o, o.time, o.seq)) behaviour_.accept();
}

void Judge::tick(const core::Tick& tick) {
  const auto odd = behaviour_.tick(tick);
  for (const auto& detector : detectors_) {
    verdicts_.clear();
    detector->tick(tick, odd, verdicts_);
    std::vector<Verdict> all = std::move(verdicts_);
    for (const Verdict& verdict : all) {
      verdicts_ = {verdict};
      conclude(nullptr, tick.time, tick.seq);
    }
  }
  book_.tick(tick);
}

bool Judge::conclude(const core::Observation* observation, core::Timestamp now, std::uint64_t seq) {
  // Stable: of equals the detector named first, and within it the first verdict, wins.
  const auto graver = [](const Verdict& a, const Verdict& b) {
    if (a.sighting != b.sighting) return b.sighting;
    if (a.severity != b.severity) return a.severity > b.severity;
    return surprise(a) > surprise(b);
  };
  while (!verdicts_.empty()) {
    const Verdict& first = *std::ranges::min_element(verdicts_, graver);
    if (book_.again(first.cause, observation, now, seq)) return !first.sighting;
    core::Finding finding = first.by->explain(first, observation);
    if (exceptions_ == nullptr ||
        !exceptions_->excuses(finding, observation, now, AlertBook::id_of(finding, observation, now))) {
      finding.contributions = shares(first, verdicts_);
      book_.open(first, std::move(finding), observation, now, seq);
      return !first.sighting;
    }
    // One cause is excused; the others are still to be told.
    ++excused_;
    std::erase_if(verdicts_, [cause = first.cause](const Verdict& verdict) { return verdict.cause == cause; });
  }
  return false;
}

void Judge::finish() {
  behaviour_.flush();
  book_.finish();
}

}  // namespace vedette::detectors
