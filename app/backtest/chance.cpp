// SPDX-License-Identifier: Apache-2.0
#include "app/backtest/chance.h"

#include <algorithm>
#include <cmath>

namespace vedette::app::backtest {
namespace {

struct Stretch {
  core::Timestamp from, to;
};

/// In which an alert on these devices would belong to an event: merged, within the exposure.
std::vector<Stretch> taken_times(std::size_t event, const models::Labels& labels, const Matcher& matcher,
                                 const Exposure& exposure) {
  std::vector<Stretch> taken;
  for (std::size_t i = 0; i < labels.events.size(); ++i) {
    const auto& other = labels.events[i];
    if (other.benign || !matcher.shares_party(event, i)) continue;
    const Stretch stretch{std::max(other.from, exposure.from), std::min(other.to + grace, exposure.to)};
    if (stretch.from < stretch.to) taken.push_back(stretch);
  }
  std::ranges::sort(taken, {}, &Stretch::from);
  std::vector<Stretch> merged;
  for (const Stretch& stretch : taken) {
    if (!merged.empty() && stretch.from <= merged.back().to)
      merged.back().to = std::max(merged.back().to, stretch.to);
    else
      merged.push_back(stretch);
  }
  return merged;
}

double seconds(core::Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

std::optional<double> chance_of(std::size_t event, const models::Labels& labels, const Matcher& matcher,
                                const Others& others, const Exposure& exposure) {
  const auto& e = labels.events[event];
  const auto taken = taken_times(event, labels, matcher, exposure);
  double free = seconds(exposure.to - exposure.from);
  for (const Stretch& stretch : taken) free -= seconds(stretch.to - stretch.from);
  const double window = seconds(std::min(e.to + grace, exposure.to) - std::max(e.from, exposure.from));
  if (!(free > 0) || !(window > 0)) return std::nullopt;
  const auto outside = [&](const Raised* raised) {
    return matcher.touches(*raised, event) && std::ranges::none_of(taken, [&](const Stretch& stretch) {
             return stretch.from <= raised->time && raised->time <= stretch.to;
           });
  };
  const auto n = static_cast<double>(std::ranges::count_if(others, outside));
  return -std::expm1(-n * window / free);
}

}  // namespace vedette::app::backtest
