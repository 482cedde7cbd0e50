// SPDX-License-Identifier: Apache-2.0
#include "capture/stamp_unit.h"

#include <algorithm>

namespace vedette::capture {
namespace {

using core::TimePrecision;

constexpr std::uint64_t ns_per_second = 1'000'000'000;

/// Stamps of damaged records can lie anywhere; seconds beyond this would overflow 64 bits of nanoseconds.
constexpr std::int64_t last_second = 9'000'000'000;

constexpr std::uint64_t power_of_ten(unsigned power) {
  std::uint64_t value = 1;
  while (power-- > 0) value *= 10;
  return value;
}

TimePrecision precision_of(unsigned power, bool of_two) {
  // Digits that hold a step of 2^-power: power * log10(2), rounded up. 2^-10 s is a little finer than a millisecond.
  const unsigned digits = of_two ? (power * 30103 + 99'999) / 100'000 : power;
  if (digits == 0) return TimePrecision::seconds;
  if (digits <= 3) return TimePrecision::milliseconds;
  return digits <= 6 ? TimePrecision::microseconds : TimePrecision::nanoseconds;
}

/// fraction / 2^power of a second, in nanoseconds; fraction < 2^power <= 2^63.
std::uint64_t ns_of_binary(std::uint64_t fraction, unsigned power) {
  if (power <= 32) return fraction * ns_per_second >> power;
  // The product has up to 93 bits: its upper part, and what the lower 32 bits of the fraction carry into it.
  const std::uint64_t high = fraction >> 32, low = fraction & 0xffff'ffff;
  return (high * ns_per_second + (low * ns_per_second >> 32)) >> (power - 32);
}

std::uint64_t ns_of_decimal(std::uint64_t fraction, unsigned power) {
  return power <= 9 ? fraction * power_of_ten(9 - power) : fraction / power_of_ten(power - 9);
}

}  // namespace

std::optional<StampUnit> StampUnit::of(std::uint8_t resolution, std::int64_t offset) {
  const unsigned power = resolution & 0x7fu;
  const bool of_two = (resolution & 0x80) != 0;
  if (power > (of_two ? 63u : 19u)) return std::nullopt;
  return StampUnit{power, of_two, offset};
}

StampUnit::StampUnit(unsigned power, bool of_two, std::int64_t offset)
    : power_(power), of_two_(of_two), precision_(precision_of(power, of_two)), offset_(offset) {
  if (of_two || power > 9 || offset != 0) return;
  ns_ = power_of_ten(9 - power);
  simple_below_ = static_cast<std::uint64_t>(last_second) * ns_per_second / ns_;
}

core::Timestamp StampUnit::by_parts(std::uint64_t stamp) const {
  const std::uint64_t unit = of_two_ ? std::uint64_t{1} << power_ : power_of_ten(power_);
  const std::uint64_t whole = stamp / unit, fraction = stamp % unit;
  const std::uint64_t ns = of_two_ ? ns_of_binary(fraction, power_) : ns_of_decimal(fraction, power_);
  constexpr std::int64_t far = 2 * last_second;
  const auto seconds = static_cast<std::int64_t>(std::min<std::uint64_t>(whole, far));
  const std::int64_t moved = std::clamp(seconds + std::clamp(offset_, -far, far), -last_second, last_second);
  return core::timestamp_from_ns(moved * static_cast<std::int64_t>(ns_per_second) + static_cast<std::int64_t>(ns));
}

}  // namespace vedette::capture
