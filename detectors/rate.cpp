// SPDX-License-Identifier: Apache-2.0
#include "detectors/rate.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fmt/format.h>

#include "detectors/attack.h"
#include "detectors/catalogue.h"
#include "detectors/words.h"
#include "models/stats/counts.h"

namespace vedette::detectors {
namespace {

using baselines::OddWindow;
using baselines::Rate;
using baselines::rate_count;
using baselines::RateSums;
using baselines::window_count;
using baselines::window_seconds;

constexpr const DetectorInfo& rate_info = all_detectors[2];
/// Counts steadier than this (variance over mean) are polling; they keep their own distribution.
constexpr double polling_dispersion = 0.7;
/// What a template without a prior for a rate is taken to say: no more precision than four events give.
const models::RatePrior cautious_prior{.rate = {}, .window = {}, .shape_cap = 4, .floor = 1, .because = {}};

std::uint64_t in_tail(const std::map<std::uint32_t, std::uint64_t>& histogram, std::uint64_t from, std::uint64_t to) {
  std::uint64_t windows = 0;
  for (const auto& [bucket, n] : histogram) {
    const std::uint64_t start = baselines::bucket_start(bucket), end = baselines::bucket_start(bucket + 1) - 1;
    // A bucket that lies across the edge counts in full: rather too common than too rare.
    if (end >= from && start <= to) windows += n;
  }
  return windows;
}

/// Smallest value in [low, high] for which `holds` is true; high where none is. `holds` goes from false to true once.
template <typename Holds>
std::uint64_t first_where(std::uint64_t low, std::uint64_t high, Holds holds) {
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (holds(middle))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

}  // namespace

const DetectorInfo& RateDetector::info() const {
  return rate_info;
}

double RateDetector::Predictive::upper(std::uint64_t count) const {
  const double base = std::exp(models::log_negative_binomial_upper(count, many.shape, many.mean));
  if (histogram == nullptr) return base;
  return models::dirichlet_tail(in_tail(*histogram, count, ~std::uint64_t{0}), histogram_windows, 1, base);
}

double RateDetector::Predictive::lower(std::uint64_t count) const {
  const double base = std::exp(models::log_negative_binomial_lower(count, few.shape, few.mean));
  if (histogram == nullptr) return base;
  return models::dirichlet_tail(in_tail(*histogram, 0, count), histogram_windows, 1, base);
}

std::optional<RateDetector::Predictive> RateDetector::predictive(baselines::EntityId id, Rate rate,
                                                                 std::size_t window) const {
  const auto r = static_cast<std::size_t>(rate);
  const std::string& role_name = behaviour_.entities().at(id).role;
  const auto role = behaviour_.roles().find(role_name);
  const RateSums& own = behaviour_.device(id).rates[window][r];
  // A device that has shown nothing yet is held to what its role does.
  const bool by_role = own.windows == 0 && role != behaviour_.roles().end();
  const RateSums& sums = by_role ? role->second.rates[window][r] : own;
  if (sums.sum < least_events || sums.windows < least_windows) return std::nullopt;

  const auto& role_template = template_or_other(behaviour_.template_of(id));
  const auto* prior = role_template.rate(to_string(rate), std::chrono::seconds{window_seconds[window]});
  if (prior == nullptr) prior = &cautious_prior;
  const double days = static_cast<double>(sums.windows) * window_seconds[window] / 86'400;
  Predictive next;
  next.windows = sums.windows;
  next.few.mean = (0.5 + static_cast<double>(sums.sum)) / static_cast<double>(sums.windows);
  next.many.mean = std::max(next.few.mean, prior->floor);
  const auto dispersion = sums.dispersion();
  for (auto* counts : {&next.many, &next.few}) {
    counts->shape = std::min(0.5 + static_cast<double>(sums.sum), prior->shape_cap * std::max(1.0, days));
    if (dispersion && *dispersion > 1) counts->shape = std::min(counts->shape, counts->mean / (*dispersion - 1));
  }
  if (role != behaviour_.roles().end()) {
    const auto pooled = role->second.rates[window][r].dispersion();
    if (pooled && *pooled < polling_dispersion) {
      next.histogram = &role->second.histograms[window][r];
      next.histogram_windows = role->second.rates[window][r].windows;
    }
  }
  return next;
}

double RateDetector::allowed_p(baselines::EntityId id, std::size_t window) const {
  const auto& role_template = template_or_other(behaviour_.template_of(id));
  const double share = budget_.share(role_template, rate_info.name, "", behaviour_.entities().at(id).role);
  // Union bound over all decisions of a device-day: every rate, window length and tail. It assumes no independence.
  const double decisions = 86'400.0 / window_seconds[window] * rate_count * window_count * 2;
  return share / decisions;
}

baselines::CountLimits RateDetector::limits_of(const Predictive& next, double p) {
  baselines::CountLimits limits;
  std::uint64_t too_many = models::negative_binomial_limit(std::log(p), next.many.shape, next.many.mean);
  if (next.histogram != nullptr && !next.histogram->empty()) {
    const std::uint64_t beyond = baselines::bucket_start(next.histogram->rbegin()->first + 1);
    too_many = first_where(0, std::max(too_many, beyond), [&](std::uint64_t k) { return next.upper(k) <= p; });
  }
  limits.high = too_many == 0 ? 0 : too_many - 1;
  if (next.lower(0) > p) return limits;
  limits.low =
      first_where(1, static_cast<std::uint64_t>(next.few.mean), [&](std::uint64_t k) { return next.lower(k) > p; });
  return limits;
}

void RateDetector::set_limits(baselines::EntityId id) {
  auto& windows = behaviour_.device(id).windows;
  for (std::size_t w = 0; w < window_count; ++w) {
    const double p = allowed_p(id, w);
    for (std::size_t r = 0; r < rate_count; ++r) {
      const auto rate = static_cast<Rate>(r);
      baselines::CountLimits limits;
      if (const auto next = p > 0 ? predictive(id, rate, w) : std::nullopt) limits = limits_of(*next, p);
      windows.set_limits(rate, w, limits);
    }
  }
}

void RateDetector::observe(const baselines::Sight& sight, std::vector<Verdict>& verdicts) {
  judged_.clear();
  if (!sight.flooding.is_set()) return;
  const auto& windows = behaviour_.device(sight.flooding).windows;
  judge(sight.flooding, {sight.flooding_rate, 0, windows.open_count(sight.flooding_rate), sight.observation->time},
        verdicts);
}

void RateDetector::tick(const core::Tick&, std::span<const baselines::OddWindows> odd, std::vector<Verdict>& verdicts) {
  judged_.clear();
  for (const auto& device : odd) {
    for (const OddWindow& window : device.windows) judge(device.device, window, verdicts);
  }
  for (std::uint32_t i = 0; i < behaviour_.entities().size(); ++i) {
    const auto& entity = behaviour_.entities().at({i});
    if (!entity.seen || entity.role.empty()) continue;
    // Limits follow what is learned at every doubling: often while little is known, seldom when much is.
    auto& device = behaviour_.device({i});
    const std::uint64_t windows = device.rates[0][0].windows;
    if (device.limits_rest_on != 0 && std::bit_width(windows + 1) == std::bit_width(device.limits_rest_on)) continue;
    device.limits_rest_on = windows + 1;
    set_limits({i});
  }
}

void RateDetector::judge(baselines::EntityId id, const OddWindow& odd, std::vector<Verdict>& verdicts) {
  const auto next = predictive(id, odd.rate, odd.window);
  if (!next) return;
  const bool many = static_cast<double>(odd.count) > next->many.mean;
  const double p = many ? next->upper(odd.count) : next->lower(odd.count);
  Verdict verdict;
  verdict.by = this;
  verdict.cause = cause_key(rate_info.name, id, {}, to_string(odd.rate), many ? 1 : 0);
  verdict.severity = core::Severity::medium;
  verdict.device = id;
  verdict.per_device_day = std::max(p * 86'400 / window_seconds[odd.window], 1e-12);
  verdict.feature = to_string(odd.rate);
  verdict.detail = static_cast<std::uint32_t>(judged_.size());
  judged_.push_back({odd, p});
  verdicts.push_back(verdict);
}

core::Finding RateDetector::explain(const Verdict& verdict, const core::Observation*) const {
  const auto& [odd, p] = judged_.at(verdict.detail);
  const auto next = *predictive(verdict.device, odd.rate, odd.window);
  constexpr std::array<std::string_view, rate_count> words{"requests sent",     "reads sent",
                                                           "writes sent",       "connections opened",
                                                           "requests received", "refusals and malformed messages"};
  const std::string_view what = words[static_cast<std::size_t>(odd.rate)];
  const bool many = static_cast<double>(odd.count) > next.many.mean;
  const std::uint32_t seconds = window_seconds[odd.window];

  core::Finding finding;
  finding.detector = rate_info.name;
  finding.severity = verdict.severity;
  finding.feature = verdict.feature;
  finding.title = fmt::format("Unusually {} {}", many ? "many" : "few", what);
  finding.device = device_ref(behaviour_, verdict.device);
  finding.observed = fmt::format("{} in {} s", odd.count, seconds);
  const std::uint64_t far = models::negative_binomial_limit(std::log(0.005), next.many.shape, next.many.mean);
  const std::uint64_t low = first_where(0, far, [&](std::uint64_t k) { return next.lower(k) > 0.005; });
  const std::uint64_t high = first_where(0, far, [&](std::uint64_t k) { return next.upper(k + 1) <= 0.005; });
  finding.expected = {fmt::format("{} in {} s", what, seconds), static_cast<double>(low), static_cast<double>(high),
                      next.windows};
  finding.p_value = p;
  finding.return_period_device_days = 1 / verdict.per_device_day;
  finding.nearest_normal = fmt::format("{:.1f} on average over {} windows", next.few.mean, next.windows);
  finding.attack = attack(many ? "T0814" : "T0815");
  finding.explanation =
      fmt::format("{}: {} {} in {} s; 99 of 100 windows hold {} to {} (learned from {} windows).",
                  in_words(behaviour_, verdict.device), odd.count, what, seconds, low, high, next.windows);
  return finding;
}

}  // namespace vedette::detectors
