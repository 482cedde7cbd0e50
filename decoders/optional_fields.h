// SPDX-License-Identifier: Apache-2.0
// For describe(): fields that a message may have or not, and numbers that may have a name or not.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/bytes.h"
#include "core/field_writer.h"
#include "core/hex.h"

namespace vedette::decoders {

/// Empty ones are left out.
inline void optional_text(core::FieldWriter& fields, std::string_view name, std::string_view value) {
  if (!value.empty()) fields.text(name, value);
}
inline void optional_text(core::FieldWriter& fields, std::string_view name, core::Bytes value) {
  optional_text(fields, name, core::as_text(value));
}
inline void optional_hex(core::FieldWriter& fields, std::string_view name, core::Bytes value,
                         char separator = core::no_separator) {
  if (!value.empty()) fields.text(name, core::to_hex(value, separator));
}

template <typename T>
void optional_number(core::FieldWriter& fields, std::string_view name, const std::optional<T>& value) {
  if (value) fields.number(name, *value);
}

/// A number by its name; under `code_field` as it stands where it has none.
inline void name_or_code(core::FieldWriter& fields, std::string_view field, std::string_view name,
                         std::string_view code_field, std::uint64_t code) {
  if (name.empty())
    fields.number(code_field, code);
  else
    fields.text(field, name);
}

}  // namespace vedette::decoders
