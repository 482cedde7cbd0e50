// SPDX-License-Identifier: Apache-2.0
// Every field of a Sparkplug message by the name that `vedette decode` gives it.
#include <cmath>

#include "decoders/mqtt/json_numbers.h"
#include "decoders/mqtt/sparkplug.h"
#include "decoders/mqtt/sparkplug_metric.h"

namespace vedette::decoders::mqtt {
namespace {

using core::FieldWriter;
using Holds = SparkplugMetric::Holds;

void number(FieldWriter& fields, std::string_view name, const std::optional<std::uint64_t>& value) {
  if (value) fields.number(name, *value);
}
void text(FieldWriter& fields, std::string_view name, std::string_view value) {
  if (!value.empty()) fields.text(name, value);
}
void flag(FieldWriter& fields, std::string_view name, bool value) {
  if (value) fields.boolean(name, true);
}

void describe_datatype(std::uint32_t datatype, FieldWriter& fields) {
  if (const auto name = sparkplug_datatype_name(datatype); !name.empty()) return fields.text("datatype", name);
  fields.number("datatype", datatype);
}

void describe_value(const SparkplugMetric& m, FieldWriter& fields) {
  switch (m.holds) {
    case Holds::nothing:
      break;
    case Holds::integer:
      if (const auto value = signed_value(m)) return fields.integer("value", *value);
      fields.number("value", m.integer);
      break;
    case Holds::real:
      if (std::isfinite(m.real)) fields.real("value", m.real);
      break;
    case Holds::boolean:
      fields.boolean("value", m.integer != 0);
      break;
    case Holds::content:
      fields.number("length", m.content.size());
      break;
  }
}

void describe_metric(SparkplugMetric m, const SparkplugNames& names, FieldWriter& fields) {
  const bool known = names.complete(m);
  fields.begin_object({});
  if (m.name) fields.text("name", *m.name);
  number(fields, "alias", m.alias);
  flag(fields, "alias_unknown", !known);
  number(fields, "timestamp", m.timestamp);
  if (m.datatype) describe_datatype(*m.datatype, fields);
  flag(fields, "is_historical", m.is_historical);
  flag(fields, "is_transient", m.is_transient);
  flag(fields, "is_null", m.is_null);
  if (!m.is_null) describe_value(m, fields);
  fields.end_object();
}

void describe_metrics(const SparkplugTopic& topic, core::Bytes payload, Memory* memory, FieldWriter& fields) {
  using Field = SparkplugFields::Field;
  const SparkplugNames names{topic, memory};
  SparkplugFields in{payload};
  std::size_t count = 0;
  fields.begin_array("metrics");
  for (Field field = in.next(); field != Field::end && count < Sparkplug::max_described; field = in.next()) {
    if (field != Field::metric) continue;
    ++count;
    describe_metric(in.metric(), names, fields);
  }
  fields.end_array();
}

void describe_state(core::Bytes payload, FieldWriter& fields) {
  const JsonTruth online = read_json_boolean(payload, "/online");
  if (online != JsonTruth::absent) fields.boolean("online", online == JsonTruth::yes);
}

}  // namespace

void Sparkplug::describe(FieldWriter& fields) const {
  fields.text("message_type", to_string(topic_.type));
  text(fields, "group_id", topic_.group_id);
  text(fields, "edge_node_id", topic_.edge_node_id);
  text(fields, "device_id", topic_.device_id);
  text(fields, "host_id", topic_.host_id);
  number(fields, "timestamp", timestamp_);
  if (topic_.type == SparkplugType::state) return describe_state(payload_, fields);
  number(fields, "seq", seq_);
  number(fields, "bd_seq", bd_seq_);
  fields.number("metric_count", metric_count_);
  if (metric_count_ > 0) describe_metrics(topic_, payload_, memory_, fields);
  if (!flaw_) return;
  fields.begin_object("malformed");
  fields.text("defect", sparkplug_defects()[static_cast<std::size_t>(flaw_->defect)].name);
  fields.number("offset", flaw_->offset);
  fields.end_object();
}

}  // namespace vedette::decoders::mqtt
