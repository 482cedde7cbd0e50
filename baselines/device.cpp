// SPDX-License-Identifier: Apache-2.0
#include "baselines/device.h"

#include <algorithm>
#include <bit>

namespace vedette::baselines {

Thing* ThingSet::find(std::uint64_t key) {
  if (places_.empty()) return nullptr;
  const std::size_t mask = places_.size() - 1;
  for (std::size_t at = key & mask; places_[at] != nothing; at = (at + 1) & mask) {
    if (keys_[places_[at]] == key) return &things_[places_[at]];
  }
  return nullptr;
}

void ThingSet::place(std::size_t index) {
  const std::size_t mask = places_.size() - 1;
  std::size_t at = keys_[index] & mask;
  while (places_[at] != nothing) at = (at + 1) & mask;
  places_[at] = static_cast<std::uint16_t>(index);
}

bool ThingSet::add(std::uint64_t key, const Thing& thing) {
  if (full()) return false;
  keys_.push_back(key);
  things_.push_back(thing);
  if (places_.size() < 2 * keys_.size()) {
    places_.assign(std::bit_ceil(4 * keys_.size()), nothing);
    for (std::size_t i = 0; i < keys_.size(); ++i) place(i);
  } else {
    place(keys_.size() - 1);
  }
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
