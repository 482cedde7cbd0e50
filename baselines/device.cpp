// SPDX-License-Identifier: Apache-2.0
#include "baselines/device.h"

#include <algorithm>
#include <bit>

namespace vedette::baselines {

Thing* ThingSet::find(std::uint64_t key) {
  const auto found = places_.find(key);
  return found == places_.end() ? nullptr : &things_[found->second];
}

bool ThingSet::add(std::uint64_t key, const Thing& thing) {
  if (full()) return false;
  places_.emplace(key, static_cast<std::uint32_t>(things_.size()));
  things_.push_back(thing);
  return true;
}

std::size_t age_bucket(core::Duration age) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(age).count();
  if (seconds < 2) return 0;
  const auto octave = static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(seconds))) - 1;
  return std::min(octave, age_bucket_count - 1);
}

FirstSightSupport settled_support(const Role& role, Feature feature, core::VerbClass verb_class) {
  std::size_t oldest = age_bucket_count;
  while (oldest > 0 && role.exposure_s[oldest - 1] == 0) --oldest;
  if (oldest == 0) return {};
  const auto& events = role.first_sights[static_cast<std::size_t>(feature)][static_cast<std::size_t>(verb_class)];
  FirstSightSupport support;
  // Two octaves: the oldest may have only just begun and would rest on seconds.
  for (std::size_t age = oldest >= 2 ? oldest - 2 : 0; age < oldest; ++age) {
    support.events += static_cast<double>(events[age]);
    support.device_days += static_cast<double>(role.exposure_s[age]) / 86'400;
  }
  return support;
}

}  // namespace vedette::baselines
