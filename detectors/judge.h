// SPDX-License-Identifier: Apache-2.0
// The ordered stage's judgement: every observation goes through baselines, then through the detectors; what they say of
// one observation becomes at most one alert, whose first cause is the gravest. Used from the ordered stage's thread.
#pragma once

#include <memory>
#include <vector>

#include "baselines/behaviour.h"
#include "detectors/alert_book.h"
#include "detectors/detector.h"

namespace vedette::detectors {

/// What an analyst has decided about findings: the tuning file, as far as it is applied when an alert would be raised.
class Exceptions {
 public:
  virtual ~Exceptions() = default;
  /// `id` is the one that the alert would have.
  virtual bool excuses(const core::Finding& finding, const core::Observation* observation, core::Timestamp now,
                       const std::string& id) const = 0;
};

class Judge {
 public:
  /// Detectors in the order in which they are preferred as an alert's first cause.
  Judge(baselines::Behaviour& behaviour, std::vector<std::unique_ptr<Detector>> detectors, AlertContext context,
        AlertBook::Emit emit, const Exceptions* exceptions = nullptr);

  void observe(const core::Observation& observation);
  void tick(const core::Tick& tick);
  void finish();

  const BookStats& stats() const { return book_.stats(); }
  std::uint64_t excused() const { return excused_; }

 private:
  /// Not inlined, so that most traffic doesn't pay for it.
  [[gnu::noinline]] void judge(const baselines::Sight& sight);
  /// True where an alert was raised or has grown.
  bool conclude(const core::Observation* observation, core::Timestamp now, std::uint64_t seq);

  baselines::Behaviour& behaviour_;
  std::vector<std::unique_ptr<Detector>> detectors_;
  bool values_matter_;  ///< to one of them
  AlertBook book_;
  const Exceptions* exceptions_;
  std::vector<Verdict> verdicts_;
  std::uint64_t excused_ = 0;
};

}  // namespace vedette::detectors
