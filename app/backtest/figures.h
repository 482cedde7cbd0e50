// SPDX-License-Identifier: Apache-2.0
// What a run's alerts are worth against the labels: for the sensor at one budget, or for a rival. No point adjustment:
// an event is found by an alert or it is not, and one alert belongs to one event at most.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/backtest/exposure.h"
#include "app/backtest/intervals.h"
#include "app/backtest/raised.h"
#include "models/labels.h"

namespace vedette::app::backtest {

/// One attack and what was said of it.
struct EventOutcome {
  std::size_t event = 0;                    ///< index in the labels
  std::optional<core::Duration> after;      ///< of the first alert; none: not detected
  std::string detector;                     ///< of the first alert
  std::uint64_t alerts = 0, sightings = 0;  ///< that belong to it
  std::uint64_t incidents = 0;
  std::uint64_t judged = 0, right = 0;  ///< alerts whose first cause the labels can judge, and those it is right in
  std::optional<double> chance;         ///< of an alert by chance; none where it can't be told
};

/// Attacks added up: all of them, or those of one scenario and intensity.
struct Detection {
  std::uint64_t events = 0, detected = 0, sighted = 0;  ///< sighted: only by sightings, so not detected
  std::uint64_t found_right = 0;                        ///< detected, with the right cause in one alert at least
  std::uint64_t alerts = 0, incidents = 0, judged = 0, right = 0;
  std::vector<core::Duration> after;  ///< of the detected, ascending
  double by_chance = 0;               ///< events expected to be matched by chance
  std::uint64_t chance_unknown = 0;

  void add(const EventOutcome& outcome);
  std::optional<double> rate() const;
  /// What is left of the rate without the matches that chance explains.
  std::optional<double> rate_beyond_chance() const;
  std::optional<core::Duration> median_after() const;
  std::optional<double> top_cause_right() const;   ///< share of the judged alerts
  std::optional<double> alerts_per_event() const;  ///< of those detected
  std::optional<double> alerts_per_incident() const;
};

struct ScenarioKey {
  std::string scenario, intensity;
  auto operator<=>(const ScenarioKey&) const = default;
};

/// Benign cases of one name.
struct HardCase {
  std::uint64_t cases = 0, incidents = 0, alerts = 0, sightings = 0;
  std::uint64_t worst = 0;  ///< incidents of one case
};

/// Alerts of one detector, or about devices of one role.
struct AlertCounts {
  std::uint64_t alerts = 0, in_events = 0, in_hard_cases = 0, is_false = 0, judged = 0, right = 0;
  std::uint64_t events_first = 0;                 ///< events whose first alert it was
  std::optional<double> top_cause_right() const;  ///< share of the judged alerts
};

struct Figures {
  Exposure exposure;
  Detection all;
  std::map<ScenarioKey, Detection> scenarios;
  std::map<ScenarioKey, std::vector<std::string>> techniques;
  std::map<std::string, HardCase> hard_cases;
  std::map<std::string, AlertCounts> detectors, roles;
  std::uint64_t false_alerts = 0, false_incidents = 0;
  std::uint64_t sightings = 0, false_sightings = 0;
  std::vector<EventOutcome> outcomes;  ///< of the attacks, in the labels' order

  std::optional<double> false_alerts_per_1000() const;
  Interval false_alert_interval() const;
  /// False alerts over those that the budget allows; none where it allows none.
  std::optional<double> realised_over_nominal(double budget) const;
};

/// `raised` in order of time. What came outside of the exposure is left out, as are events that begin there.
Figures measure(const models::Labels& labels, const std::vector<Raised>& raised, const Exposure& exposure);

}  // namespace vedette::app::backtest
