// SPDX-License-Identifier: Apache-2.0
// How much a device does: counts per window against what it, or while it is new its role, has shown. Limits are worked
// out ahead, from the predictive distribution of the next count and the family's share of the budget, so that judging a
// window is two comparisons and a flood is seen inside its window.
#pragma once

#include <optional>
#include <vector>

#include "detectors/budget.h"
#include "detectors/detector.h"

namespace vedette::detectors {

class RateDetector : public Detector {
 public:
  RateDetector(const Budget& budget, baselines::Behaviour& behaviour) : budget_(budget), behaviour_(behaviour) {}

  const DetectorInfo& info() const override;
  void observe(const baselines::Sight& sight, std::vector<Verdict>& verdicts) override;
  void tick(const core::Tick& tick, std::span<const baselines::OddWindows> odd,
            std::vector<Verdict>& verdicts) override;
  core::Finding explain(const Verdict& verdict, const core::Observation* observation) const override;

  /// What is known of the next count. None where too little was learned to say anything.
  struct Predictive {
    struct Counts {
      double shape = 0, mean = 0;  ///< negative binomial
    };
    Counts many, few;  ///< for either tail: the template's floor bounds what may be too many, never what is too few
    std::uint64_t windows = 0;  ///< it rests on
    const std::map<std::uint32_t, std::uint64_t>* histogram =
        nullptr;  ///< of the role, where counts are steady and alike
    std::uint64_t histogram_windows = 0;

    double upper(std::uint64_t count) const;  ///< P(next >= count)
    double lower(std::uint64_t count) const;  ///< P(next <= count)
  };
  std::optional<Predictive> predictive(baselines::EntityId id, baselines::Rate rate, std::size_t window) const;

  /// Below this many counted events a history says nothing of how much is too much: what is rare comes in bursts.
  static constexpr std::uint64_t least_events = 20;
  static constexpr std::uint64_t least_windows = 12;

 private:
  struct Judged {
    baselines::OddWindow odd;
    double p = 1;
  };
  static baselines::CountLimits limits_of(const Predictive& next, double p);
  void set_limits(baselines::EntityId id);
  double allowed_p(baselines::EntityId id, std::size_t window) const;
  void judge(baselines::EntityId id, const baselines::OddWindow& odd, std::vector<Verdict>& verdicts);

  const Budget& budget_;
  baselines::Behaviour& behaviour_;
  std::vector<Judged> judged_;
};

}  // namespace vedette::detectors
