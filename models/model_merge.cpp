// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>
#include <limits>

#include "models/model.h"

namespace vedette::models {
namespace {

/// A sum that stops at its end stays associative, where one that wraps would lie.
template <typename T>
T added(T a, T b) {
  constexpr T full = std::numeric_limits<T>::max();
  return b > full - a ? full : static_cast<T>(a + b);
}

void merge_one(std::uint64_t& into, std::uint64_t other) {
  into = added(into, other);
}

void merge_one(Thing& into, const Thing& other) {
  into.count = added(into.count, other.count);
  into.devices = added(into.devices, other.devices);
  into.first_seen = std::min(into.first_seen, other.first_seen);
  into.last_seen = std::max(into.last_seen, other.last_seen);
}

template <typename Key, typename Value>
void merge_all(std::map<Key, Value>& into, const std::map<Key, Value>& other);

void merge_one(RateStatistics& into, const RateStatistics& other) {
  into.windows = added(into.windows, other.windows);
  into.sum = added(into.sum, other.sum);
  into.sum_of_squares = added(into.sum_of_squares, other.sum_of_squares);
  merge_all(into.histogram, other.histogram);
  merge_all(into.device_means, other.device_means);
}

template <typename Key, typename Value>
void merge_all(std::map<Key, Value>& into, const std::map<Key, Value>& other) {
  for (const auto& [key, value] : other) {
    const auto [at, is_new] = into.try_emplace(key, value);
    if (!is_new) merge_one(at->second, value);
  }
}

void merge_role(RoleModel& into, const RoleModel& other) {
  into.devices = added(into.devices, other.devices);
  into.observed_s = added(into.observed_s, other.observed_s);
  merge_all(into.exposure_s, other.exposure_s);
  merge_all(into.first_sights, other.first_sights);
  merge_all(into.rates, other.rates);
  merge_all(into.things, other.things);
}

void merge_device(DeviceModel& into, const DeviceModel& other) {
  into.ip.insert(other.ip.begin(), other.ip.end());
  into.mac.insert(other.mac.begin(), other.mac.end());
  into.first_seen = std::min(into.first_seen, other.first_seen);
  into.last_seen = std::max(into.last_seen, other.last_seen);
  merge_all(into.things, other.things);
  merge_all(into.rates, other.rates);
}

core::Result<void> check_agreement(const Model& a, const Model& b) {
  for (const auto& [name, role] : b.roles) {
    const auto ours = a.roles.find(name);
    if (ours == a.roles.end() || ours->second.template_name == role.template_name) continue;
    return core::wrong_usage(fmt::format("role '{}' follows the template '{}' in one model and '{}' in the other", name,
                                         ours->second.template_name, role.template_name));
  }
  for (const auto& [name, device] : b.devices) {
    const auto ours = a.devices.find(name);
    if (a.site != b.site || ours == a.devices.end() || ours->second.role == device.role) continue;
    return core::wrong_usage(fmt::format("device '{}' has the role '{}' in one model and '{}' in the other", name,
                                         ours->second.role, device.role));
  }
  return {};
}

bool is_empty(const Model& model) {
  return model.parts.empty() && model.roles.empty() && model.devices.empty();
}

}  // namespace

core::Result<void> merge(Model& into, const Model& other) {
  if (is_empty(other)) return {};
  if (is_empty(into)) {
    into = other;
    return {};
  }
  if (into.parts.empty() || other.parts.empty())
    return core::wrong_usage("a model names no part that it was learned from");
  const auto same_key = [](const auto& a, const auto& b) { return a.first < b.first; };
  const bool holds_other = std::ranges::includes(into.parts, other.parts, same_key);
  const bool held_by_other = std::ranges::includes(other.parts, into.parts, same_key);
  if (holds_other && held_by_other) {
    if (into == other) return {};
    return core::wrong_usage("the models name the same parts but differ");
  }
  if (holds_other) return {};
  if (held_by_other) {
    into = other;
    return {};
  }
  for (const auto& [key, part] : other.parts) {
    if (!into.parts.contains(key)) continue;
    return core::wrong_usage(fmt::format(
        "both models hold the part '{}' of '{}', and each holds others: merge the models that they were made of",
        key.epoch, key.sensor));
  }
  if (auto agreed = check_agreement(into, other); !agreed) return agreed;
  into.parts.insert(other.parts.begin(), other.parts.end());
  for (const auto& [name, role] : other.roles) {
    const auto [at, is_new] = into.roles.try_emplace(name, role);
    if (!is_new) merge_role(at->second, role);
  }
  if (into.site != other.site) {
    into.site = several_sites;
    into.devices.clear();
    return {};
  }
  for (const auto& [name, device] : other.devices) {
    const auto [at, is_new] = into.devices.try_emplace(name, device);
    if (!is_new) merge_device(at->second, device);
  }
  return {};
}

}  // namespace vedette::models
