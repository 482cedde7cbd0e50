// SPDX-License-Identifier: Apache-2.0
// What a detector is: it judges what baselines make of the traffic, in two steps. A verdict is cheap and made for every
// odd observation; the finding behind it, with its words, is made once per cause. Called per observation and per tick,
// from the ordered stage's thread.
//
// Two lanes share the budget of false alerts (docs/detection.md). A verdict whose rarity is within its share goes out
// at once: the fast lane. What is rarer than usual but not that rare carries its rarity on for the slow lane, which
// adds it up over windows and families; until then it is a sighting.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "baselines/behaviour.h"
#include "core/finding.h"
#include "core/tick.h"

namespace vedette::detectors {

class Detector;

struct Verdict {
  const Detector* by = nullptr;
  std::uint64_t cause = 0;  ///< equal causes are one alert; made by cause_key()
  core::Severity severity = core::Severity::info;
  bool sighting = false;       ///< to be shown, not to be counted: rarer than nothing, not rare enough for its share
  baselines::EntityId device;  ///< who stepped out of its role
  baselines::EntityId peer;    ///< to whom; unset where there is none
  double per_device_day = 0;   ///< how often such a thing is expected; 0 where a rule forbids it
  std::string_view feature;    ///< static: names its share of the surprise: "peer", "registers", "reads"
  std::uint32_t detail = 0;    ///< the detector's own, for explain(): valid until its next call
};

std::uint64_t cause_key(std::string_view detector, baselines::EntityId device, baselines::EntityId peer,
                        std::string_view kind, std::uint64_t more = 0);

/// How grave an act of this class is where it should not have happened.
core::Severity severity_of(core::VerbClass verb_class);

struct DetectorInfo {
  std::string_view name;
  std::string_view what;  ///< one line, for `vedette describe`
};

class Detector {
 public:
  virtual ~Detector() = default;
  virtual const DetectorInfo& info() const = 0;
  /// It looks at values, which differ where all else is familiar: then it is asked of every message that has any.
  virtual bool judges_values() const { return false; }
  virtual void observe(const baselines::Sight& sight, std::vector<Verdict>& verdicts) = 0;
  virtual void tick(const core::Tick& tick, std::span<const baselines::OddWindows> odd,
                    std::vector<Verdict>& verdicts) = 0;
  /// The words for a verdict of the call just made. `observation` is null at ticks.
  virtual core::Finding explain(const Verdict& verdict, const core::Observation* observation) const = 0;
};

}  // namespace vedette::detectors
