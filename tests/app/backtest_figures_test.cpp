// SPDX-License-Identifier: Apache-2.0
// Figures of alerts made by hand, and planted faults: a detector that always fires, one that never does, labels that
// are an hour off.
#include <cmath>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "app/backtest/figures.h"
#include "app/backtest/report.h"
#include "tests/app/backtest_cases.h"

using namespace vedette;
using namespace vedette::app::backtest;
using models::Labels;
using std::chrono::seconds;

namespace {

/// An attack each day at noon for ten minutes.
Labels an_attack_a_day() {
  Labels labels = a_week();
  for (int i = 0; i < 7; ++i) {
    const double noon = i * day + 12 * hour;
    labels.events.push_back(attack("a-" + std::to_string(i), noon, noon + 600, "stranger", "plc-1"));
  }
  return labels;
}

/// Finds each of them after half a minute.
std::vector<Raised> a_good_detector(const Labels& labels) {
  std::vector<Raised> raised;
  for (const auto& event : labels.events) {
    raised.push_back(alert(0, "10.0.0.66", "10.0.0.1"));
    raised.back().time = event.from + seconds{30};
  }
  return raised;
}

/// Every device, every ten minutes.
std::vector<Raised> one_that_always_fires() {
  std::vector<Raised> raised;
  for (double t = 0; t < 7 * day; t += 600) {
    for (int i = 1; i <= 9; ++i) raised.push_back(alert(t, "10.0.0." + std::to_string(i)));
  }
  return raised;
}

}  // namespace

// Chi-square quantiles from the tables of Pearson and Hartley: the interval is half of chi2(0.025; 2n) to half of
// chi2(0.975; 2n + 2), as in Garwood (1936).
TEST(BacktestIntervals, OfACountAreGarwoods) {
  const struct {
    std::uint64_t n;
    double low, high;
  } published[]{{0, 0, 7.3778 / 2},           {1, 0.0506 / 2, 11.1433 / 2},  {2, 0.4844 / 2, 14.4494 / 2},
                {5, 3.2470 / 2, 23.3367 / 2}, {10, 9.5908 / 2, 36.7807 / 2}, {25, 32.3574 / 2, 73.8099 / 2}};
  for (const auto& [n, low, high] : published) {
    const Interval in_1000 = rate_interval_per_1000(n, 1000);
    EXPECT_NEAR(in_1000.low, low, 6e-5) << n;
    EXPECT_NEAR(in_1000.high, high, 6e-5) << n;
    const Interval in_10000 = rate_interval_per_1000(n, 10'000);
    EXPECT_NEAR(in_10000.high, high / 10, 1e-5) << n;
  }
  EXPECT_EQ(rate_interval_per_1000(3, 0).high, 0) << "nothing was watched";
}

// Wilson (1927); the figures are those of Newcombe (1998), table I, examples 81/263, 15/148, 0/20, 1/29.
TEST(BacktestIntervals, OfAShareAreWilsons) {
  const struct {
    std::uint64_t hits, trials;
    double low, high;
  } published[]{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}};
  for (const auto& [hits, trials, low, high] : published) {
    const Interval interval = share_interval(hits, trials);
    EXPECT_NEAR(interval.low, low, 6e-5) << hits;
    EXPECT_NEAR(interval.high, high, 6e-5) << hits;
  }
  EXPECT_EQ(share_interval(0, 0).high, 1);
}

TEST(BacktestFigures, AGoodDetector) {
  const Labels labels = an_attack_a_day();
  const Figures f = measured(labels, a_good_detector(labels));
  EXPECT_EQ(f.all.events, 7U);
  EXPECT_EQ(f.all.detected, 7U);
  EXPECT_EQ(f.all.found_right, 7U);
  EXPECT_EQ(f.all.rate(), 1);
  EXPECT_EQ(f.all.rate_beyond_chance(), 1);
  EXPECT_EQ(f.all.median_after(), seconds{30});
  EXPECT_EQ(f.all.top_cause_right(), 1);
  EXPECT_EQ(f.all.alerts_per_event(), 1);
  EXPECT_EQ(f.false_alerts, 0U);
  EXPECT_DOUBLE_EQ(f.exposure.device_days(), 70);
  EXPECT_EQ(f.false_alerts_per_1000(), 0);
  EXPECT_NEAR(f.false_alert_interval().high, 3.6889 / 70 * 1000, 0.01);
  EXPECT_EQ(f.detectors.at("novelty").events_first, 7U);
  EXPECT_EQ(f.scenarios.at({"rogue_master", "loud"}).detected, 7U);
}

TEST(BacktestFigures, ADetectorThatNeverFires) {
  const Figures f = measured(an_attack_a_day(), {});
  EXPECT_EQ(f.all.detected, 0U);
  EXPECT_EQ(f.all.rate(), 0);
  EXPECT_EQ(f.all.median_after(), std::nullopt);
  EXPECT_EQ(f.all.top_cause_right(), std::nullopt);
  EXPECT_EQ(f.all.alerts_per_event(), std::nullopt);
  EXPECT_EQ(f.false_alerts, 0U);
}

// It "finds" every event, and every one of them by chance: nothing is left of it, and its false alerts are countless.
TEST(BacktestFigures, ADetectorThatAlwaysFires) {
  const Figures f = measured(an_attack_a_day(), one_that_always_fires());
  EXPECT_EQ(f.all.rate(), 1);
  EXPECT_NEAR(f.all.by_chance, 7, 0.01);
  EXPECT_LT(*f.all.rate_beyond_chance(), 0.01);
  // All but those on plc-1 from noon until ten past one: eight of an alert each ten minutes, seven times.
  EXPECT_EQ(f.false_alerts, 7U * 144 * 9 - 7 * 8);
  EXPECT_GT(*f.realised_over_nominal(0.001), 100'000);
  EXPECT_EQ(f.all.alerts_per_event(), 8);
}

TEST(BacktestFigures, LabelsAnHourAndAHalfOff) {
  const Labels labels = an_attack_a_day();
  const auto raised = a_good_detector(labels);
  Labels late = labels, early = labels;
  for (auto& event : late.events) event.from += seconds{5400}, event.to += seconds{5400};
  for (auto& event : early.events) event.from -= seconds{5400}, event.to -= seconds{5400};
  for (const Labels* shifted : {&late, &early}) {
    const Figures f = measured(*shifted, raised);
    EXPECT_EQ(f.all.detected, 0U);
    EXPECT_EQ(f.false_alerts, 7U) << "what was right is false now";
  }
}

// An hour late, the alerts come before their events; an hour early, they fall into the grace and seem an hour late.
TEST(BacktestFigures, LabelsAnHourOff) {
  const Labels labels = an_attack_a_day();
  const auto raised = a_good_detector(labels);
  Labels late = labels, early = labels;
  for (auto& event : late.events) event.from += seconds{3600}, event.to += seconds{3600};
  for (auto& event : early.events) event.from -= seconds{3600}, event.to -= seconds{3600};
  EXPECT_EQ(measured(late, raised).all.detected, 0U);
  EXPECT_EQ(measured(late, raised).false_alerts, 7U);
  EXPECT_EQ(measured(early, raised).all.median_after(), seconds{3630});
}

TEST(BacktestFigures, ChanceIsTheRateOutsideOfEvents) {
  Labels labels = a_week();
  labels.events = {attack("a", 2 * day, 2 * day + hour, "stranger", "plc-1")};
  // Three on plc-1 outside, one on a device that takes no part, one within.
  const Figures f =
      measured(labels, {alert(1 * day, "10.0.0.1"), alert(2 * day + 60, "10.0.0.1"), alert(3 * day, "10.0.0.2"),
                        alert(4 * day, "10.0.0.1"), alert(5 * day, "10.0.0.3", "10.0.0.1")});
  const double window = 2 * hour, outside = 7 * day - window;
  EXPECT_NEAR(f.all.by_chance, 1 - std::exp(-3 * window / outside), 1e-12);
  EXPECT_EQ(f.all.detected, 1U);
  EXPECT_NEAR(*f.all.rate_beyond_chance(), 1 - f.all.by_chance, 1e-12);
  EXPECT_EQ(f.false_alerts, 4U);
}

TEST(BacktestFigures, NoTimeOutsideOfEventsTellsNothingOfChance) {
  Labels labels = a_week();
  labels.events = {attack("a", 0, 7 * day, "stranger", "plc-1")};
  const Figures f = measured(labels, {alert(60, "10.0.0.1")});
  EXPECT_EQ(f.all.chance_unknown, 1U);
  EXPECT_EQ(f.all.by_chance, 0);
  EXPECT_EQ(f.all.detected, 1U);
}

TEST(BacktestFigures, SightingsNeverDetect) {
  Labels labels = an_attack_a_day();
  auto raised = a_good_detector(labels);
  for (auto& one : raised) one.sighting = true;
  raised.push_back(alert(6 * day, "10.0.0.5"));
  raised.back().sighting = true;
  const Figures f = measured(labels, raised);
  EXPECT_EQ(f.all.detected, 0U);
  EXPECT_EQ(f.all.sighted, 7U);
  EXPECT_EQ(f.sightings, 8U);
  EXPECT_EQ(f.false_sightings, 1U);
  EXPECT_EQ(f.false_alerts, 0U);
}

TEST(BacktestFigures, HardCasesAreCountedApart) {
  Labels labels = a_week();
  labels.events = {hard_case("m-1", 1 * day, 1 * day + hour, "plc-1"),
                   hard_case("m-2", 2 * day, 2 * day + hour, "plc-2"),
                   hard_case("m-3", 3 * day, 3 * day + hour, "plc-3")};
  auto grouped = alert(2 * day + 60, "10.0.0.2");
  grouped.incident = "i";
  auto same = alert(2 * day + 600, "10.0.0.2");
  same.incident = "i";
  const Figures f =
      measured(labels, {alert(1 * day + 10, "10.0.0.1"), alert(1 * day + 20, "10.0.0.1"),
                        alert(1 * day + 20 + 1.5 * hour, "10.0.0.1"), grouped, same, alert(5 * day, "10.0.0.1")});
  const HardCase& hard = f.hard_cases.at("maintenance");
  EXPECT_EQ(hard.cases, 3U);
  EXPECT_EQ(hard.alerts, 5U);
  EXPECT_EQ(hard.incidents, 3U) << "two of plc-1, an hour apart, and one that was grouped";
  EXPECT_EQ(hard.worst, 2U);
  EXPECT_EQ(f.false_alerts, 1U);
  EXPECT_EQ(f.all.events, 0U);
  EXPECT_EQ(f.all.rate(), std::nullopt);
}

TEST(BacktestFigures, ByDetectorAndRole) {
  Labels labels = a_week();
  labels.events = {attack("a", 1 * day, 1 * day + 60, "stranger", "plc-1")};
  auto wrong = alert(1 * day + 5, "10.0.0.1");
  wrong.detector = "rate";
  wrong.cause = "reads";
  wrong.role = "hmi";
  const Figures f = measured(labels, {wrong, alert(1 * day + 10, "10.0.0.66"), alert(5 * day, "10.0.0.1")});
  EXPECT_EQ(f.detectors.at("rate").events_first, 1U);
  EXPECT_EQ(f.detectors.at("rate").right, 0U);
  EXPECT_EQ(f.detectors.at("novelty").events_first, 0U);
  EXPECT_EQ(f.detectors.at("novelty").in_events, 1U);
  EXPECT_EQ(f.detectors.at("novelty").is_false, 1U);
  EXPECT_EQ(f.roles.at("hmi").in_events, 1U);
  EXPECT_EQ(f.roles.at("plc").is_false, 1U);
  EXPECT_EQ(f.all.top_cause_right(), 0.5);
  EXPECT_EQ(f.all.found_right, 1U);
}

TEST(BacktestFigures, TheMedianOfAnEvenNumberLiesBetween) {
  Labels labels = an_attack_a_day();
  labels.events.resize(4);
  std::vector<Raised> raised;
  for (const int late : {1, 2, 4, 100}) {
    raised.push_back(alert(0, "10.0.0.66"));
    raised.back().time = labels.events[raised.size() - 1].from + seconds{late};
  }
  EXPECT_EQ(measured(labels, raised).all.median_after(), seconds{3});
}

/// Whatever was, or was not, there: text, valid JSON, a picture.
TEST(BacktestReport, NothingAtAllIsSensible) {
  for (const bool watched : {false, true}) {
    Labels labels = watched ? a_week() : Labels{};
    Report report;
    report.budget = 0.001;
    report.figures = measured(labels, {});
    report.curve = {{0.001, report.figures}};
    report.rivals = {{"box_plot", "", report.figures}};
    report.labels = labels;
    for (const std::string& text : {report_text(report), report_json(report), report_svg(report)}) {
      EXPECT_EQ(text.find("nan"), std::string::npos) << text;
      EXPECT_EQ(text.find("inf"), std::string::npos) << text;
    }
    const auto json = nlohmann::json::parse(report_json(report));
    EXPECT_EQ(json["false_alerts"], 0);
    EXPECT_TRUE(json["detection_rate"].is_null());
    EXPECT_EQ(json["false_alerts_per_1000_device_days"].is_null(), !watched);
    EXPECT_EQ(json["interval"].is_null(), !watched);
  }
}

TEST(BacktestReport, JsonHasTheKeysOfTheContract) {
  const Labels labels = an_attack_a_day();
  Report report;
  report.budget = 0.001;
  report.figures = measured(labels, a_good_detector(labels));
  report.curve = {{0.001, report.figures}};
  report.rivals = {{"box_plot", "x", report.figures}};
  report.labels = labels;
  const auto json = nlohmann::json::parse(report_json(report));
  for (const auto* of : {&json, &json["rivals"][0]}) {
    for (const auto* key : {"budget_per_device_day", "device_days", "false_alerts", "false_alerts_per_1000_device_days",
                            "interval", "scenarios", "hard_cases"})
      EXPECT_TRUE(of->contains(key)) << key;
    for (const auto* key : {"id", "name", "intensity", "events", "detected", "median_time_to_detect_s",
                            "top_cause_right", "alerts_per_event"})
      EXPECT_TRUE((*of)["scenarios"][0].contains(key)) << key;
  }
  EXPECT_EQ(json["scenarios"][0]["median_time_to_detect_s"], 30.0);
  EXPECT_EQ(json["scenarios"][0]["name"], "rogue master");
  EXPECT_EQ(json["scenarios"][0]["detected_right"], 7);
  EXPECT_EQ(json["scenarios"][0]["alerts"], 7);
  EXPECT_EQ(json["scenarios"][0]["top_cause_right"], 1.0);
  EXPECT_EQ(json["interval"].size(), 2U);
}
