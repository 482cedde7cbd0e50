// SPDX-License-Identifier: Apache-2.0
#include "capture/packet_clock.h"

#include <algorithm>

namespace vedette::capture {
namespace {

using core::Duration;
using core::Timestamp;

constexpr std::int64_t period_ns = core::to_ns(core::tick_period);

/// Stamps near the ends of the representable range would overflow in arithmetic; no capture means them. The distance
/// between any two that are left fits.
Timestamp clamped(Timestamp stamp) {
  constexpr std::int64_t limit = (std::int64_t{1} << 62) - 1;
  return core::timestamp_from_ns(std::clamp(core::to_ns(stamp), -limit, limit));
}

Timestamp boundary_after(Timestamp time) {
  const std::int64_t ns = core::to_ns(time);
  const std::int64_t floor = ns / period_ns - (ns % period_ns < 0 ? 1 : 0);
  return core::timestamp_from_ns((floor + 1) * period_ns);
}

}  // namespace

void PacketClock::start(Timestamp stamp) {
  now_ = stamp;
  next_tick_ = boundary_after(stamp);
  started_ = true;
}

bool PacketClock::is_outlier(Timestamp stamp, std::optional<Timestamp> next) const {
  if (!next) return false;
  // A step that its successor takes back most of the way: nearer to where time was than to where it claims to be.
  const auto distance = [](Timestamp a, Timestamp b) { return a > b ? a - b : b - a; };
  return distance(*next, now_) < distance(*next, stamp);
}

void PacketClock::tick_until(Timestamp time, std::uint64_t seq, std::vector<core::Tick>& ticks) {
  for (std::uint64_t told = 0; next_tick_ <= time && told < single_ticks; ++told) {
    ticks.push_back({next_tick_, seq, 1, false});
    next_tick_ += core::tick_period;
  }
  if (next_tick_ > time) return;
  const auto periods = static_cast<std::uint64_t>((time - next_tick_) / core::tick_period) + 1;
  const Timestamp last = next_tick_ + core::tick_period * static_cast<std::int64_t>(periods - 1);
  ticks.push_back({last, seq, periods, false});
  next_tick_ = last + core::tick_period;
}

Timestamp PacketClock::advance(Timestamp raw_stamp, std::optional<Timestamp> raw_next, std::uint64_t seq,
                               std::vector<core::Tick>& ticks) {
  const Timestamp stamp = clamped(raw_stamp);
  if (!started_) {
    start(stamp);
    return now_;
  }
  if (stamp >= now_ && stamp < next_tick_) return now_ = stamp;

  const auto next = raw_next ? std::optional{clamped(*raw_next)} : std::nullopt;
  if (stamp < now_ - tolerance) {
    if (is_outlier(stamp, next)) {
      ++stats_.outliers;
      return now_;
    }
    ++stats_.epochs;
    ticks.push_back({next_tick_, seq - 1, 1, true});
    start(stamp);
    return now_;
  }
  if (stamp < now_) {
    ++stats_.reordered;
    return now_;
  }
  if (stamp > now_ + doubtful_jump && is_outlier(stamp, next)) {
    ++stats_.outliers;
    return now_;
  }
  tick_until(stamp, seq - 1, ticks);
  return now_ = stamp;
}

}  // namespace vedette::capture
