// SPDX-License-Identifier: Apache-2.0
// One metric of a Sparkplug B payload (Eclipse Sparkplug 3.0.0, section 6.4), read out of the payload, and the walk
// over all of them. Data sets, templates, properties and metadata are passed over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/bytes.h"
#include "decoders/mqtt/protobuf.h"
#include "decoders/mqtt/sparkplug.h"

namespace vedette::decoders::mqtt {

/// Data types (section 6.4.16) that this reader treats apart.
enum class SparkplugDatatype : std::uint32_t { int8 = 1, int16, int32, int64, date_time = 13 };
/// As the specification writes it: "Int8"; empty where the number is not assigned.
std::string_view sparkplug_datatype_name(std::uint32_t datatype);

struct SparkplugMetric {
  /// Which of the fields that exclude each other holds the value.
  enum class Holds : std::uint8_t { nothing, integer, real, boolean, content };

  std::optional<std::string_view> name;
  std::optional<std::uint64_t> alias, timestamp;
  std::optional<std::uint32_t> datatype;
  bool is_historical = false, is_transient = false, is_null = false;
  Holds holds = Holds::nothing;
  std::uint64_t integer = 0;  ///< as it stands in the payload: integers of every type are unsigned there
  double real = 0;
  core::Bytes content;  ///< of strings, bytes, data sets, templates
};

/// The value of a signed type from the unsigned field that holds it (section 6.4.16: two's complement of the type's own
/// width). Nothing where the type is not a signed one.
std::optional<std::int64_t> signed_value(const SparkplugMetric& metric);
/// As a number, where it is one and not null. An integer whose type is not known has no sign: where its highest bit
/// leaves that open, it is no number.
std::optional<double> numeric_value(const SparkplugMetric& metric);

/// The fields of a payload, and its metrics among them.
class SparkplugFields {
 public:
  explicit SparkplugFields(core::Bytes payload) : reader_(payload), payload_(payload) {}

  enum class Field : std::uint8_t { end, timestamp, metric, seq, other };
  /// The next one; `end` also at a flaw.
  Field next();
  std::uint64_t number() const { return field_.value; }  ///< of timestamp and seq
  const SparkplugMetric& metric() const { return metric_; }
  std::optional<SparkplugFlaw> flaw() const { return flaw_; }

 private:
  bool read_metric();

  WireReader reader_;
  core::Bytes payload_;
  WireField field_;
  SparkplugMetric metric_;
  std::optional<SparkplugFlaw> flaw_;
};

/// What a birth said of a metric.
struct SparkplugDefinition {
  std::string_view name;  ///< empty where the metric says its name itself
  std::uint32_t datatype = 0;
};

/// What births said, in the memory of a conversation. A node or device that is born again starts over.
class SparkplugNames {
 public:
  SparkplugNames(const SparkplugTopic& topic, Memory* memory);
  void begin_birth();
  void define(const SparkplugMetric& metric);
  /// Completes a metric by what its birth said. False where it has an alias that is not known.
  bool complete(SparkplugMetric& metric) const;

 private:
  static constexpr std::size_t max_name = 1024;  ///< longer ones are not kept

  std::optional<SparkplugDefinition> find(const KeepKey& key) const;
  KeepKey by_alias(std::uint64_t alias) const;
  KeepKey by_name(std::string_view name) const;

  Memory* memory_;
  std::uint64_t speaker_;    ///< node or device
  std::uint64_t birth_ = 0;  ///< how often it was born; 0 where that is not known
};

}  // namespace vedette::decoders::mqtt
