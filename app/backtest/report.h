// SPDX-License-Identifier: Apache-2.0
// Everything that `backtest` found out, and its three ways to be shown.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/backtest/figures.h"

namespace vedette::app::backtest {

/// The sensor at one budget.
struct CurvePoint {
  double budget = 0;  ///< false alerts per device-day
  Figures figures;
};

struct RivalReport {
  std::string name, what;
  Figures figures;
};

struct Report {
  std::string site, capture;
  std::uint64_t packets = 0;
  std::optional<std::string> model_digest;
  double budget = 0;  ///< that the main figures are of
  Figures figures;
  std::vector<CurvePoint> curve;  ///< ascending; the budget of the main figures is among them
  std::vector<RivalReport> rivals;
  models::Labels labels;
};

/// A time to detect for people: "0.079 ms", "2.5 s", "12 min".
std::string time_text(core::Duration duration);

std::string report_text(const Report& report);
/// One JSON object on one line, by the contract; what can't be told is null.
std::string report_json(const Report& report);
/// One self-contained picture: detection over time, and over false alerts.
std::string report_svg(const Report& report);

}  // namespace vedette::app::backtest
