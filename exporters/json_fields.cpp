// SPDX-License-Identifier: Apache-2.0
#include "exporters/json_fields.h"

#include <cmath>
#include <fmt/format.h>
#include <iterator>

#include "core/utf8.h"
#include "exporters/utf8.h"

namespace vedette::exporters {

void JsonFields::text(std::string_view name, std::string_view value) {
  key(name);
  quoted(value);
}

void JsonFields::number(std::string_view name, std::uint64_t value) {
  key(name);
  fmt::format_to(std::back_inserter(out_), "{}", value);
}

void JsonFields::integer(std::string_view name, std::int64_t value) {
  key(name);
  fmt::format_to(std::back_inserter(out_), "{}", value);
}

void JsonFields::real(std::string_view name, double value) {
  if (!std::isfinite(value)) return null(name);
  key(name);
  fmt::format_to(std::back_inserter(out_), "{}", value);
}

void JsonFields::boolean(std::string_view name, bool value) {
  key(name);
  out_ += value ? "true" : "false";
}

void JsonFields::null(std::string_view name) {
  key(name);
  out_ += "null";
}

void JsonFields::begin_object(std::string_view name) {
  key(name);
  out_ += '{';
  open_ += '{';
}

void JsonFields::end_object() {
  out_ += '}';
  open_.pop_back();
}

void JsonFields::begin_array(std::string_view name) {
  key(name);
  out_ += '[';
  open_ += '[';
}

void JsonFields::end_array() {
  out_ += ']';
  open_.pop_back();
}

void JsonFields::clear() {
  out_.clear();
  open_.clear();
}

void JsonFields::key(std::string_view name) {
  if (open_.empty()) return;
  if (out_.back() != open_.back()) out_ += ',';
  if (open_.back() == '[') return;
  quoted(name);
  out_ += ':';
}

void JsonFields::quoted(std::string_view value) {
  out_ += '"';
  while (!value.empty()) {
    const core::Utf8 c = core::read_utf8(value);
    if (!c.valid) {
      out_ += core::Utf8Bytes{core::replacement_character}.view();
    } else if (c.code_point == '"' || c.code_point == '\\') {
      out_ += '\\';
      out_ += static_cast<char>(c.code_point);
    } else if (c.code_point == '\n') {
      out_ += "\\n";
    } else if (c.code_point == '\t') {
      out_ += "\\t";
    } else if (changes_display(c.code_point)) {
      fmt::format_to(std::back_inserter(out_), "\\u{:04x}", static_cast<unsigned>(c.code_point));
    } else {
      out_ += value.substr(0, c.length);
    }
    value.remove_prefix(c.length);
  }
  out_ += '"';
}

}  // namespace vedette::exporters
