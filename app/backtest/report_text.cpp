// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/backtest/report.h"

namespace vedette::app::backtest {
namespace {

std::string percent(std::optional<double> share) {
  return share ? fmt::format("{:.0f} %", *share * 100) : "-";
}

std::string number(std::optional<double> value) {
  return value ? fmt::format("{:.3g}", *value) : "-";
}

std::string time(std::optional<core::Duration> duration) {
  return duration ? time_text(*duration) : "-";
}

std::string rate(const Figures& figures) {
  const auto per_1000 = figures.false_alerts_per_1000();
  if (!per_1000) return "-";
  const Interval interval = figures.false_alert_interval();
  return fmt::format("{:.4g} ({:.4g} to {:.4g})", *per_1000, interval.low, interval.high);
}

class Table {
 public:
  explicit Table(std::vector<std::string> head) { rows_.push_back(std::move(head)); }
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

  /// First column left, the others right.
  std::string str() const {
    std::vector<std::size_t> widths(rows_.front().size());
    for (const auto& row : rows_) {
      for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    std::string out;
    for (const auto& row : rows_) {
      std::string line = fmt::format("  {:<{}}", row[0], widths[0]);
      for (std::size_t i = 1; i < row.size(); ++i) line += fmt::format("  {:>{}}", row[i], widths[i]);
      out += line + "\n";
    }
    return out;
  }

 private:
  std::vector<std::vector<std::string>> rows_;
};

std::string summary(const Report& report) {
  const Figures& f = report.figures;
  const Detection& all = f.all;
  const Interval interval = share_interval(all.detected, all.events);
  std::string out =
      fmt::format("Site {}, {:.4g} devices over {}: {:.4g} device-days, {} packets.\n",
                  report.site.empty() ? "without a name" : report.site, f.exposure.devices,
                  core::format_duration(f.exposure.to - f.exposure.from), f.exposure.device_days(), report.packets);
  if (all.events == 0) {
    out += "No attack is labelled: nothing could be detected.\n";
  } else {
    out += fmt::format("Detected {} of {} events ({}, 95 % interval {:.0f} to {:.0f} %), median time to detect {}.\n",
                       all.detected, all.events, percent(all.rate()), interval.low * 100, interval.high * 100,
                       time(all.median_after()));
    out += fmt::format(
        "Expected by chance: {:.3g} events; beyond chance {}.{}\n", all.by_chance, percent(all.rate_beyond_chance()),
        all.chance_unknown == 0
            ? ""
            : fmt::format(" Of {} events it can't be told: no time is left outside.", all.chance_unknown));
    out +=
        fmt::format("Top cause right in {} of the alerts in events; {} alerts per detected event, {} per incident.\n",
                    percent(all.top_cause_right()), number(all.alerts_per_event()), number(all.alerts_per_incident()));
  }
  out += fmt::format("False alerts: {} in {} incidents; per 1,000 device-days {}.\n", f.false_alerts, f.false_incidents,
                     rate(f));
  out += fmt::format("Budget {:.4g} per 1,000 device-days: realised over nominal {}.\n", report.budget * 1000,
                     number(f.realised_over_nominal(report.budget)));
  out += fmt::format("Sightings (not alerts): {}, of which {} outside of events and cases; events only sighted: {}.\n",
                     f.sightings, f.false_sightings, all.sighted);
  return out;
}

std::string scenarios(const Figures& figures) {
  Table table({"scenario", "intensity", "events", "detected", "by chance", "median time", "top cause right",
               "alerts/event", "sighted only"});
  for (const auto& [key, d] : figures.scenarios) {
    table.add({key.scenario, key.intensity, std::to_string(d.events), std::to_string(d.detected), number(d.by_chance),
               time(d.median_after()), percent(d.top_cause_right()), number(d.alerts_per_event()),
               std::to_string(d.sighted)});
  }
  return table.str();
}

std::string hard_cases(const Figures& figures) {
  Table table({"hard case", "cases", "incidents", "worst", "alerts", "sightings"});
  for (const auto& [name, hard] : figures.hard_cases) {
    table.add({name, std::to_string(hard.cases), std::to_string(hard.incidents), std::to_string(hard.worst),
               std::to_string(hard.alerts), std::to_string(hard.sightings)});
  }
  return table.str();
}

std::string counts(const std::string& what, const std::map<std::string, AlertCounts>& of) {
  Table table({what, "alerts", "in events", "events first", "in hard cases", "false", "top cause right"});
  for (const auto& [name, c] : of) {
    table.add({name.empty() ? "(none)" : name, std::to_string(c.alerts), std::to_string(c.in_events),
               std::to_string(c.events_first), std::to_string(c.in_hard_cases), std::to_string(c.is_false),
               percent(c.top_cause_right())});
  }
  return table.str();
}

std::vector<std::string> curve_row(std::string name, const Figures& f, std::optional<double> budget) {
  return {std::move(name),
          fmt::format("{}/{}", f.all.detected, f.all.events),
          percent(f.all.rate_beyond_chance()),
          time(f.all.median_after()),
          percent(f.all.top_cause_right()),
          std::to_string(f.false_alerts),
          rate(f),
          number(budget ? f.realised_over_nominal(*budget) : std::nullopt)};
}

std::string comparison(const Report& report) {
  Table table({"", "detected", "beyond chance", "median time", "top cause right", "false alerts",
               "per 1,000 device-days", "realised/nominal"});
  for (const CurvePoint& point : report.curve) {
    table.add(curve_row(fmt::format("budget {:.4g}{}", point.budget * 1000, point.budget == report.budget ? " *" : ""),
                        point.figures, point.budget));
  }
  for (const RivalReport& rival : report.rivals) table.add(curve_row(rival.name, rival.figures, std::nullopt));
  return table.str();
}

}  // namespace

std::string time_text(core::Duration duration) {
  const double seconds = std::chrono::duration<double>(duration).count();
  if (seconds < 1) return fmt::format("{:.3g} ms", seconds * 1000);
  return seconds < 10 ? fmt::format("{:.3g} s", seconds) : core::format_duration(duration);
}

std::string report_text(const Report& report) {
  const Figures& f = report.figures;
  std::string out = summary(report);
  if (!f.scenarios.empty()) out += "\n" + scenarios(f);
  if (!f.hard_cases.empty()) out += "\n" + hard_cases(f);
  if (!f.detectors.empty()) out += "\n" + counts("detector", f.detectors);
  if (!f.detectors.empty()) out += "\n" + counts("role", f.roles);
  out += "\nBudgets are false alerts per 1,000 device-days; * is the one of the figures above.\n" + comparison(report);
  return out;
}

}  // namespace vedette::app::backtest
