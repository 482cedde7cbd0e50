// SPDX-License-Identifier: Apache-2.0
// Packet time: the only clock on the data path. There is no now().
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "core/result.h"

namespace vedette::core {

/// Stamps come from captures; the epoch is Unix's.
struct PacketClock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<PacketClock>;
  static constexpr bool is_steady = false;
};

using Duration = PacketClock::duration;
using Timestamp = PacketClock::time_point;

constexpr Timestamp timestamp_from_ns(std::int64_t ns_since_epoch) {
  return Timestamp{Duration{ns_since_epoch}};
}
constexpr std::int64_t to_ns(Timestamp time) {
  return time.time_since_epoch().count();
}
constexpr std::int64_t to_ns(Duration duration) {
  return duration.count();
}

/// How many digits of a second a capture stamps: outputs show as many and no more.
enum class TimePrecision : std::uint8_t { seconds = 0, milliseconds = 3, microseconds = 6, nanoseconds = 9 };

/// RFC 3339 in UTC, e.g. "2026-03-02T08:00:00.123456Z". Every value of Timestamp has a text (years 1677 to 2262).
std::string format_time(Timestamp time, TimePrecision precision = TimePrecision::microseconds);
/// Reads RFC 3339 with a "Z" or numeric offset and up to nine digits of fraction.
Result<Timestamp> parse_time(std::string_view text);

/// "250 ms", "12 s", "3 min", "2 h 05 min", "4 d 03 h": for people, never for machines.
std::string format_duration(Duration duration);

}  // namespace vedette::core
