// SPDX-License-Identifier: Apache-2.0
#include "models/yaml_writer.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <map>
#include <vector>

#include "core/address.h"
#include "core/time.h"
#include "core/utf8.h"
#include "models/schema_names.h"
#include "models/text.h"

namespace vedette::models {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int single = -1;  // index of a field that is no list

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Words that some YAML reader takes for null or a truth value (YAML 1.1, "Resolution of plain scalars").
bool is_reserved(std::string_view text) {
  constexpr std::array words{"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
  std::string lower{text};
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return std::ranges::find(words, lower) != words.end();
}

bool is_plain(std::string_view text) {
  if (text.empty() || is_reserved(text)) return false;
  if (is_digit(text[0])) {
    // Of what begins with a digit only the two shapes that people write all the time, and that are no number or date.
    return (text.find('.') != std::string_view::npos && core::IpPrefix::parse(text)) ||
           (text.find('-') != std::string_view::npos && parse_range(text, 0xffff'ffff));
  }
  const auto allowed = [](char c) { return is_letter(c) || is_digit(c) || std::string_view{"_-./ "}.contains(c); };
  return (is_letter(text[0]) || text[0] == '_' || text[0] == '/') && text.back() != ' ' &&
         std::ranges::all_of(text, allowed);
}

/// Line breaks and what YAML calls not printable (1.2, section 5.1) can stand in a text only as escapes.
bool needs_escape(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff || c == 0xfffe ||
         c == 0xffff;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const core::Utf8 next = core::read_utf8(text.substr(at));
    if (!next.valid) {
      out += "\uFFFD";
    } else if (next.code_point == '"' || next.code_point == '\\') {
      out += '\\';
      out += text[at];
    } else if (needs_escape(next.code_point)) {
      const auto c = static_cast<std::uint32_t>(next.code_point);
      out += c < 0x100 ? fmt::format("\\x{:02x}", c) : fmt::format("\\u{:04x}", c);
    } else {
      out += text.substr(at, next.length);
    }
    at += next.length;
  }
  return out + '"';
}

/// The shortest text that reads back as the same number. YAML 1.1 knows an exponent only behind a point.
std::string real(double value) {
  std::string text = fmt::format("{}", value);
  const auto exponent = text.find('e');
  if (exponent != std::string::npos && text.find('.') == std::string::npos) text.insert(exponent, ".0");
  return text;
}

bool is_leaf(const Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return false;
  }
  return true;
}

std::string scalar(const Message& message, const FieldDescriptor& field, int index) {
  const auto& reflection = *message.GetReflection();
  const auto get = [&](auto one, auto of_many) {
    return index == single ? (reflection.*one)(message, &field) : (reflection.*of_many)(message, &field, index);
  };
  using R = google::protobuf::Reflection;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return get(&R::GetBool, &R::GetRepeatedBool) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_UINT32:
      return fmt::format("{}", get(&R::GetUInt32, &R::GetRepeatedUInt32));
    case FieldDescriptor::CPPTYPE_UINT64:
      return fmt::format("{}", get(&R::GetUInt64, &R::GetRepeatedUInt64));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return real(get(&R::GetDouble, &R::GetRepeatedDouble));
    case FieldDescriptor::CPPTYPE_ENUM:
      return token_of(*get(&R::GetEnum, &R::GetRepeatedEnum));
    case FieldDescriptor::CPPTYPE_STRING:
      return yaml_scalar(get(&R::GetString, &R::GetRepeatedString));
    case FieldDescriptor::CPPTYPE_INT64: {
      const std::int64_t value = get(&R::GetInt64, &R::GetRepeatedInt64);
      if (text_of(field) == v1::TEXT_TIME) return write_time(core::timestamp_from_ns(value));
      if (text_of(field) == v1::TEXT_DURATION) return write_duration(core::Duration{value});
      return fmt::format("{}", value);
    }
    default:
      return {};  // a type that the schema doesn't use: its test would not read back
  }
}

std::vector<const FieldDescriptor*> fields_of(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);  // those that are set, by number
  return fields;
}

std::string values(const Message& message, const FieldDescriptor& field) {
  if (!field.is_repeated()) return scalar(message, field, single);
  const int size = message.GetReflection()->FieldSize(message, &field);
  if (size == 1 && one_or_list(field)) return scalar(message, field, 0);
  std::vector<std::string> texts;
  for (int i = 0; i < size; ++i) texts.push_back(scalar(message, field, i));
  return fmt::format("[{}]", fmt::join(texts, ", "));
}

std::string flow(const Message& leaf) {
  std::vector<std::string> texts;
  for (const auto* field : fields_of(leaf)) texts.push_back(fmt::format("{}: {}", field->name(), values(leaf, *field)));
  return texts.empty() ? "{}" : fmt::format("{{ {} }}", fmt::join(texts, ", "));
}

class Writer {
 public:
  std::string take() { return std::move(out_); }

  /// `first_inline`: the first field continues the line of a list's dash.
  void block(const Message& message, std::size_t indent, bool first_inline = false) {
    for (const auto* field : fields_of(message)) {
      if (!first_inline) out_.append(indent, ' ');
      first_inline = false;
      out_ += field->name() + ":";
      if (field->is_map()) {
        map(message, *field, indent);
      } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
        out_ += ' ' + values(message, *field) + '\n';
      } else if (field->is_repeated()) {
        list(message, *field, indent);
      } else {
        value(message.GetReflection()->GetMessage(message, field), indent);
      }
    }
  }

 private:
  /// A message behind its key.
  void value(const Message& message, std::size_t indent) {
    if (is_leaf(*message.GetDescriptor()) || fields_of(message).empty()) {
      out_ += ' ' + flow(message) + '\n';
    } else {
      out_ += '\n';
      block(message, indent + 2);
    }
  }
  void list(const Message& message, const FieldDescriptor& field, std::size_t indent) {
    out_ += '\n';
    for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i) {
      const Message& item = message.GetReflection()->GetRepeatedMessage(message, &field, i);
      out_.append(indent + 2, ' ');
      out_ += "- ";
      if (is_leaf(*item.GetDescriptor()) || fields_of(item).empty()) {
        out_ += flow(item) + '\n';
      } else {
        block(item, indent + 4, true);
      }
    }
  }
  void map(const Message& message, const FieldDescriptor& field, std::size_t indent) {
    const auto& key = *field.message_type()->map_key();
    const auto& value_field = *field.message_type()->map_value();
    std::map<std::string, const Message*> sorted;
    for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i) {
      const Message& entry = message.GetReflection()->GetRepeatedMessage(message, &field, i);
      sorted.emplace(entry.GetReflection()->GetString(entry, &key), &entry);
    }
    out_ += '\n';
    for (const auto& [name, entry] : sorted) {
      out_.append(indent + 2, ' ');
      out_ += yaml_scalar(name) + ":";
      value(entry->GetReflection()->GetMessage(*entry, &value_field), indent + 2);
    }
  }

  std::string out_;
};

}  // namespace

std::string yaml_scalar(std::string_view text) {
  return is_plain(text) ? std::string{text} : quoted(text);
}

std::string write_yaml(const Message& message) {
  Writer writer;
  writer.block(message, 0);
  return writer.take();
}

}  // namespace vedette::models
