// SPDX-License-Identifier: Apache-2.0
// What births said of metrics, in the memory of a conversation.
#include <algorithm>
#include <array>

#include "core/byte_cursor.h"
#include "core/hash.h"
#include "decoders/mqtt/sparkplug_metric.h"

namespace vedette::decoders::mqtt {
namespace {

constexpr std::uint8_t kind_birth = sparkplug_first_kind, kind_alias = kind_birth + 1, kind_name = kind_birth + 2;
static_assert(kind_name == sparkplug_last_kind);

std::uint64_t hash_speaker(const SparkplugTopic& topic) {
  const std::uint64_t node = core::hash_combine(core::hash_text(topic.group_id), core::hash_text(topic.edge_node_id));
  return core::hash_combine(node, core::hash_text(topic.device_id));
}

template <std::size_t N>
void put_number(std::array<std::uint8_t, N>& room, std::uint32_t number) {
  for (std::size_t i = 0; i < 4; ++i) room[i] = static_cast<std::uint8_t>(number >> 8 * i);
}

}  // namespace

SparkplugNames::SparkplugNames(const SparkplugTopic& topic, Memory* memory)
    : memory_(memory), speaker_(hash_speaker(topic)) {
  if (memory_ == nullptr) return;
  if (const auto birth = memory_->find({.kind = kind_birth, .number = speaker_}))
    birth_ = core::ByteCursor{*birth}.le32();
}

/// A birth says all that there is (section 6.4.18): what an earlier one said is no longer asked for, and ages.
void SparkplugNames::begin_birth() {
  if (memory_ == nullptr) return;
  std::array<std::uint8_t, 4> count{};
  put_number(count, static_cast<std::uint32_t>(++birth_));
  memory_->put({.kind = kind_birth, .number = speaker_}, count);
}

void SparkplugNames::define(const SparkplugMetric& metric) {
  if (memory_ == nullptr || !metric.name || metric.name->size() > max_name) return;
  std::array<std::uint8_t, 4 + max_name> room;
  put_number(room, metric.datatype.value_or(0));
  if (metric.alias) {
    std::ranges::copy(core::as_bytes(*metric.name), room.begin() + 4);
    memory_->put(by_alias(*metric.alias), core::Bytes{room}.first(4 + metric.name->size()));
  } else if (metric.datatype) {
    memory_->put(by_name(*metric.name), core::Bytes{room}.first(4));
  }
}

bool SparkplugNames::complete(SparkplugMetric& metric) const {
  if (!metric.alias && (!metric.name || metric.datatype)) return true;
  if (metric.name && metric.datatype) return true;
  const auto definition = find(metric.name && !metric.alias ? by_name(*metric.name) : by_alias(*metric.alias));
  if (!definition) return metric.name.has_value();
  if (!metric.name) metric.name = definition->name;
  if (!metric.datatype && definition->datatype != 0) metric.datatype = definition->datatype;
  return true;
}

std::optional<SparkplugDefinition> SparkplugNames::find(const KeepKey& key) const {
  if (memory_ == nullptr || birth_ == 0) return {};
  const auto kept = memory_->find(key);
  if (!kept) return {};
  core::ByteCursor in{*kept};
  const std::uint32_t datatype = in.le32();
  return SparkplugDefinition{.name = core::as_text(in.rest()), .datatype = datatype};
}

KeepKey SparkplugNames::by_alias(std::uint64_t alias) const {
  return {.kind = kind_alias, .number = core::hash_combine(core::hash_combine(speaker_, birth_), alias)};
}
KeepKey SparkplugNames::by_name(std::string_view name) const {
  return {.kind = kind_name, .number = core::hash_combine(core::hash_combine(speaker_, birth_), core::hash_text(name))};
}

}  // namespace vedette::decoders::mqtt
