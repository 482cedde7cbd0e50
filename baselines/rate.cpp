// SPDX-License-Identifier: Apache-2.0
#include "baselines/rate.h"

#include <bit>

#include "models/stats/counts.h"

namespace vedette::baselines {
namespace {

constexpr std::array<std::string_view, rate_count> rate_names{"requests", "reads",  "writes",
                                                              "connects", "served", "errors"};
constexpr std::uint32_t exact_counts = 16;
constexpr std::uint32_t per_octave = 8;

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

}  // namespace

std::string_view to_string(Rate rate) {
  return rate_names.at(static_cast<std::size_t>(rate));
}

std::optional<Rate> parse_rate(std::string_view text) {
  for (std::size_t i = 0; i < rate_names.size(); ++i) {
    if (rate_names[i] == text) return static_cast<Rate>(i);
  }
  return std::nullopt;
}

std::uint32_t count_bucket(std::uint64_t count) {
  if (count < exact_counts) return static_cast<std::uint32_t>(count);
  const auto octave = static_cast<std::uint32_t>(std::bit_width(count)) - 1;  // at least 4
  const auto eighth = static_cast<std::uint32_t>(count >> (octave - 3)) - per_octave;
  return exact_counts + (octave - 4) * per_octave + eighth;
}

std::uint64_t bucket_start(std::uint32_t bucket) {
  if (bucket < exact_counts) return bucket;
  const std::uint32_t octave = (bucket - exact_counts) / per_octave + 4;
  const std::uint64_t eighth = (bucket - exact_counts) % per_octave;
  return (per_octave + eighth) << (octave - 3);
}

std::optional<double> RateSums::dispersion() const {
  return models::dispersion_index(windows, sum, sum_of_squares);
}

void RateWindows::set_limits(Rate rate, std::size_t window, const CountLimits& limits) {
  const auto i = static_cast<std::size_t>(rate);
  limits_[window][i] = limits;
  if (window == 0) over_[i] = limits.high < 0xffff'ffff ? static_cast<std::uint32_t>(limits.high) + 1 : 0;
}

void RateWindows::tick(const core::Tick& tick, WindowSink& sink, std::vector<OddWindow>& odd) {
  if (tick.new_epoch) {
    open_ = {};
    return;
  }
  for (std::size_t longer = 1; longer < window_count; ++longer) {
    for (std::size_t rate = 0; rate < rate_count; ++rate) open_[longer][rate] += open_[0][rate];
  }
  const std::int64_t end = core::to_ns(tick.time);
  const std::int64_t before = end - core::to_ns(core::tick_period) * static_cast<std::int64_t>(tick.periods);
  for (std::size_t w = 0; w < window_count; ++w) {
    const std::int64_t length = std::int64_t{window_seconds[w]} * 1'000'000'000;
    const std::int64_t first = floor_div(before, length);
    const auto ended = static_cast<std::uint64_t>(floor_div(end, length) - first);
    if (ended > 0) close(w, core::timestamp_from_ns(first * length), ended, sink, odd);
  }
}

// The first of the windows that ended holds what was counted; those after it lie in a silence and are empty.
void RateWindows::close(std::size_t w, core::Timestamp start, std::uint64_t ended, WindowSink& sink,
                        std::vector<OddWindow>& odd) {
  const bool whole = start >= since_;
  for (std::size_t i = 0; i < rate_count; ++i) {
    const auto rate = static_cast<Rate>(i);
    const std::uint64_t count = open_[w][i];
    const CountLimits& allowed = limits_[w][i];
    const bool too_many = count > allowed.high;
    const bool too_few = (whole && count < allowed.low) || (ended > 1 && allowed.low > 0);
    if (too_many) odd.push_back({rate, static_cast<std::uint8_t>(w), count, start});
    if (too_few) odd.push_back({rate, static_cast<std::uint8_t>(w), ended > 1 ? 0 : count, start});
    // What looks bad doesn't move the baseline that it is held against.
    if (too_many || too_few) continue;
    if (whole) sink.closed(rate, w, count, 1);
    if (ended > 1) sink.closed(rate, w, 0, ended - 1);
  }
  open_[w] = {};
}

}  // namespace vedette::baselines
