// SPDX-License-Identifier: Apache-2.0
// What is known of one device's behaviour, and of its role's: the things it does and how much it does. Plain state;
// Behaviour keeps it up.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "baselines/rate.h"
#include "baselines/thing.h"

namespace vedette::baselines {

struct Thing {
  Feature feature;
  core::VerbClass verb_class;
  std::uint32_t text = 0;       ///< handle into the texts of Behaviour
  std::uint32_t role_text = 0;  ///< likewise; how the role pools it
  std::uint64_t count = 0;
  core::Timestamp first_seen, last_seen;
};

/// The things of a device, bounded. Few dozens as a rule; a broker has one for each of its topics.
class ThingSet {
 public:
  static constexpr std::size_t cap = 1024;

  Thing* find(std::uint64_t key);
  const Thing* find(std::uint64_t key) const { return const_cast<ThingSet*>(this)->find(key); }
  /// False where the device does more than fits: then what is new can't be told any more and isn't judged.
  bool add(std::uint64_t key, const Thing& thing);
  bool full() const { return things_.size() >= cap; }
  const std::vector<Thing>& all() const { return things_; }
  Thing& at(std::size_t index) { return things_[index]; }
  std::size_t index_of(const Thing* thing) const { return static_cast<std::size_t>(thing - things_.data()); }
  void clear() {
    places_.clear();
    things_.clear();
  }

 private:
  std::unordered_map<std::uint64_t, std::uint32_t> places_;  ///< in things_, by key
  std::vector<Thing> things_;
};

using RateTable = std::array<std::array<RateSums, rate_count>, window_count>;

/// A protocol that the device takes part in: the evidence for its likely role.
struct Side {
  bool serves = false;
  std::string protocol;
  bool operator==(const Side&) const = default;
};

struct Device {
  ThingSet things;
  std::vector<Side> sides;
  RateWindows windows;
  RateTable rates;                   ///< learned, by window then rate
  core::Duration age_before{};       ///< how long it had been observed when the model was written
  std::uint64_t limits_rest_on = 0;  ///< learned windows, plus one, when the limits of its windows were set; 0: never
  bool watched = false;              ///< its windows count from a known time on
};

/// Device ages are told apart by octaves of a second.
inline constexpr std::size_t age_bucket_count = 32;
std::size_t age_bucket(core::Duration age);

/// Things that are done by devices of a role, and when in their lives devices began to do them.
struct Role {
  struct Pooled {
    Feature feature;
    core::VerbClass verb_class;
    std::uint32_t text = 0;
    std::uint32_t devices = 0;  ///< that do it
  };
  using Ages = std::array<std::uint64_t, age_bucket_count>;

  std::string name;
  std::string template_name;  ///< shipped role that its priors come from, where a model says so
  std::uint32_t devices = 0;
  std::unordered_map<std::uint64_t, Pooled> things;
  std::array<std::array<Ages, class_count>, feature_count> first_sights{};  ///< events by age of the device
  Ages exposure_s{};                                                        ///< device-seconds by age
  RateTable rates;
  std::array<std::array<std::map<std::uint32_t, std::uint64_t>, rate_count>, window_count> histograms;
};

/// First sights per device-day at the age that devices of the role have reached: events over exposure, counted only at
/// the greatest ages seen, since what a device does for the first time in its first minutes says nothing of later.
struct FirstSightSupport {
  double events = 0;
  double device_days = 0;
};
FirstSightSupport settled_support(const Role& role, Feature feature, core::VerbClass verb_class);

}  // namespace vedette::baselines
