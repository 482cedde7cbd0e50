// SPDX-License-Identifier: Apache-2.0
#include "decoders/mqtt/sparkplug_metric.h"

#include <array>
#include <bit>

namespace vedette::decoders::mqtt {
namespace {

using Holds = SparkplugMetric::Holds;

// Section 6.4.16, in the order of their numbers.
constexpr std::array<std::string_view, 35> datatype_names{"Unknown",      "Int8",
                                                          "Int16",        "Int32",
                                                          "Int64",        "UInt8",
                                                          "UInt16",       "UInt32",
                                                          "UInt64",       "Float",
                                                          "Double",       "Boolean",
                                                          "String",       "DateTime",
                                                          "Text",         "UUID",
                                                          "DataSet",      "Bytes",
                                                          "File",         "Template",
                                                          "PropertySet",  "PropertySetList",
                                                          "Int8Array",    "Int16Array",
                                                          "Int32Array",   "Int64Array",
                                                          "UInt8Array",   "UInt16Array",
                                                          "UInt32Array",  "UInt64Array",
                                                          "FloatArray",   "DoubleArray",
                                                          "BooleanArray", "StringArray",
                                                          "DateTimeArray"};

std::optional<SparkplugFlaw> fault_of(const WireReader& reader, std::size_t base) {
  const std::size_t offset = base + reader.fault_offset();
  switch (reader.fault()) {
    case WireReader::Fault::none:
      return {};
    case WireReader::Fault::truncated:
      return SparkplugFlaw{SparkplugDefect::truncated, offset};
    case WireReader::Fault::bad_tag:
      return SparkplugFlaw{SparkplugDefect::bad_wire_type, offset};
    case WireReader::Fault::bad_varint:
      return SparkplugFlaw{SparkplugDefect::bad_varint, offset};
  }
  return {};
}

/// The wire type that a field of a metric has (section 6.4.1). Others are extensions, of any type.
std::optional<WireType> type_in_metric(std::uint32_t number) {
  switch (number) {
    case 1:   // name
    case 8:   // metadata
    case 9:   // properties
    case 15:  // string_value
    case 16:  // bytes_value
    case 17:  // dataset_value
    case 18:  // template_value
    case 19:  // extension_value
      return WireType::length_delimited;
    case 12:  // float_value
      return WireType::fixed32;
    case 13:  // double_value
      return WireType::fixed64;
    default:
      return number <= 14 ? std::optional{WireType::varint} : std::nullopt;
  }
}

void take_value(const WireField& field, SparkplugMetric& m) {
  switch (field.number) {
    case 10:
    case 11:
      m.holds = Holds::integer;
      m.integer = field.value;
      break;
    case 12:
      m.holds = Holds::real;
      m.real = static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(field.value)));
      break;
    case 13:
      m.holds = Holds::real;
      m.real = std::bit_cast<double>(field.value);
      break;
    case 14:
      m.holds = Holds::boolean;
      m.integer = field.value != 0;
      break;
    default:  // 15 to 19
      m.holds = Holds::content;
      m.content = field.bytes;
  }
}

void take_field(const WireField& field, SparkplugMetric& m) {
  switch (field.number) {
    case 1:
      m.name = core::as_text(field.bytes);
      break;
    case 2:
      m.alias = field.value;
      break;
    case 3:
      m.timestamp = field.value;
      break;
    case 4:
      m.datatype = static_cast<std::uint32_t>(field.value);
      break;
    case 5:
      m.is_historical = field.value != 0;
      break;
    case 6:
      m.is_transient = field.value != 0;
      break;
    case 7:
      m.is_null = field.value != 0;
      break;
    default:
      if (field.number >= 10 && field.number <= 19) take_value(field, m);
  }
}

bool is_known(const SparkplugMetric& m, SparkplugDatatype type) {
  return m.datatype == static_cast<std::uint32_t>(type);
}

}  // namespace

std::string_view sparkplug_datatype_name(std::uint32_t datatype) {
  return datatype < datatype_names.size() ? datatype_names[datatype] : std::string_view{};
}

std::optional<std::int64_t> signed_value(const SparkplugMetric& m) {
  if (is_known(m, SparkplugDatatype::int8)) return static_cast<std::int8_t>(m.integer);
  if (is_known(m, SparkplugDatatype::int16)) return static_cast<std::int16_t>(m.integer);
  if (is_known(m, SparkplugDatatype::int32)) return static_cast<std::int32_t>(m.integer);
  if (is_known(m, SparkplugDatatype::int64)) return static_cast<std::int64_t>(m.integer);
  return {};
}

std::optional<double> numeric_value(const SparkplugMetric& m) {
  if (m.is_null || is_known(m, SparkplugDatatype::date_time)) return {};
  switch (m.holds) {
    case Holds::nothing:
    case Holds::content:
      return {};
    case Holds::real:
      return m.real;
    case Holds::boolean:
      return static_cast<double>(m.integer);
    case Holds::integer:
      break;
  }
  if (const auto value = signed_value(m)) return static_cast<double>(*value);
  // Negative ones of a narrower type are written as 32 bits, those of the widest as 64.
  const bool open = !m.datatype.value_or(0) && (m.integer >> 63 != 0 || (m.integer >> 31) == 1);
  if (open) return {};
  return static_cast<double>(m.integer);
}

SparkplugFields::Field SparkplugFields::next() {
  if (flaw_) return Field::end;
  if (!reader_.next(field_)) {
    flaw_ = fault_of(reader_, 0);
    return Field::end;
  }
  constexpr std::array types{WireType::varint, WireType::length_delimited, WireType::varint, WireType::length_delimited,
                             WireType::length_delimited};  // timestamp, metrics, seq, uuid, body (section 6.4.1)
  if (field_.number <= types.size() && field_.type != types[field_.number - 1]) {
    flaw_ = SparkplugFlaw{SparkplugDefect::bad_wire_type, field_.offset};
    return Field::end;
  }
  switch (field_.number) {
    case 1:
      return Field::timestamp;
    case 2:
      return read_metric() ? Field::metric : Field::end;
    case 3:
      return Field::seq;
    default:
      return Field::other;
  }
}

bool SparkplugFields::read_metric() {
  metric_ = {};
  const auto base = static_cast<std::size_t>(field_.bytes.data() - payload_.data());
  WireReader reader{field_.bytes};
  for (WireField field; reader.next(field);) {
    const auto type = type_in_metric(field.number);
    if (type && field.type != *type) {
      flaw_ = SparkplugFlaw{SparkplugDefect::bad_wire_type, base + field.offset};
      return false;
    }
    take_field(field, metric_);
  }
  flaw_ = fault_of(reader, base);
  return !flaw_;
}

}  // namespace vedette::decoders::mqtt
