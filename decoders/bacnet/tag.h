// SPDX-License-Identifier: Apache-2.0
// Tags (135-2020, clause 20.2): number, class, length and content, read one by one from bytes that nobody vouches for.
// What a tag's content has to be like is known for application tags only; those are checked here.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/byte_cursor.h"
#include "core/bytes.h"
#include "decoders/bacnet/defects.h"

namespace vedette::decoders::bacnet {

/// The numbers of application tags (20.2.1.4). 13 and 14 are reserved, 15 introduces an extended number.
enum class Primitive : std::uint8_t {
  null,
  boolean,
  unsigned_integer,
  signed_integer,
  real,
  double_real,
  octets,
  text,
  bits,
  enumerated,
  date,
  time,
  object_id,
};
inline constexpr std::uint8_t primitives = 13;

enum class TagClass : std::uint8_t { application, context, opening, closing };

struct Tag {
  std::size_t offset = 0;  ///< of its first byte
  core::Bytes content{};   ///< empty for opening and closing tags, and for an application boolean
  std::uint8_t number = 0;
  TagClass tag_class = TagClass::application;
  bool boolean = false;  ///< the value of an application boolean, which stands in the tag itself (20.2.3)

  bool is(Primitive primitive) const {
    return tag_class == TagClass::application && number == static_cast<std::uint8_t>(primitive);
  }
  bool is_context(std::uint8_t n) const { return tag_class == TagClass::context && number == n; }
  bool opens(std::uint8_t n) const { return tag_class == TagClass::opening && number == n; }
  bool closes(std::uint8_t n) const { return tag_class == TagClass::closing && number == n; }
};

/// Reads the tag at the cursor with its content. Where it is bad the cursor may stand anywhere.
std::optional<Defect> read_tag(core::ByteCursor& in, Tag& tag);

/// Is what the cursor stands before a closing tag, or the end?
inline bool at_closing(const core::ByteCursor& in) {
  const core::Bytes rest = in.peek();
  return rest.empty() || (rest[0] & 0x0F) == 0x0F;
}

/// May this be the content of a value of that type? For a context tag, where a boolean is one byte (20.2.3).
inline bool fits(Primitive primitive, core::Bytes content) {
  struct Sizes {
    std::uint8_t least;
    std::size_t most;
  };
  static constexpr std::size_t any = SIZE_MAX;
  static constexpr std::array<Sizes, primitives> sizes{
      {{0, 0}, {1, 1}, {1, 8}, {1, 8}, {4, 4}, {8, 8}, {0, any}, {1, any}, {1, any}, {1, 4}, {4, 4}, {4, 4}, {4, 4}}};
  if (static_cast<std::size_t>(primitive) >= primitives) return false;
  const auto [least, most] = sizes[static_cast<std::size_t>(primitive)];
  if (content.size() < least || content.size() > most) return false;
  if (primitive == Primitive::boolean) return content[0] <= 1;
  if (primitive != Primitive::bits) return true;
  // How many bits of the last octet are unused: none, where there are no octets (20.2.10).
  return content[0] <= (content.size() > 1 ? 7 : 0);
}

}  // namespace vedette::decoders::bacnet
