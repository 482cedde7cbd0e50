// SPDX-License-Identifier: Apache-2.0
#include "app/backtest/figures.h"

#include <algorithm>

#include "app/backtest/chance.h"
#include "app/backtest/incidents.h"
#include "app/backtest/matching.h"

namespace vedette::app::backtest {
namespace {

std::optional<double> share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

/// Alerts as they are sorted to what they belong to.
class Sorting {
 public:
  Sorting(const models::Labels& labels, const Exposure& exposure)
      : labels_(labels), matcher_(labels), outcomes_(labels.events.size()), incidents_(labels.events.size()) {
    figures_.exposure = exposure;
    for (const auto& [role, devices] : exposure.roles) figures_.roles[role];
  }

  void add(const Raised& raised) {
    const Exposure& exposure = figures_.exposure;
    if (raised.time < exposure.from || raised.time > exposure.to) return;
    const auto event = matcher_.match(raised);
    if (raised.sighting) return add_sighting(event);
    if (!event || labels_.events[*event].benign) others_.push_back(&raised);
    auto& by_detector = figures_.detectors[raised.detector];
    auto& by_role = figures_.roles[raised.role];
    for (AlertCounts* counts : {&by_detector, &by_role}) count(*counts, event, raised);
    if (!event) {
      ++figures_.false_alerts;
      false_incidents_.add(raised);
      return;
    }
    incidents_[*event].add(raised);
    add_to(outcomes_[*event], raised, labels_.events[*event]);
  }

  Figures finish() {
    for (std::size_t i = 0; i < labels_.events.size(); ++i) {
      const auto& event = labels_.events[i];
      if (event.from < figures_.exposure.from || event.from > figures_.exposure.to) continue;
      EventOutcome& outcome = outcomes_[i];
      outcome.event = i;
      outcome.incidents = incidents_[i].count();
      if (event.benign)
        add_hard_case(event, outcome);
      else
        add_attack(event, outcome);
    }
    figures_.false_incidents = false_incidents_.count();
    return std::move(figures_);
  }

 private:
  void add_sighting(std::optional<std::size_t> event) {
    ++figures_.sightings;
    if (event)
      ++outcomes_[*event].sightings;
    else
      ++figures_.false_sightings;
  }

  void count(AlertCounts& counts, std::optional<std::size_t> event, const Raised& raised) const {
    ++counts.alerts;
    if (!event) {
      ++counts.is_false;
    } else if (labels_.events[*event].benign) {
      ++counts.in_hard_cases;
    } else {
      ++counts.in_events;
      if (!outcomes_[*event].after) ++counts.events_first;
      const auto right = right_cause(raised, labels_.events[*event]);
      if (right) ++counts.judged;
      if (right.value_or(false)) ++counts.right;
    }
  }

  static void add_to(EventOutcome& outcome, const Raised& raised, const models::LabelledEvent& event) {
    ++outcome.alerts;
    if (!outcome.after) {
      outcome.after = std::max(core::Duration{}, raised.time - event.from);
      outcome.detector = raised.detector;
    }
    const auto right = right_cause(raised, event);
    if (right) ++outcome.judged;
    if (right.value_or(false)) ++outcome.right;
  }

  void add_attack(const models::LabelledEvent& event, EventOutcome& outcome) {
    outcome.chance = chance_of(outcome.event, labels_, matcher_, others_, figures_.exposure);
    const ScenarioKey key{event.scenario, event.intensity};
    figures_.all.add(outcome);
    figures_.scenarios[key].add(outcome);
    auto& techniques = figures_.techniques[key];
    for (const std::string& technique : event.attack) {
      if (std::ranges::find(techniques, technique) == techniques.end()) techniques.push_back(technique);
    }
    figures_.outcomes.push_back(std::move(outcome));
  }

  void add_hard_case(const models::LabelledEvent& event, const EventOutcome& outcome) {
    HardCase& hard = figures_.hard_cases[event.scenario];
    ++hard.cases;
    hard.incidents += outcome.incidents;
    hard.alerts += outcome.alerts;
    hard.sightings += outcome.sightings;
    hard.worst = std::max(hard.worst, outcome.incidents);
  }

  const models::Labels& labels_;
  Matcher matcher_;
  Figures figures_;
  std::vector<EventOutcome> outcomes_;  ///< by event, hard cases too
  std::vector<Incidents> incidents_;    ///< likewise
  Incidents false_incidents_;
  Others others_;
};

}  // namespace

void Detection::add(const EventOutcome& outcome) {
  ++events;
  alerts += outcome.alerts;
  incidents += outcome.incidents;
  judged += outcome.judged;
  right += outcome.right;
  by_chance += outcome.chance.value_or(0);
  if (!outcome.chance) ++chance_unknown;
  if (!outcome.after) {
    if (outcome.sightings > 0) ++sighted;
    return;
  }
  ++detected;
  if (outcome.right > 0) ++found_right;
  after.insert(std::ranges::upper_bound(after, *outcome.after), *outcome.after);
}

std::optional<double> Detection::rate() const {
  return share(detected, events);
}

std::optional<double> Detection::rate_beyond_chance() const {
  if (events == 0) return std::nullopt;
  return std::max(0.0, static_cast<double>(detected) - by_chance) / static_cast<double>(events);
}

std::optional<core::Duration> Detection::median_after() const {
  if (after.empty()) return std::nullopt;
  const std::size_t middle = after.size() / 2;
  return after.size() % 2 == 1 ? after[middle] : (after[middle - 1] + after[middle]) / 2;
}

std::optional<double> Detection::top_cause_right() const {
  return share(right, judged);
}

std::optional<double> Detection::alerts_per_event() const {
  return share(alerts, detected);
}

std::optional<double> Detection::alerts_per_incident() const {
  return share(alerts, incidents);
}

std::optional<double> AlertCounts::top_cause_right() const {
  return share(right, judged);
}

std::optional<double> Figures::false_alerts_per_1000() const {
  const double days = exposure.device_days();
  if (!(days > 0)) return std::nullopt;
  return static_cast<double>(false_alerts) / days * 1000;
}

Interval Figures::false_alert_interval() const {
  return rate_interval_per_1000(false_alerts, exposure.device_days());
}

std::optional<double> Figures::realised_over_nominal(double budget) const {
  const double nominal = budget * exposure.device_days();
  if (!(nominal > 0)) return std::nullopt;
  return static_cast<double>(false_alerts) / nominal;
}

Figures measure(const models::Labels& labels, const std::vector<Raised>& raised, const Exposure& exposure) {
  Sorting sorting(labels, exposure);
  for (const Raised& one : raised) sorting.add(one);
  return sorting.finish();
}

}  // namespace vedette::app::backtest
