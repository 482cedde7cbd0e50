// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/backtest/report.h"
#include "exporters/json_fields.h"

namespace vedette::app::backtest {
namespace {

using exporters::JsonFields;

void real_or_null(JsonFields& json, std::string_view name, std::optional<double> value) {
  value ? json.real(name, *value) : json.null(name);
}

void seconds_or_null(JsonFields& json, std::string_view name, std::optional<core::Duration> value) {
  real_or_null(json, name, value ? std::optional{std::chrono::duration<double>(*value).count()} : std::nullopt);
}

void write_interval(JsonFields& json, std::string_view name, const Interval& interval, bool known = true) {
  if (!known) return json.null(name);
  json.begin_array(name);
  json.real("", interval.low);
  json.real("", interval.high);
  json.end_array();
}

void write_detection(JsonFields& json, const Detection& detection) {
  json.number("events", detection.events);
  json.number("detected", detection.detected);
  json.number("detected_right", detection.found_right);
  json.number("alerts", detection.alerts);
  json.number("incidents", detection.incidents);
  json.number("sighted_only", detection.sighted);
  real_or_null(json, "detected_by_chance", detection.by_chance);
  real_or_null(json, "detection_rate", detection.rate());
  real_or_null(json, "detection_rate_beyond_chance", detection.rate_beyond_chance());
  write_interval(json, "detection_interval", share_interval(detection.detected, detection.events),
                 detection.events > 0);
  seconds_or_null(json, "median_time_to_detect_s", detection.median_after());
  real_or_null(json, "top_cause_right", detection.top_cause_right());
  real_or_null(json, "alerts_per_event", detection.alerts_per_event());
  real_or_null(json, "alerts_per_incident", detection.alerts_per_incident());
}

/// Per 1,000 device-days.
void write_false_alerts(JsonFields& json, const Figures& figures, std::optional<double> budget) {
  const double days = figures.exposure.device_days();
  real_or_null(json, "budget_per_device_day", budget);
  json.real("device_days", days);
  json.number("false_alerts", figures.false_alerts);
  real_or_null(json, "false_alerts_per_1000_device_days", figures.false_alerts_per_1000());
  write_interval(json, "interval", figures.false_alert_interval(), days > 0);
  json.number("false_incidents", figures.false_incidents);
  write_interval(json, "false_incident_interval", rate_interval_per_1000(figures.false_incidents, days), days > 0);
  real_or_null(json, "realised_over_nominal", budget ? figures.realised_over_nominal(*budget) : std::nullopt);
}

void write_scenarios(JsonFields& json, const Figures& figures) {
  json.begin_array("scenarios");
  for (const auto& [key, detection] : figures.scenarios) {
    std::string name = key.scenario;
    std::ranges::replace(name, '_', ' ');
    json.begin_object("");
    json.text("id", key.scenario);
    json.text("name", name);
    json.text("intensity", key.intensity);
    json.begin_array("attack");
    for (const std::string& technique : figures.techniques.at(key)) json.text("", technique);
    json.end_array();
    write_detection(json, detection);
    json.end_object();
  }
  json.end_array();
}

void write_hard_cases(JsonFields& json, const Figures& figures) {
  json.begin_array("hard_cases");
  for (const auto& [name, hard] : figures.hard_cases) {
    json.begin_object("");
    json.text("name", name);
    json.number("cases", hard.cases);
    json.number("incidents", hard.incidents);
    json.number("incidents_of_worst_case", hard.worst);
    json.number("alerts", hard.alerts);
    json.number("sightings", hard.sightings);
    json.end_object();
  }
  json.end_array();
}

void write_counts(JsonFields& json, std::string_view list, const std::map<std::string, AlertCounts>& counts,
                  const Exposure* exposure) {
  json.begin_array(list);
  for (const auto& [name, count] : counts) {
    json.begin_object("");
    json.text("name", name);
    json.number("alerts", count.alerts);
    json.number("in_events", count.in_events);
    json.number("in_hard_cases", count.in_hard_cases);
    json.number("false_alerts", count.is_false);
    json.number("events_found_first", count.events_first);
    real_or_null(json, "top_cause_right", count.top_cause_right());
    if (exposure != nullptr) {
      const auto devices = exposure->roles.find(name);
      real_or_null(json, "device_days",
                   devices == exposure->roles.end() ? std::nullopt : std::optional{devices->second * exposure->days()});
    }
    json.end_object();
  }
  json.end_array();
}

void write_events(JsonFields& json, const Figures& figures, const models::Labels& labels) {
  json.begin_array("events_detail");
  for (const EventOutcome& outcome : figures.outcomes) {
    const auto& event = labels.events[outcome.event];
    json.begin_object("");
    json.text("id", event.id);
    json.text("scenario", event.scenario);
    json.text("intensity", event.intensity);
    json.boolean("detected", outcome.after.has_value());
    seconds_or_null(json, "time_to_detect_s", outcome.after);
    if (!outcome.detector.empty()) json.text("detector", outcome.detector);
    json.number("alerts", outcome.alerts);
    json.number("right", outcome.right);
    json.number("sightings", outcome.sightings);
    real_or_null(json, "chance", outcome.chance);
    json.end_object();
  }
  json.end_array();
}

void write_figures(JsonFields& json, const Figures& figures, std::optional<double> budget) {
  write_false_alerts(json, figures, budget);
  write_detection(json, figures.all);
  json.number("sightings", figures.sightings);
  json.number("false_sightings", figures.false_sightings);
  write_scenarios(json, figures);
  write_hard_cases(json, figures);
}

}  // namespace

std::string report_json(const Report& report) {
  JsonFields json;
  json.begin_object("");
  write_figures(json, report.figures, report.budget);
  write_counts(json, "detectors", report.figures.detectors, nullptr);
  write_counts(json, "roles", report.figures.roles, &report.figures.exposure);
  write_events(json, report.figures, report.labels);
  json.begin_array("curve");
  for (const CurvePoint& point : report.curve) {
    json.begin_object("");
    write_false_alerts(json, point.figures, point.budget);
    write_detection(json, point.figures.all);
    json.end_object();
  }
  json.end_array();
  json.begin_array("rivals");
  for (const RivalReport& rival : report.rivals) {
    json.begin_object("");
    json.text("name", rival.name);
    json.text("what", rival.what);
    write_figures(json, rival.figures, std::nullopt);
    json.end_object();
  }
  json.end_array();
  json.text("site", report.site);
  json.text("capture", report.capture);
  json.number("packets", report.packets);
  if (report.labels.seed) json.number("seed", *report.labels.seed);
  if (report.model_digest) json.text("model_digest", *report.model_digest);
  json.end_object();
  return json.str();
}

}  // namespace vedette::app::backtest
