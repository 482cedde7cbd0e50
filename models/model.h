// SPDX-License-Identifier: Apache-2.0
// What was learned, as plain values: sufficient statistics per role and per device. Sums, minima and maxima only, so
// that parts of a model merge in any order to the same bytes. Field by field in docs/reference/model.md; the same
// content has three forms: this one, model.yaml, and the binary state of a sensor. Texts are UTF-8: whoever puts text
// off the wire into a model replaces what isn't.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace vedette::models {

/// A stretch of learning. What is in the model by it is in it once.
struct PartKey {
  std::string sensor, epoch;
  auto operator<=>(const PartKey&) const = default;
};
struct ModelPart {
  core::Timestamp from, to;
  std::uint64_t packets = 0, observations = 0;
  bool operator==(const ModelPart&) const = default;
};

/// By age: n stands for [2^n, 2^(n + 1)) seconds since a device was first seen; 0 also holds younger ones.
using AgeLog2 = std::uint32_t;
struct FirstSightKey {
  std::string feature, verb_class;  ///< "peer", "read"
  AgeLog2 age = 0;
  auto operator<=>(const FirstSightKey&) const = default;
};

struct RateKey {
  std::string rate;  ///< "requests", "served", "reads", "writes", "connects", "errors"
  std::uint32_t window_s = 0;
  auto operator<=>(const RateKey&) const = default;
};
/// Lower end of a bucket, and how often a count fell into it.
using Histogram = std::map<std::uint64_t, std::uint64_t>;
struct RateStatistics {
  std::uint64_t windows = 0, sum = 0, sum_of_squares = 0;
  Histogram histogram;     ///< of the counts per window
  Histogram device_means;  ///< of a role: of its devices' mean counts, in thousandths
  bool operator==(const RateStatistics&) const = default;
};

struct ThingKey {
  std::string feature, verb_class, what;
  auto operator<=>(const ThingKey&) const = default;
};
struct Thing {
  std::uint64_t count = 0;
  std::uint32_t devices = 0;  ///< of a role: how many of its devices did it, counted once in each part
  core::Timestamp first_seen, last_seen;
  bool operator==(const Thing&) const = default;
};

struct RoleModel {
  std::string template_name;
  std::uint32_t devices = 0;  ///< learned from, counted once in each part
  std::uint64_t observed_s = 0;
  std::map<AgeLog2, std::uint64_t> exposure_s;          ///< device-seconds watched at an age
  std::map<FirstSightKey, std::uint64_t> first_sights;  ///< events
  std::map<RateKey, RateStatistics> rates;
  std::map<ThingKey, Thing> things;
  bool operator==(const RoleModel&) const = default;
};

struct DeviceModel {
  std::string role;
  std::set<std::string> ip, mac;
  core::Timestamp first_seen, last_seen;
  std::map<ThingKey, Thing> things;
  std::map<RateKey, RateStatistics> rates;
  bool operator==(const DeviceModel&) const = default;
};

/// The site of a model that was merged from several: it has roles, and no devices, since names repeat across sites.
inline constexpr std::string_view several_sites = "*";

struct Model {
  std::string site;  ///< empty where none was named
  std::map<PartKey, ModelPart> parts;
  std::map<std::string, RoleModel, std::less<>> roles;
  std::map<std::string, DeviceModel, std::less<>> devices;
  bool operator==(const Model&) const = default;
};

struct LoadedModel {
  Model model;
  std::string digest;  ///< SHA-256 of the file's bytes, in hex
};

core::Result<LoadedModel> load_model(const std::string& path);
/// The same from memory; `name` is what errors call it.
core::Result<LoadedModel> parse_model_yaml(const std::string& name, std::string_view text);
/// model.yaml: the same bytes for the same model.
std::string write_model(const Model& model);

/// The binary form, the same bytes for the same model.
std::string serialize_model(const Model& model);
/// Checked like a file: a state that can't be, or of a newer version, is refused.
core::Result<Model> parse_model(const std::string& name, std::string_view bytes);

/// SHA-256 of write_model(), in hex.
std::string digest(const Model& model);

/// Adds what `other` learned; associative and commutative. A model whose parts are all here already adds nothing.
/// Refused, and nothing changed: models that share some parts but each hold others (sums can't be taken apart), a role
/// with two templates, a device with two roles.
core::Result<void> merge(Model& into, const Model& other);

}  // namespace vedette::models
