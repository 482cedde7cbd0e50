// SPDX-License-Identifier: Apache-2.0
#include "models/model_codec.h"

#include <fmt/format.h>
#include <limits>

#include "core/hash.h"
#include "models/text.h"
#include "models/yaml_reader.h"

namespace vedette::models {
namespace {

constexpr std::int64_t ns_per_second = 1'000'000'000;
constexpr std::int64_t max_window = 30 * 86'400;

void write_histogram(const Histogram& from, google::protobuf::RepeatedPtrField<v1::CountBucket>& to) {
  for (const auto& [lower_end, windows] : from) {
    auto& bucket = *to.Add();
    bucket.set_from(lower_end);
    bucket.set_windows(windows);
  }
}

void write_rates(const std::map<RateKey, RateStatistics>& from,
                 google::protobuf::RepeatedPtrField<v1::RateStatistics>& to) {
  for (const auto& [key, rate] : from) {
    auto& out = *to.Add();
    out.set_rate(key.rate);
    out.set_window(std::int64_t{key.window_s} * ns_per_second);
    out.set_windows(rate.windows);
    out.set_sum(rate.sum);
    out.set_sum_of_squares(rate.sum_of_squares);
    write_histogram(rate.histogram, *out.mutable_histogram());
    write_histogram(rate.device_means, *out.mutable_device_means());
  }
}

void write_things(const std::map<ThingKey, Thing>& from, google::protobuf::RepeatedPtrField<v1::Thing>& to) {
  for (const auto& [key, thing] : from) {
    auto& out = *to.Add();
    out.set_feature(key.feature);
    out.set_class_(key.verb_class);
    out.set_what(key.what);
    out.set_count(thing.count);
    out.set_devices(thing.devices);
    out.set_first_seen(core::to_ns(thing.first_seen));
    out.set_last_seen(core::to_ns(thing.last_seen));
  }
}

v1::RoleModel to_message(const RoleModel& role) {
  v1::RoleModel out;
  out.set_template_(role.template_name);
  out.set_devices(role.devices);
  out.set_observed_s(role.observed_s);
  for (const auto& [age, seconds] : role.exposure_s) {
    auto& exposure = *out.add_exposure();
    exposure.set_age_log2(age);
    exposure.set_seconds(seconds);
  }
  for (const auto& [key, events] : role.first_sights) {
    auto& sights = *out.add_first_sights();
    sights.set_feature(key.feature);
    sights.set_class_(key.verb_class);
    sights.set_age_log2(key.age);
    sights.set_events(events);
  }
  write_rates(role.rates, *out.mutable_rates());
  write_things(role.things, *out.mutable_things());
  return out;
}

v1::DeviceModel to_message(const DeviceModel& device) {
  v1::DeviceModel out;
  out.set_role(device.role);
  for (const auto& ip : device.ip) out.add_ip(ip);
  for (const auto& mac : device.mac) out.add_mac(mac);
  out.set_first_seen(core::to_ns(device.first_seen));
  out.set_last_seen(core::to_ns(device.last_seen));
  write_things(device.things, *out.mutable_things());
  write_rates(device.rates, *out.mutable_rates());
  return out;
}

// Reading. A sum that no counts could have given is a file that was damaged or forged, and would be believed.

Checked check_times(const Place& place, std::int64_t first, std::int64_t last, const char* first_key,
                    const char* last_key) {
  // RFC 3339 has to hold what is written back, see core/time.h.
  constexpr std::int64_t earliest = -9'214'560'000'000'000'000, latest = 9'214'646'400'000'000'000;
  for (const auto& [key, time] : {std::pair{first_key, first}, std::pair{last_key, last}}) {
    if (time < earliest || time >= latest)
      return place[key].refuse("found a time out of range", "the years 1678 to 2261");
  }
  if (first <= last) return {};
  return place[last_key].refuse(
      fmt::format("found {}, before {} at line {} ({})", core::format_time(core::timestamp_from_ns(last)), first_key,
                  place[first_key].line(), core::format_time(core::timestamp_from_ns(first))),
      fmt::format("not before {}", first_key));
}

Checked check_sums(const Place& place, const v1::RateStatistics& rate) {
  using core::Wide;
  constexpr auto full = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t n = rate.windows(), sum = rate.sum(), squares = rate.sum_of_squares();
  if (sum == full || squares == full) return {};  // a sum at its end has stopped to say anything
  const Place at = place["sum_of_squares"];
  // Of whole numbers from 0: sum <= squares <= sum^2, and sum^2 <= n * squares (Cauchy and Schwarz).
  if (squares < sum || Wide{squares} > Wide{sum} * sum || Wide{sum} * sum > Wide{n} * squares) {
    return at.refuse(fmt::format("found {}, which {} counts with the sum {} can't have", squares, n, sum),
                     "at least the sum and its square divided by windows, at most its square");
  }
  return {};
}

Checked read_histogram(const Place& place, const google::protobuf::RepeatedPtrField<v1::CountBucket>& from,
                       std::uint64_t most, Histogram& to) {
  std::uint64_t total = 0;
  for (int i = 0; i < from.size(); ++i) {
    const Place at = place[static_cast<std::size_t>(i)];
    if (!to.emplace(from[i].from(), from[i].windows()).second) {
      return at["from"].refuse(fmt::format("found {} a second time", from[i].from()), "each bucket once");
    }
    if (from[i].windows() > most - total) {
      return at["windows"].refuse(fmt::format("the buckets hold more than all the {} windows", most), "as many in all");
    }
    total += from[i].windows();
  }
  return {};
}

Checked read_rates(const Place& place, const google::protobuf::RepeatedPtrField<v1::RateStatistics>& from,
                   std::map<RateKey, RateStatistics>& to) {
  for (int i = 0; i < from.size(); ++i) {
    const Place at = place[static_cast<std::size_t>(i)];
    const auto& in = from[i];
    if (auto ok = check_name(at["rate"], in.rate()); !ok) return ok;
    if (in.window() < ns_per_second || in.window() > max_window * ns_per_second || in.window() % ns_per_second != 0) {
      return at["window"].refuse("found " + shown(write_duration(core::Duration{in.window()})),
                                 "whole seconds, 1s to 30d");
    }
    const auto window_s = static_cast<std::uint32_t>(in.window() / ns_per_second);
    const auto [entry, is_new] = to.try_emplace({in.rate(), window_s});
    if (!is_new)
      return at["rate"].refuse(fmt::format("{} per {} s stands here a second time", shown(in.rate()), window_s),
                               "each rate once");
    if (auto ok = check_sums(at, in); !ok) return ok;
    RateStatistics& rate = entry->second;
    rate = {.windows = in.windows(),
            .sum = in.sum(),
            .sum_of_squares = in.sum_of_squares(),
            .histogram = {},
            .device_means = {}};
    if (auto ok = read_histogram(at["histogram"], in.histogram(), in.windows(), rate.histogram); !ok) return ok;
    constexpr auto any = std::numeric_limits<std::uint64_t>::max();
    if (auto ok = read_histogram(at["device_means"], in.device_means(), any, rate.device_means); !ok) return ok;
  }
  return {};
}

/// `most_devices`: those of the role; 0 for a device, whose things are its own.
Checked read_things(const Place& place, const google::protobuf::RepeatedPtrField<v1::Thing>& from,
                    std::uint32_t most_devices, std::map<ThingKey, Thing>& to) {
  for (int i = 0; i < from.size(); ++i) {
    const Place at = place[static_cast<std::size_t>(i)];
    const auto& in = from[i];
    if (auto ok = check_name(at["feature"], in.feature()); !ok) return ok;
    if (auto ok = check_times(at, in.first_seen(), in.last_seen(), "first_seen", "last_seen"); !ok) return ok;
    if (in.devices() > most_devices) {
      return at["devices"].refuse(fmt::format("found {}", in.devices()),
                                  fmt::format("at most {}, the devices learned from", most_devices));
    }
    const Thing thing{in.count(), in.devices(), core::timestamp_from_ns(in.first_seen()),
                      core::timestamp_from_ns(in.last_seen())};
    if (!to.emplace(ThingKey{in.feature(), in.class_(), in.what()}, thing).second) {
      return at.refuse(fmt::format("{} {} stands here a second time", in.feature(), shown(in.what())),
                       "each thing once");
    }
  }
  return {};
}

Checked check_age(const Place& place, std::uint32_t age_log2) {
  if (age_log2 > 63) return place["age_log2"].refuse(fmt::format("found {}", age_log2), "0 to 63");
  return {};
}

Checked read_exposure(const Place& place, const v1::RoleModel& from, RoleModel& to) {
  for (int i = 0; i < from.exposure_size(); ++i) {
    const Place at = place[static_cast<std::size_t>(i)];
    const auto& in = from.exposure(i);
    if (auto ok = check_age(at, in.age_log2()); !ok) return ok;
    if (!to.exposure_s.emplace(in.age_log2(), in.seconds()).second) {
      return at["age_log2"].refuse(fmt::format("found {} a second time", in.age_log2()), "each age once");
    }
  }
  return {};
}

Checked read_first_sights(const Place& place, const v1::RoleModel& from, RoleModel& to) {
  for (int i = 0; i < from.first_sights_size(); ++i) {
    const Place at = place[static_cast<std::size_t>(i)];
    const auto& in = from.first_sights(i);
    if (auto ok = check_name(at["feature"], in.feature()); !ok) return ok;
    if (auto ok = check_age(at, in.age_log2()); !ok) return ok;
    if (!to.first_sights.emplace(FirstSightKey{in.feature(), in.class_(), in.age_log2()}, in.events()).second) {
      return at.refuse(
          fmt::format("{} {} at age {} stands here a second time", in.feature(), in.class_(), in.age_log2()),
          "each kind and age once");
    }
  }
  return {};
}

Checked read_parts(const v1::Model& message, const Place& root, Model& model) {
  for (int i = 0; i < message.parts_size(); ++i) {
    const Place place = root["parts"][static_cast<std::size_t>(i)];
    const auto& in = message.parts(i);
    if (auto ok = check_name(place["sensor"], in.sensor()); !ok) return ok;
    if (auto ok = check_name(place["epoch"], in.epoch()); !ok) return ok;
    if (auto ok = check_times(place, in.from(), in.to(), "from", "to"); !ok) return ok;
    const ModelPart part{core::timestamp_from_ns(in.from()), core::timestamp_from_ns(in.to()), in.packets(),
                         in.observations()};
    if (!model.parts.emplace(PartKey{in.sensor(), in.epoch()}, part).second) {
      return place.refuse(
          fmt::format("the part {} of {} stands here a second time", shown(in.epoch()), shown(in.sensor())),
          "each part once");
    }
  }
  return {};
}

Checked read_roles(const v1::Model& message, const Place& root, Model& model) {
  for (const auto& [name, in] : std::map<std::string, v1::RoleModel>{message.roles().begin(), message.roles().end()}) {
    const Place place = root["roles"][name];
    if (auto ok = check_name(place, name); !ok) return ok;
    RoleModel& role = model.roles[name];
    role.template_name = in.template_();
    role.devices = in.devices();
    role.observed_s = in.observed_s();
    if (auto ok = read_exposure(place["exposure"], in, role); !ok) return ok;
    if (auto ok = read_first_sights(place["first_sights"], in, role); !ok) return ok;
    if (auto ok = read_rates(place["rates"], in.rates(), role.rates); !ok) return ok;
    if (auto ok = read_things(place["things"], in.things(), in.devices(), role.things); !ok) return ok;
  }
  return {};
}

Checked read_devices(const v1::Model& message, const Place& root, Model& model) {
  const std::map<std::string, v1::DeviceModel> sorted{message.devices().begin(), message.devices().end()};
  if (!sorted.empty() && model.site == several_sites) {
    return root["devices"].refuse("found devices in a model of several sites", "roles only");
  }
  for (const auto& [name, in] : sorted) {
    const Place place = root["devices"][name];
    if (auto ok = check_name(place, name); !ok) return ok;
    if (auto ok = check_known(place["role"], in.role(), model.roles); !ok) return ok;
    if (auto ok = check_times(place, in.first_seen(), in.last_seen(), "first_seen", "last_seen"); !ok) return ok;
    DeviceModel& device = model.devices[name];
    device.role = in.role();
    device.ip = {in.ip().begin(), in.ip().end()};
    device.mac = {in.mac().begin(), in.mac().end()};
    device.first_seen = core::timestamp_from_ns(in.first_seen());
    device.last_seen = core::timestamp_from_ns(in.last_seen());
    if (auto ok = read_things(place["things"], in.things(), 0, device.things); !ok) return ok;
    if (auto ok = read_rates(place["rates"], in.rates(), device.rates); !ok) return ok;
  }
  return {};
}

}  // namespace

v1::Model to_message(const Model& model) {
  v1::Model out;
  out.set_version(file_version);
  out.set_site(model.site);
  for (const auto& [key, part] : model.parts) {
    auto& to = *out.add_parts();
    to.set_sensor(key.sensor);
    to.set_epoch(key.epoch);
    to.set_from(core::to_ns(part.from));
    to.set_to(core::to_ns(part.to));
    to.set_packets(part.packets);
    to.set_observations(part.observations);
  }
  for (const auto& [name, role] : model.roles) (*out.mutable_roles())[name] = to_message(role);
  for (const auto& [name, device] : model.devices) (*out.mutable_devices())[name] = to_message(device);
  return out;
}

core::Result<Model> from_message(const v1::Model& message, const Place& root) {
  Model model;
  model.site = message.site();
  for (auto* read : {read_parts, read_roles, read_devices}) {
    if (auto ok = read(message, root, model); !ok) return std::unexpected(ok.error());
  }
  return model;
}

}  // namespace vedette::models
