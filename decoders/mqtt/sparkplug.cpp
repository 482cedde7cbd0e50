// SPDX-License-Identifier: Apache-2.0
#include "decoders/mqtt/sparkplug.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/hash.h"
#include "decoders/mqtt/json_numbers.h"
#include "decoders/mqtt/sparkplug_metric.h"

namespace vedette::decoders::mqtt {
namespace {

constexpr std::array<std::string_view, 9> type_names{"NBIRTH", "NDEATH", "DBIRTH", "DDEATH", "NDATA",
                                                     "DDATA",  "NCMD",   "DCMD",   "STATE"};
constexpr std::array<DefectInfo, 3> defects{{
    {"truncated",
     "a field is longer than the payload, or than the metric that it stands in (Sparkplug, section 6.4.1)"},
    {"bad_wire_type",
     "a field is not of the wire type that the payload's definition gives it, or has no number "
     "(Sparkplug, section 6.4.1)"},
    {"bad_varint", "an integer is longer than ten bytes (Protocol Buffers encoding)"},
}};

/// The next level of a topic, which it loses.
std::string_view next_level(std::string_view& topic) {
  const std::size_t end = topic.find('/');
  const std::string_view level = topic.substr(0, end);
  topic.remove_prefix(end == std::string_view::npos ? topic.size() : end + 1);
  return level;
}

std::optional<SparkplugType> type_of(std::string_view name) {
  for (std::size_t i = 0; i < type_names.size(); ++i)
    if (type_names[i] == name) return static_cast<SparkplugType>(i);
  return {};
}

bool is_birth(SparkplugType type) {
  return type == SparkplugType::nbirth || type == SparkplugType::dbirth;
}

}  // namespace

std::string_view to_string(SparkplugType type) {
  return type_names[static_cast<std::size_t>(type)];
}

std::span<const DefectInfo> sparkplug_defects() {
  return defects;
}

std::optional<SparkplugTopic> read_sparkplug_topic(std::string_view topic) {
  // Under this prefix a Sparkplug Aware server repeats the births (section 10.1.4).
  constexpr std::string_view certificates = "$sparkplug/certificates/", root = "spBv1.0/";
  if (topic.starts_with(certificates)) topic.remove_prefix(certificates.size());
  if (!topic.starts_with(root)) return {};
  topic.remove_prefix(root.size());
  SparkplugTopic read;
  read.group_id = next_level(topic);
  if (read.group_id == to_string(SparkplugType::state)) {
    read = {.type = SparkplugType::state, .group_id = {}, .edge_node_id = {}, .device_id = {}, .host_id = topic};
    return topic.empty() || topic.contains('/') ? std::nullopt : std::optional{read};
  }
  const std::string_view name = next_level(topic);
  const auto type = type_of(name);
  if (!type || *type == SparkplugType::state) return {};
  read.type = *type;
  const bool about_device = name.starts_with('D');
  read.edge_node_id = about_device ? next_level(topic) : topic;
  if (about_device) read.device_id = topic;
  const std::string_view last = about_device ? read.device_id : read.edge_node_id;
  if (read.group_id.empty() || read.edge_node_id.empty() || last.empty() || last.contains('/')) return {};
  return read;
}

Sparkplug::Sparkplug(const SparkplugTopic& topic, core::Bytes payload, Memory* memory, bool whole)
    : topic_(topic), payload_(payload), memory_(memory) {
  if (topic_.type == SparkplugType::state) {
    read_state();
  } else {
    read(whole);
  }
}

/// Section 6.4.24: JSON, not Sparkplug B.
void Sparkplug::read_state() {
  JsonNumbers numbers;
  read_json_numbers(payload_, numbers);
  constexpr double most = 9007199254740992.0;  // 2^53: up to here a double holds every integer
  for (const core::Value& value : numbers.view())
    if (value.at == json_place("/timestamp") && value.number >= 0 && value.number <= most)
      timestamp_ = static_cast<std::uint64_t>(value.number);
}

void Sparkplug::read(bool whole) {
  using Field = SparkplugFields::Field;
  const bool birth = is_birth(topic_.type), node = topic_.type == SparkplugType::nbirth;
  SparkplugNames names{topic_, birth ? memory_ : nullptr};
  if (birth) names.begin_birth();
  SparkplugFields fields{payload_};
  for (Field field = fields.next(); field != Field::end; field = fields.next()) {
    if (field == Field::timestamp) timestamp_ = fields.number();
    if (field == Field::seq) seq_ = fields.number();
    if (field != Field::metric) continue;
    ++metric_count_;
    const SparkplugMetric& metric = fields.metric();
    if (birth) names.define(metric);
    // Section 6.4.19: which birth of a node a death belongs to.
    if ((node || topic_.type == SparkplugType::ndeath) && metric.name == "bdSeq" &&
        metric.holds == SparkplugMetric::Holds::integer)
      bd_seq_ = metric.integer;
  }
  flaw_ = fields.flaw();
  if (!whole && flaw_ && flaw_->defect == SparkplugDefect::truncated) flaw_.reset();
}

std::size_t Sparkplug::values(std::span<core::Value> room) const {
  using Field = SparkplugFields::Field;
  if (topic_.type == SparkplugType::state) return 0;
  const std::size_t most = std::min(room.size(), max_values);
  std::size_t count = 0;
  const SparkplugNames names{topic_, memory_};
  SparkplugFields fields{payload_};
  for (Field field = fields.next(); field != Field::end && count < most; field = fields.next()) {
    if (field != Field::metric) continue;
    SparkplugMetric metric = fields.metric();
    names.complete(metric);
    const auto number = numeric_value(metric);
    if (!number || !std::isfinite(*number) || (!metric.name && !metric.alias)) continue;
    const std::uint64_t at = metric.name ? sparkplug_place(*metric.name) : sparkplug_place(*metric.alias);
    room[count++] = {.at = at, .number = *number};
  }
  return count;
}

std::uint64_t sparkplug_place(std::string_view metric_name) {
  return core::hash_text(metric_name);
}
std::uint64_t sparkplug_place(std::uint64_t alias) {
  return core::hash_combine(core::hash_text("alias"), alias);
}

}  // namespace vedette::decoders::mqtt
