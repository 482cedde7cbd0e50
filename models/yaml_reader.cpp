// SPDX-License-Identifier: Apache-2.0
#include "models/yaml_reader.h"

#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <limits>
#include <optional>
#include <vector>

#include "core/digest.h"
#include "core/time.h"
#include "models/file.h"
#include "models/schema_names.h"
#include "models/text.h"

namespace vedette::models {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Read = core::Result<void>;

std::string found(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::nothing:
      return "found nothing";
    case YamlNode::Kind::list:
      return "found a list";
    case YamlNode::Kind::map:
      return "found a mapping";
    case YamlNode::Kind::scalar:
      break;
  }
  return fmt::format("found {}", node.quoted ? "the text " + shown(node.text) : shown(node.text));
}

/// Decimal only: what other YAML readers take for octal, sexagesimal or with digit groups is refused.
template <typename T>
std::optional<T> whole_number(const YamlNode& node) {
  if (node.kind != YamlNode::Kind::scalar || node.quoted) return std::nullopt;
  const std::string_view text = node.text;
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  if (text.size() > sign + 1 && text[sign] == '0') return std::nullopt;
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> real_number(const YamlNode& node) {
  if (node.kind != YamlNode::Kind::scalar || node.quoted) return std::nullopt;
  double value = 0;
  const char* end_of_text = node.text.data() + node.text.size();
  const auto [end, error] = std::from_chars(node.text.data(), end_of_text, value);
  if (error != std::errc{} || end != end_of_text || !std::isfinite(value)) return std::nullopt;
  return value;
}

const EnumValueDescriptor* enum_value(const FieldDescriptor& field, std::string_view token) {
  for (int i = 0; i < field.enum_type()->value_count(); ++i) {
    if (token_of(*field.enum_type()->value(i)) == token) return field.enum_type()->value(i);
  }
  return nullptr;
}

template <typename T>
std::string whole_number_allowed() {
  return fmt::format("a whole number from {} to {}", std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
}

/// What a field takes, as an error names it.
std::string allowed_in(const FieldDescriptor& field) {
  if (text_of(field) == v1::TEXT_TIME) return "a time such as 2026-03-02T08:00:00Z";
  if (text_of(field) == v1::TEXT_DURATION) return "a duration such as 250ms, 60s, 5m, 12h or 30d";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true or false";
    case FieldDescriptor::CPPTYPE_UINT32:
      return whole_number_allowed<std::uint32_t>();
    case FieldDescriptor::CPPTYPE_UINT64:
      return whole_number_allowed<std::uint64_t>();
    case FieldDescriptor::CPPTYPE_INT32:
      return whole_number_allowed<std::int32_t>();
    case FieldDescriptor::CPPTYPE_INT64:
      return whole_number_allowed<std::int64_t>();
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return "a number";
    case FieldDescriptor::CPPTYPE_STRING:
      return "text";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return "a mapping";
    case FieldDescriptor::CPPTYPE_ENUM:
      break;
  }
  std::vector<std::string> tokens;
  for (int i = 0; i < field.enum_type()->value_count(); ++i) tokens.push_back(token_of(*field.enum_type()->value(i)));
  return fmt::format("{}", fmt::join(tokens, ", "));
}

/// One field of one message, whether it holds one value or is being added to.
class Slot {
 public:
  Slot(Message& message, const FieldDescriptor& field) : message_(message), field_(field) {}

  /// False where the node is not what the field takes.
  bool fill(const YamlNode& node) {
    const bool is_text = node.kind == YamlNode::Kind::scalar;
    switch (field_.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return is_text && (put(node.text, &Reflection::SetString, &Reflection::AddString), true);
      case FieldDescriptor::CPPTYPE_BOOL:
        return fill_bool(node);
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return put(real_number(node), &Reflection::SetDouble, &Reflection::AddDouble);
      case FieldDescriptor::CPPTYPE_UINT32:
        return put(whole_number<std::uint32_t>(node), &Reflection::SetUInt32, &Reflection::AddUInt32);
      case FieldDescriptor::CPPTYPE_UINT64:
        return put(whole_number<std::uint64_t>(node), &Reflection::SetUInt64, &Reflection::AddUInt64);
      case FieldDescriptor::CPPTYPE_INT64:
        return put(whole_64(node), &Reflection::SetInt64, &Reflection::AddInt64);
      case FieldDescriptor::CPPTYPE_ENUM: {
        const auto* value = is_text ? enum_value(field_, node.text) : nullptr;
        if (value) put(value, &Reflection::SetEnum, &Reflection::AddEnum);
        return value != nullptr;
      }
      default:
        return false;
    }
  }

 private:
  template <typename T, typename Set, typename Add>
  void put(const T& value, Set set, Add add) {
    const Reflection& reflection = *message_.GetReflection();
    if (field_.is_repeated()) {
      (reflection.*add)(&message_, &field_, value);
    } else {
      (reflection.*set)(&message_, &field_, value);
    }
  }
  template <typename T, typename Set, typename Add>
  bool put(const std::optional<T>& value, Set set, Add add) {
    if (value) put(*value, set, add);
    return value.has_value();
  }
  bool fill_bool(const YamlNode& node) {
    if (node.kind != YamlNode::Kind::scalar || node.quoted || (node.text != "true" && node.text != "false"))
      return false;
    put(node.text == "true", &Reflection::SetBool, &Reflection::AddBool);
    return true;
  }
  std::optional<std::int64_t> whole_64(const YamlNode& node) const {
    if (text_of(field_) == v1::TEXT_PLAIN) return whole_number<std::int64_t>(node);
    if (node.kind != YamlNode::Kind::scalar) return std::nullopt;
    if (text_of(field_) == v1::TEXT_TIME) {
      const auto time = core::parse_time(node.text);
      return time ? std::optional{core::to_ns(*time)} : std::nullopt;
    }
    const auto duration = parse_duration(node.text);
    return duration ? std::optional{core::to_ns(*duration)} : std::nullopt;
  }

  Message& message_;
  const FieldDescriptor& field_;
};

Read read_message(const Place& place, Message& message);

Read read_value(const Place& place, Message& message, const FieldDescriptor& field) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    const Reflection& reflection = *message.GetReflection();
    return read_message(place, field.is_repeated() ? *reflection.AddMessage(&message, &field)
                                                   : *reflection.MutableMessage(&message, &field));
  }
  if (!Slot{message, field}.fill(*place.node())) return place.refuse(found(*place.node()), allowed_in(field));
  return {};
}

Read read_list(const Place& place, Message& message, const FieldDescriptor& field) {
  const YamlNode& node = *place.node();
  if (one_or_list(field) && node.kind == YamlNode::Kind::scalar) return read_value(place, message, field);
  if (node.kind != YamlNode::Kind::list) {
    const bool of_mappings = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    return place.refuse(found(node), of_mappings ? "a list of mappings" : "a list");
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (auto read = read_value(place[i], message, field); !read) return read;
  }
  return {};
}

/// A protobuf map is on the wire, and here, a list of entries with a key and a value.
Read read_map(const Place& place, Message& message, const FieldDescriptor& field) {
  const YamlNode& node = *place.node();
  if (node.kind != YamlNode::Kind::map) return place.refuse(found(node), "a mapping");
  const FieldDescriptor& key_field = *field.message_type()->map_key();
  const FieldDescriptor& value_field = *field.message_type()->map_value();
  for (const auto& key : node.keys) {
    if (key.text.empty()) return place.at_key("", key.mark).refuse("found an empty name", "a name");
    Message& entry = *message.GetReflection()->AddMessage(&message, &field);
    entry.GetReflection()->SetString(&entry, &key_field, key.text);
    if (auto read = read_value(place[key.text], entry, value_field); !read) return read;
  }
  return {};
}

std::unexpected<core::Error> refuse_key(const Place& place, const YamlNode::Key& key, const Message& message) {
  std::vector<std::string> allowed;
  const auto& descriptor = *message.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) allowed.push_back(descriptor.field(i)->name());
  std::string what = "unknown key";
  if (const auto near = nearest(key.text, allowed); !near.empty()) what += fmt::format("; did you mean '{}'?", near);
  // The key itself is part of the path, and as long as its writer made it.
  const bool printable = key.text.size() <= 60;
  return place.at_key(printable ? key.text : key.text.substr(0, 60), key.mark)
      .refuse(what, fmt::format("{}", fmt::join(allowed, ", ")));
}

Read read_message(const Place& place, Message& message) {
  const YamlNode& node = *place.node();
  if (node.kind != YamlNode::Kind::map) return place.refuse(found(node), "a mapping");
  for (const auto& key : node.keys) {
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(key.text);
    if (!field) return refuse_key(place, key, message);
    const Place child = place[key.text];
    auto read = field->is_map()        ? read_map(child, message, *field)
                : field->is_repeated() ? read_list(child, message, *field)
                                       : read_value(child, message, *field);
    if (!read) return read;
  }
  return {};
}

/// Before anything else: the keys of a newer version would only look like mistakes.
Read check_version(const Place& root) {
  if (root.node()->kind != YamlNode::Kind::map) return root.refuse(found(*root.node()), "a mapping");
  const Place place = root["version"];
  const std::string allowed = fmt::format("{}", file_version);
  if (!place.node()) return place.refuse("missing", allowed);
  const auto version = whole_number<std::uint64_t>(*place.node());
  if (!version) return place.refuse(found(*place.node()), allowed);
  if (*version > file_version) {
    return place.refuse(fmt::format("found {}", *version), allowed + " (written by a newer vedette)");
  }
  if (*version < file_version) return place.refuse(fmt::format("found {}", *version), allowed);
  return {};
}

}  // namespace

core::Result<YamlFile> read_yaml(std::string name, std::string_view text, Message& into) {
  auto root = parse_yaml(name, text);
  if (!root) return std::unexpected(root.error());
  YamlFile file{std::move(name), core::sha256_hex(text), std::move(*root)};
  if (auto checked = check_version(file.place()); !checked) return std::unexpected(checked.error());
  if (auto read = read_message(file.place(), into); !read) return std::unexpected(read.error());
  return file;
}

core::Result<YamlFile> read_yaml_file(const std::string& path, Message& into) {
  const auto text = read_file(path, max_yaml_bytes);
  if (!text) return std::unexpected(text.error());
  return read_yaml(path, *text, into);
}

}  // namespace vedette::models
