// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "app/backtest/report.h"
#include "app/backtest/svg_panel.h"

namespace vedette::app::backtest {
namespace {

constexpr std::array<std::string_view, 4> dashes{"", "8 4", "2 3", "10 3 2 3"};

/// One letter each, budgets first: what the letter is called in the key.
struct Series {
  std::string letter, name;
  const Figures* figures;
  bool is_rival;
};

std::vector<Series> series_of(const Report& report) {
  std::vector<Series> all;
  const auto add = [&](std::string name, const Figures& figures, bool is_rival) {
    all.push_back({std::string(1, static_cast<char>('A' + all.size() % 26)), std::move(name), &figures, is_rival});
  };
  for (const CurvePoint& point : report.curve)
    add(fmt::format("budget {:.4g} per 1,000 device-days", point.budget * 1000), point.figures, false);
  for (const RivalReport& rival : report.rivals) add(rival.name, rival.figures, true);
  return all;
}

double seconds(core::Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

/// Share of the events detected within a time, as steps.
SvgPanel over_time(const std::vector<Series>& all) {
  std::vector<Tick> ticks{{0.01, "10 ms"}, {0.1, "0.1 s"},  {1, "1 s"},    {10, "10 s"},
                          {60, "1 min"},   {600, "10 min"}, {3600, "1 h"}, {86'400, "1 d"}};
  for (const Series& series : all) {
    const auto& after = series.figures->all.after;
    if (!after.empty() && seconds(after.back()) > ticks.back().value) ticks.back() = {30 * 86'400.0, "30 d"};
  }
  SvgPanel panel(70, 470, "Events detected within a time", "time from the first frame of the event", ticks, false);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Detection& d = all[i].figures->all;
    if (all[i].is_rival || d.events == 0) continue;
    std::vector<std::pair<double, double>> steps{{panel.x(0), panel.y(0)}};
    double share = 0;
    for (const core::Duration after : d.after) {
      const double at = panel.x(seconds(after));
      steps.emplace_back(at, panel.y(share));
      share += 1 / static_cast<double>(d.events);
      steps.emplace_back(at, panel.y(share));
    }
    steps.emplace_back(panel.x(ticks.back().value), panel.y(share));
    panel.line(steps, dashes[i % dashes.size()]);
    panel.point(all[i].letter, panel.x(ticks.back().value) + 8, panel.y(share), Shape::none);
  }
  return panel;
}

/// For ticks: "0.01", "100", "10k", "1M".
std::string short_number(double value) {
  if (value > 999'999) return fmt::format("{:.4g}M", value / 1e6);
  if (value > 999) return fmt::format("{:.4g}k", value / 1000);
  return fmt::format("{:.4g}", value);
}

SvgPanel over_false_alerts(const std::vector<Series>& all) {
  double most = 10;
  for (const Series& series : all) most = std::max(most, series.figures->false_alerts_per_1000().value_or(0));
  std::vector<Tick> ticks;
  for (double at = 0.01; at < most * 9.99; at *= 10) ticks.push_back({at, short_number(at)});
  SvgPanel panel(560, 960, "Events detected and false alerts", "false alerts per 1,000 device-days, 95 % interval",
                 ticks, true);
  std::vector<std::pair<double, double>> budgets;
  for (const Series& series : all) {
    const auto rate = series.figures->all.rate();
    const auto false_alerts = series.figures->false_alerts_per_1000();
    if (!rate || !false_alerts) continue;
    const Interval interval = series.figures->false_alert_interval();
    panel.bar(interval.low, interval.high, *rate);
    if (!series.is_rival) budgets.emplace_back(panel.x(*false_alerts), panel.y(*rate));
  }
  panel.line(budgets, "");
  for (const Series& series : all) {
    const auto rate = series.figures->all.rate();
    const auto false_alerts = series.figures->false_alerts_per_1000();
    if (rate && false_alerts)
      panel.point(series.letter, panel.x(*false_alerts), panel.y(*rate),
                  series.is_rival ? Shape::square : Shape::circle);
  }
  return panel;
}

std::string key_line(const Series& series) {
  const Figures& f = *series.figures;
  const auto false_alerts = f.false_alerts_per_1000();
  const auto median = f.all.median_after();
  return fmt::format("{}  {}: {} of {} events, {} false alerts{}{}", series.letter, series.name, f.all.detected,
                     f.all.events, f.false_alerts,
                     false_alerts ? fmt::format(" ({:.4g} per 1,000 device-days)", *false_alerts) : std::string{},
                     median ? ", median " + time_text(*median) : std::string{});
}

}  // namespace

std::string report_svg(const Report& report) {
  const auto all = series_of(report);
  constexpr double key_top = 440, line_height = 20;
  const double height = key_top + line_height * static_cast<double>(all.size()) + 10;
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1000 {0:.0f}\" width=\"1000\" height=\"{0:.0f}\" "
      "font-family=\"sans-serif\" font-size=\"12\">\n<title>{1}</title>\n<rect width=\"1000\" height=\"{0:.0f}\" "
      "fill=\"#fff\"/>\n",
      height, svg_text(fmt::format("Detection at {}", report.site.empty() ? "a site" : report.site)));
  out += over_time(all).str();
  out += over_false_alerts(all).str();
  for (std::size_t i = 0; i < all.size(); ++i) {
    out += fmt::format("<text x=\"70\" y=\"{:.0f}\">{}</text>\n", key_top + line_height * static_cast<double>(i),
                       svg_text(key_line(all[i])));
  }
  return out + "</svg>\n";
}

}  // namespace vedette::app::backtest
