// SPDX-License-Identifier: Apache-2.0
// Chance, by name: every device, conversation and scenario has a stream of its own, told by the run's seed and a name,
// so that adding one changes nothing of the others and workers can't change anything at all.
// xoshiro256++ (Blackman and Vigna 2019), seeded through XXH3.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>
#include <string_view>

#include "core/hash.h"
#include "tests/lab/base/time.h"

namespace vedette::lab {

class Random {
 public:
  Random(std::uint64_t seed, std::string_view name) {
    for (std::uint64_t i = 0; auto& word : state_) word = core::hash_combine(core::hash_text(name, seed), ++i);
  }

  std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t moved = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= moved;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }
  /// 0 to n-1; n is at least 1.
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>((next() >> 32) * n >> 32); }
  /// Both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  bool chance(double probability) { return uniform() < probability; }
  double exponential(double mean) { return -mean * std::log1p(-uniform()); }
  double normal() {
    return std::sqrt(-2 * std::log1p(-uniform())) * std::cos(2 * std::numbers::pi * uniform());
  }
  /// Around `median`, most within a factor of e^spread.
  double log_normal(double median, double spread) { return median * std::exp(spread * normal()); }
  template <typename T>
  const T& pick(std::span<const T> from) {
    return from[below(static_cast<std::uint32_t>(from.size()))];
  }

  Duration between(Duration low, Duration high) {
    return Duration{between(low.count(), high.count())};
  }
  Duration exponential(Duration mean) {
    return Duration{static_cast<std::int64_t>(exponential(static_cast<double>(mean.count())))};
  }
  Duration log_normal(Duration median, double spread) {
    return Duration{static_cast<std::int64_t>(log_normal(static_cast<double>(median.count()), spread))};
  }

 private:
  std::uint64_t state_[4];
};

}  // namespace vedette::lab
