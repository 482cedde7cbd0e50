// SPDX-License-Identifier: Apache-2.0
// How much a device does per window of packet time. Counting is one increment per message; windows close at ticks.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "core/tick.h"

namespace vedette::baselines {

enum class Rate : std::uint8_t {
  requests,  ///< sent
  reads,     ///< sent
  writes,    ///< sent, control included
  connects,  ///< conversations opened or tried
  served,    ///< requests received
  errors,    ///< refusals received and malformed messages sent
};
inline constexpr std::size_t rate_count = 6;
std::string_view to_string(Rate rate);
std::optional<Rate> parse_rate(std::string_view text);

/// Window lengths in seconds; all are multiples of the tick.
inline constexpr std::array<std::uint32_t, 3> window_seconds{10, 60, 3600};
inline constexpr std::size_t window_count = window_seconds.size();

/// Buckets for counts: exact up to 15, then eight to an octave, so that a bucket is at most an eighth wide.
std::uint32_t count_bucket(std::uint64_t count);
std::uint64_t bucket_start(std::uint32_t bucket);

/// Sufficient statistics of the counts in closed windows.
struct RateSums {
  std::uint64_t windows = 0, sum = 0, sum_of_squares = 0;

  void add(std::uint64_t count, std::uint64_t times = 1) {
    windows += times;
    sum += count * times;
    sum_of_squares += count * count * times;
  }
  void add(const RateSums& other) {
    windows += other.windows;
    sum += other.sum;
    sum_of_squares += other.sum_of_squares;
  }
  double mean() const { return windows == 0 ? 0 : static_cast<double>(sum) / static_cast<double>(windows); }
  /// Variance over mean of the counts: 1 for events that come independently, near 0 for polling. Empty below two
  /// windows or where nothing was counted.
  std::optional<double> dispersion() const;
};

/// A window that has closed with a count outside the limits set for it.
struct OddWindow {
  Rate rate;
  std::uint8_t window;  ///< index into window_seconds
  std::uint64_t count;
  core::Timestamp start;
};

/// Counts beyond which a window is odd; what is not learned has none.
struct CountLimits {
  std::uint64_t low = 0;                                           ///< odd below this
  std::uint64_t high = std::numeric_limits<std::uint64_t>::max();  ///< odd above this
};

/// What a closed window adds to the baseline.
struct WindowSink {
  virtual ~WindowSink() = default;
  virtual void closed(Rate rate, std::size_t window, std::uint64_t count, std::uint64_t times) = 0;
};

/// The open windows of one device.
class RateWindows {
 public:
  /// Counts one event. True when this very event takes the shortest window over its upper limit.
  bool count(Rate rate) {
    const auto i = static_cast<std::size_t>(rate);
    return ++open_[0][i] == over_[i];
  }
  /// So far in the shortest window.
  std::uint64_t open_count(Rate rate) const { return open_[0][static_cast<std::size_t>(rate)]; }

  /// A device is watched from here on: windows that began before are incomplete and don't count.
  void start(core::Timestamp since) { since_ = since; }
  /// Closes what ends at this tick. Whole windows go to `sink`, those outside their limits to `odd`.
  void tick(const core::Tick& tick, WindowSink& sink, std::vector<OddWindow>& odd);

  void set_limits(Rate rate, std::size_t window, const CountLimits& limits);
  const CountLimits& limits(Rate rate, std::size_t window) const {
    return limits_[window][static_cast<std::size_t>(rate)];
  }

 private:
  void close(std::size_t window, core::Timestamp start, std::uint64_t ended, WindowSink& sink,
             std::vector<OddWindow>& odd);

  std::array<std::array<std::uint32_t, rate_count>, window_count> open_{};
  std::array<std::uint32_t, rate_count> over_{};  ///< high + 1 of the shortest window; 0 is never reached
  std::array<std::array<CountLimits, rate_count>, window_count> limits_{};
  core::Timestamp since_;
};

}  // namespace vedette::baselines
