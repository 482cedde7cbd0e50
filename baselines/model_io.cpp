// SPDX-License-Identifier: Apache-2.0
#include "baselines/model_io.h"

#include <algorithm>

namespace vedette::baselines {
namespace {

using models::DeviceModel;
using models::Model;
using models::RoleModel;

/// What the file calls the role of devices that none was found for: that of the template which holds for them.
constexpr std::string_view no_role = "other";

bool in_model(const Behaviour& behaviour, EntityId id) {
  const Entity& entity = behaviour.entities().at(id);
  return entity.seen || entity.last_seen != core::Timestamp{};  // in this run, or in the one that was learned on from
}

models::ThingKey model_key(Feature feature, core::VerbClass verb_class, std::string_view what) {
  return {std::string{to_string(feature)}, std::string{to_string(verb_class)}, std::string{what}};
}

/// Mean counts are kept in thousandths, in the buckets of counts.
std::uint64_t mean_bucket(const RateSums& sums) {
  return bucket_start(count_bucket(static_cast<std::uint64_t>(sums.mean() * 1000)));
}

template <typename Visit>
void for_each_rate(const RateTable& table, Visit visit) {
  for (std::size_t w = 0; w < window_count; ++w) {
    for (std::size_t r = 0; r < rate_count; ++r) {
      // What never happened needs no line of its own.
      if (table[w][r].sum > 0)
        visit(models::RateKey{std::string{to_string(static_cast<Rate>(r))}, window_seconds[w]}, w, r);
    }
  }
}

/// What entities were called that turned out to be others, and what these are called.
using Renamed = std::map<std::string, std::string, std::less<>>;

Renamed renamed(const EntityTable& entities) {
  Renamed names;
  for (std::uint32_t i = 0; i < entities.size(); ++i) {
    for (const auto& former : entities.at({i}).former_names) names[former] = entities.at({i}).name;
  }
  return names;
}

/// "to 10.20.1.11", with the name that the peer has in the model.
std::string current_what(const Renamed& names, const Thing& thing, const std::string& text) {
  const auto space = thing.feature == Feature::peer ? text.find(' ') : std::string::npos;
  const auto found = space == std::string::npos ? names.end() : names.find(text.substr(space + 1));
  return found == names.end() ? text : text.substr(0, space + 1) + found->second;
}

DeviceModel export_device(const Behaviour& behaviour, EntityId id, const Renamed& names) {
  const Entity& entity = behaviour.entities().at(id);
  const Device& device = behaviour.device(id);
  DeviceModel out;
  out.role = entity.role.empty() ? no_role : std::string_view{entity.role};
  if (entity.ip.is_set()) out.ip.insert(entity.ip.to_string());
  // Not those that would be another's elsewhere, or another one tomorrow: beside its best address only its own claims.
  for (const Binding& binding : entity.addresses.all()) {
    if (binding.origin >= Origin::claim && !is_link_local_v6(binding.ip)) out.ip.insert(binding.ip.to_string());
  }
  if (!entity.mac.is_zero()) out.mac.insert(entity.mac.to_string());
  out.first_seen = entity.first_seen - device.age_before;
  out.last_seen = std::max(entity.last_seen, out.first_seen);
  for (const Thing& thing : device.things.all()) {
    auto& known =
        out.things[model_key(thing.feature, thing.verb_class, current_what(names, thing, behaviour.text(thing.text)))];
    known.first_seen = known.count == 0 ? thing.first_seen : std::min(known.first_seen, thing.first_seen);
    known.last_seen = std::max(known.last_seen, thing.last_seen);
    known.count += thing.count;
  }
  for_each_rate(device.rates, [&](const models::RateKey& key, std::size_t w, std::size_t r) {
    const RateSums& sums = device.rates[w][r];
    out.rates[key] = {sums.windows, sums.sum, sums.sum_of_squares, {}, {}};
  });
  return out;
}

void pool_things(RoleModel& out, const Behaviour& behaviour, const Device& device) {
  std::map<models::ThingKey, models::Thing> of_device;
  for (const Thing& thing : device.things.all()) {
    auto& pooled = of_device[model_key(thing.feature, thing.verb_class, behaviour.text(thing.role_text))];
    pooled.first_seen = pooled.count == 0 ? thing.first_seen : std::min(pooled.first_seen, thing.first_seen);
    pooled.last_seen = std::max(pooled.last_seen, thing.last_seen);
    pooled.count += thing.count;
  }
  for (const auto& [key, thing] : of_device) {
    auto& pooled = out.things[key];
    pooled.first_seen = pooled.devices == 0 ? thing.first_seen : std::min(pooled.first_seen, thing.first_seen);
    pooled.last_seen = std::max(pooled.last_seen, thing.last_seen);
    pooled.count += thing.count;
    ++pooled.devices;
  }
}

void export_first_sights(RoleModel& out, const Role& role) {
  for (std::uint32_t age = 0; age < age_bucket_count; ++age) {
    if (role.exposure_s[age] > 0) out.exposure_s[age] = role.exposure_s[age];
    for (std::size_t f = 0; f < feature_count; ++f) {
      for (std::size_t c = 0; c < class_count; ++c) {
        const std::uint64_t events = role.first_sights[f][c][age];
        if (events == 0) continue;
        out.first_sights[{std::string{to_string(static_cast<Feature>(f))},
                          std::string{to_string(static_cast<core::VerbClass>(c))}, age}] = events;
      }
    }
  }
}

RoleModel export_role(Behaviour& behaviour, Role& role) {
  behaviour.refresh_exposure(role);
  RoleModel out;
  for (std::uint32_t i = 0; i < behaviour.entities().size(); ++i) {
    const EntityId id{i};
    if (behaviour.entities().at(id).role != role.name || !in_model(behaviour, id)) continue;
    ++out.devices;
    out.observed_s +=
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(behaviour.observed(id)).count());
    if (out.template_name.empty()) out.template_name = behaviour.likely_role(id);
    const Device& device = behaviour.device(id);
    pool_things(out, behaviour, device);
    for_each_rate(device.rates, [&](const models::RateKey& key, std::size_t w, std::size_t r) {
      ++out.rates[key].device_means[mean_bucket(device.rates[w][r])];
    });
  }
  for_each_rate(role.rates, [&](const models::RateKey& key, std::size_t w, std::size_t r) {
    auto& statistics = out.rates[key];
    statistics.windows = role.rates[w][r].windows;
    statistics.sum = role.rates[w][r].sum;
    statistics.sum_of_squares = role.rates[w][r].sum_of_squares;
    for (const auto& [bucket, windows] : role.histograms[w][r]) statistics.histogram[bucket_start(bucket)] = windows;
  });
  export_first_sights(out, role);
  return out;
}

template <typename Rates>
void import_rates(RateTable& table, const Rates& rates) {
  for (const auto& [key, statistics] : rates) {
    const auto rate = parse_rate(key.rate);
    const auto window = std::ranges::find(window_seconds, key.window_s);
    if (!rate || window == window_seconds.end()) continue;
    table[static_cast<std::size_t>(window - window_seconds.begin())][static_cast<std::size_t>(*rate)] = {
        statistics.windows, statistics.sum, statistics.sum_of_squares};
  }
  // All rates of a device close together: what has no line had as many windows as the others, and all were empty.
  for (auto& of_window : table) {
    const std::uint64_t windows = std::ranges::max_element(of_window, {}, &RateSums::windows)->windows;
    for (RateSums& sums : of_window) {
      if (sums.windows == 0) sums.windows = windows;
    }
  }
}

void import_role(Behaviour& behaviour, const std::string& name, const RoleModel& from) {
  Role& role = behaviour.role(name);
  role.template_name = from.template_name;
  role.devices = std::max(role.devices, from.devices);
  for (const auto& [key, thing] : from.things) {
    const auto feature = parse_feature(key.feature);
    const auto verb_class = parse_class(key.verb_class);
    if (!feature || !verb_class) continue;
    role.things[thing_key(*feature, *verb_class, key.what)] = {*feature, *verb_class, behaviour.intern(key.what),
                                                               thing.devices};
  }
  for (const auto& [key, events] : from.first_sights) {
    const auto feature = parse_feature(key.feature);
    const auto verb_class = parse_class(key.verb_class);
    if (!feature || !verb_class || key.age >= age_bucket_count) continue;
    role.first_sights[static_cast<std::size_t>(*feature)][static_cast<std::size_t>(*verb_class)][key.age] = events;
  }
  for (const auto& [age, seconds] : from.exposure_s) {
    if (age < age_bucket_count) role.exposure_s[age] = seconds;
  }
  import_rates(role.rates, from.rates);
  for (const auto& [key, statistics] : from.rates) {
    const auto rate = parse_rate(key.rate);
    const auto window = std::ranges::find(window_seconds, key.window_s);
    if (!rate || window == window_seconds.end()) continue;
    auto& histogram =
        role.histograms[static_cast<std::size_t>(window - window_seconds.begin())][static_cast<std::size_t>(*rate)];
    for (const auto& [start, windows] : statistics.histogram) histogram[count_bucket(start)] += windows;
  }
  for (std::size_t w = 0; w < window_count; ++w) {
    for (std::size_t r = 0; r < rate_count; ++r) {
      const RateSums& sums = role.rates[w][r];
      if (sums.sum == 0 && sums.windows > 0) role.histograms[w][r][0] = sums.windows;
    }
  }
}

/// A site's own role may have the same name; it follows another template.
bool has_no_role(const Model& model, const DeviceModel& device) {
  const auto role = model.roles.find(device.role);
  return role == model.roles.end() || (role->first == no_role && role->second.template_name == no_role);
}

/// A peer as its role pools it: by the peer's role, which the model knows by its name.
std::string pooled_name(const Model& model, Feature feature, const std::string& what) {
  if (feature != Feature::peer) return what;
  const auto space = what.find(' ');
  const std::string direction = what.substr(0, space);
  const auto peer = space == std::string::npos ? model.devices.end() : model.devices.find(what.substr(space + 1));
  const std::string role = peer == model.devices.end() || has_no_role(model, peer->second) ? "none" : peer->second.role;
  return direction + " role " + role;
}

void import_device(Behaviour& behaviour, EntityId id, const Model& model, const DeviceModel& from) {
  Device& device = behaviour.device(id);
  device.age_before = std::max(core::Duration{}, from.last_seen - from.first_seen);
  Entity& entity = behaviour.entities().at(id);
  entity.first_seen = entity.last_seen = from.last_seen;  // until it is seen again
  import_rates(device.rates, from.rates);
  for (const auto& [key, thing] : from.things) {
    const auto feature = parse_feature(key.feature);
    const auto verb_class = parse_class(key.verb_class);
    if (!feature || !verb_class) continue;
    device.things.add(
        thing_key(*feature, *verb_class, key.what),
        {*feature, *verb_class, behaviour.intern(key.what), behaviour.intern(pooled_name(model, *feature, key.what)),
         thing.count, thing.first_seen, thing.last_seen});
    if (*feature != Feature::side) continue;
    const auto space = key.what.find(' ');
    const auto role = model.roles.find(from.role);
    behaviour.known_side(
        id, {key.what.substr(0, space) == "serves", space == std::string::npos ? "" : key.what.substr(space + 1)},
        role == model.roles.end() ? std::string{} : role->second.template_name);
  }
}

}  // namespace

Model export_model(Behaviour& behaviour, const LearnedFrom& from) {
  behaviour.flush();
  Model model;
  model.site = from.site;
  if (behaviour.observations() > 0) {
    model.parts[{from.sensor, core::format_time(behaviour.started(), core::TimePrecision::nanoseconds)}] = {
        behaviour.started(), behaviour.now(), from.packets, behaviour.observations()};
  }
  const Renamed names = renamed(behaviour.entities());
  for (std::uint32_t i = 0; i < behaviour.entities().size(); ++i) {
    const Entity& entity = behaviour.entities().at({i});
    if (in_model(behaviour, {i})) model.devices[entity.name] = export_device(behaviour, {i}, names);
  }
  for (const auto& [name, role] : behaviour.roles()) {
    RoleModel out = export_role(behaviour, behaviour.role(name));
    if (out.devices > 0) model.roles[name] = std::move(out);
  }
  Role none;
  if (RoleModel out = export_role(behaviour, none); out.devices > 0) {
    out.template_name = no_role;
    model.roles.try_emplace(std::string{no_role}, std::move(out));
  }
  return model;
}

void add_devices(Inventory& inventory, const Model& model) {
  for (const auto& [name, device] : model.devices) {
    const auto written = std::ranges::find(inventory.devices, name, &KnownDevice::name);
    if (written != inventory.devices.end()) continue;
    KnownDevice known{
        .name = name, .role = has_no_role(model, device) ? std::string{} : device.role, .ips = {}, .macs = {}};
    known.learned = true;
    for (const auto& text : device.ip) {
      if (const auto ip = core::IpAddress::parse(text)) known.ips.push_back(*ip);
    }
    for (const auto& text : device.mac) {
      if (const auto mac = core::MacAddress::parse(text)) known.macs.push_back(*mac);
    }
    inventory.devices.push_back(std::move(known));
  }
}

void import_model(Behaviour& behaviour, const Model& model) {
  for (const auto& [name, role] : model.roles) {
    if (name != no_role || role.template_name != no_role) import_role(behaviour, name, role);
  }
  for (std::uint32_t i = 0; i < behaviour.entities().size(); ++i) {
    const auto device = model.devices.find(behaviour.entities().at({i}).name);
    if (device != model.devices.end()) import_device(behaviour, {i}, model, device->second);
  }
}

}  // namespace vedette::baselines
