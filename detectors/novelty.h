// SPDX-License-Identifier: Apache-2.0
// First sights: a device does what it never did. How surprising that is comes from how often devices of its role do
// something of the kind for the first time, per device-day and at its age: prior of the role's template plus what the
// site has shown. A first sight alerts where that is rarer than its share of the budget; else it is a sighting.
#pragma once

#include <vector>

#include "detectors/budget.h"
#include "detectors/detector.h"

namespace vedette::detectors {

class NoveltyDetector : public Detector {
 public:
  struct Options {
    bool use_peers = true;   ///< off: who talks to whom is ignored, to measure what the rest finds alone
    bool use_priors = true;  ///< off: templates know nothing of the field, to measure what the site's own history finds
    bool newcomers = true;   ///< tell of devices that nobody wrote down; pointless while everything is new
  };
  NoveltyDetector(const Budget& budget, baselines::Behaviour& behaviour, Options options)
      : budget_(budget), behaviour_(behaviour), options_(options) {}

  const DetectorInfo& info() const override;
  void observe(const baselines::Sight& sight, std::vector<Verdict>& verdicts) override;
  void tick(const core::Tick& tick, std::span<const baselines::OddWindows> odd,
            std::vector<Verdict>& verdicts) override;
  core::Finding explain(const Verdict& verdict, const core::Observation* observation) const override;

 private:
  struct Judged {
    baselines::FirstSight first;
    double events = 0, device_days = 0;  ///< prior and site together
    double site_days = 0;                ///< of which the site has shown
    std::string because;                 ///< the prior's reason
  };
  void judge(const baselines::Sight& sight, const baselines::FirstSight& first, std::vector<Verdict>& verdicts);
  void newcomer(const baselines::Sight& sight, std::vector<Verdict>& verdicts);
  core::Finding explain_newcomer(const Verdict& verdict) const;
  std::string known_things(const baselines::FirstSight& first) const;

  const Budget& budget_;
  baselines::Behaviour& behaviour_;
  Options options_;
  std::vector<Judged> judged_;  ///< of the observation at hand; Verdict::detail indexes it
};

}  // namespace vedette::detectors
