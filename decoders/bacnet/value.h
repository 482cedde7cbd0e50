// SPDX-License-Identifier: Apache-2.0
// Values of the primitive types (135-2020, clauses 20.2.2 to 20.2.14): read from the content of a tag, and written as
// fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/bytes.h"
#include "core/field_writer.h"
#include "decoders/bacnet/names.h"
#include "decoders/bacnet/tag.h"
#include "decoders/bacnet/value_types.h"

namespace vedette::decoders::bacnet {

struct ObjectId {
  std::uint16_t type = 0;      ///< 10 bits
  std::uint32_t instance = 0;  ///< 22 bits
};
inline constexpr std::uint32_t wildcard_instance = 4'194'303;
inline constexpr std::uint16_t device_object = 8;

// The content has to fit (tag.h).
std::uint64_t unsigned_of(core::Bytes content);
std::int64_t signed_of(core::Bytes content);
double real_of(core::Bytes content);  ///< of a real or a double
ObjectId object_id_of(core::Bytes content);
/// Numbers, enumerations and booleans as a number; nothing for other types.
std::optional<double> number_of(Primitive primitive, const Tag& tag);

/// One value under its name; in an array the name is empty. `type` says how, its primitive is the caller's.
void write_primitive(core::FieldWriter& fields, std::string_view name, Primitive primitive, const Type& type,
                     const Tag& tag);
/// A tag whose type isn't known, or that doesn't fit its type: its number, length and, where it isn't payload, content.
void write_unknown(core::FieldWriter& fields, std::string_view name, const Tag& tag, bool is_payload);
/// Only how many bytes an octet string or text has.
std::size_t payload_length(Primitive primitive, const Tag& tag);

/// `name` with the token and `name`_code with the number; without tokens only the number under `name`. In an array an
/// object with `name` and `code`.
void write_enumeration(core::FieldWriter& fields, std::string_view name, const Names* names, std::uint32_t number);
/// `type`, `type_code` and `instance` as fields of what is open.
void write_object_id(core::FieldWriter& fields, const ObjectId& id);
void write_object_type(core::FieldWriter& fields, std::uint16_t type);
/// `property` and `property_code`.
void write_property_id(core::FieldWriter& fields, std::uint32_t property);

/// A character string (20.2.9) with its character set in front: the text itself up to 255 bytes of UTF-8, or, where it
/// isn't Unicode or Latin 1, an object with `charset` and `length`. value_text.cpp
void write_text(core::FieldWriter& fields, std::string_view name, core::Bytes content);

}  // namespace vedette::decoders::bacnet
