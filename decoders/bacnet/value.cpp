// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/value.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <limits>

#include "core/byte_cursor.h"

namespace vedette::decoders::bacnet {
namespace {

/// A short text that is put together piece by piece. What has no room is left out.
template <std::size_t N>
class ShortText {
 public:
  ShortText& add(std::string_view text) {
    const std::size_t size = std::min(text.size(), N - size_);
    std::copy_n(text.data(), size, buffer_.data() + size_);
    size_ += size;
    return *this;
  }
  ShortText& add(std::uint32_t number, std::size_t digits = 1) {
    std::array<char, 10> text;
    const char* const end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    const std::string_view shown{text.data(), end};
    for (std::size_t i = shown.size(); i < digits; ++i) add("0");
    return add(shown);
  }
  ShortText& add_hex(core::Bytes bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (const std::uint8_t byte : bytes) add(digits.substr(byte >> 4, 1)).add(digits.substr(byte & 0xF, 1));
    return *this;
  }
  std::string_view text() const { return {buffer_.data(), size_}; }

 private:
  std::array<char, N> buffer_;
  std::size_t size_ = 0;
};

constexpr std::uint8_t unspecified = 255;
constexpr std::size_t most_hex = 16;  ///< bytes of an octet string that are shown

/// A part of a date or time; "*" where it isn't specified.
template <std::size_t N>
void add_part(ShortText<N>& out, std::uint8_t value, std::size_t digits, std::uint32_t offset = 0) {
  if (value == unspecified)
    out.add("*");
  else
    out.add(offset + value, digits);
}

/// Year-month-day; with the day of the week where not all three are specified (20.2.12, 21: BACnetDate).
void write_date(core::FieldWriter& fields, std::string_view name, core::Bytes content) {
  const std::uint8_t year = content[0], month = content[1], day = content[2], weekday = content[3];
  ShortText<40> out;
  add_part(out, year, 4, 1900);
  out.add("-");
  if (month == 13 || month == 14)
    out.add(month == 13 ? "odd" : "even");
  else
    add_part(out, month, 2);
  out.add("-");
  if (day >= 32 && day <= 34)
    out.add(day == 32 ? "last" : day == 33 ? "odd" : "even");
  else
    add_part(out, day, 2);
  const bool is_pattern = year == unspecified || month > 12 || day > 31;
  if (is_pattern && weekday >= 1 && weekday <= 7)
    out.add(" ").add(names::days_of_week.of(static_cast<std::uint32_t>(weekday - 1)));
  fields.text(name, out.text());
}

void write_time(core::FieldWriter& fields, std::string_view name, core::Bytes content) {
  ShortText<24> out;
  add_part(out, content[0], 2);
  add_part(out.add(":"), content[1], 2);
  add_part(out.add(":"), content[2], 2);
  add_part(out.add("."), content[3], 2);
  fields.text(name, out.text());
}

void write_hex(core::FieldWriter& fields, std::string_view name, core::Bytes bytes) {
  ShortText<2 * most_hex> out;
  fields.text(name, out.add_hex(bytes.first(std::min(bytes.size(), most_hex))).text());
}

/// IPv4 with or without port; else as many octets as have room.
void write_address(core::FieldWriter& fields, std::string_view name, core::Bytes bytes) {
  if (bytes.size() != 4 && bytes.size() != 6) return write_hex(fields, name, bytes);
  ShortText<24> out;
  for (std::size_t i = 0; i < 4; ++i) (i == 0 ? out : out.add(".")).add(bytes[i]);
  if (bytes.size() == 6) out.add(":").add(static_cast<std::uint32_t>(bytes[4] << 8 | bytes[5]));
  fields.text(name, out.text());
}

/// Month, week of the month, day of the week (21: BACnetWeekNDay).
void write_week_n_day(core::FieldWriter& fields, std::string_view name, core::Bytes bytes) {
  fields.begin_object(name);
  constexpr std::array<std::string_view, 2> parts{"month", "week"};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (bytes[i] != unspecified) fields.number(parts[i], bytes[i]);
  }
  if (bytes[2] >= 1 && bytes[2] <= 7)
    fields.text("day", names::days_of_week.of(static_cast<std::uint32_t>(bytes[2] - 1)));
  fields.end_object();
}

void write_octets(core::FieldWriter& fields, std::string_view name, const Type& type, core::Bytes content) {
  if (type.show == Show::address) return write_address(fields, name, content);
  if (type.show == Show::week_n_day && content.size() == 3) return write_week_n_day(fields, name, content);
  fields.begin_object(name);
  fields.number("length", content.size());
  write_hex(fields, "hex", content);
  fields.end_object();
}

bool bit(core::Bytes content, std::size_t i) {
  return (content[1 + i / 8] >> (7 - i % 8) & 1) != 0;
}

/// The names of those that are set; where the bits have no names, the bits.
void write_bits(core::FieldWriter& fields, std::string_view name, const Names* names, core::Bytes content) {
  constexpr std::size_t most_bits = 128;
  const std::size_t count = std::min((content.size() - 1) * 8 - content[0], most_bits);
  if (names == nullptr) {
    ShortText<most_bits> out;
    for (std::size_t i = 0; i < count; ++i) out.add(bit(content, i) ? "1" : "0");
    return fields.text(name, out.text());
  }
  fields.begin_array(name);
  for (std::size_t i = 0; i < count; ++i) {
    if (bit(content, i)) fields.text("", NameText{*names, static_cast<std::uint32_t>(i)}.text());
  }
  fields.end_array();
}

/// A single-precision value as the shortest number that stands for it, not as the double next to it.
double shortest(core::Bytes content) {
  const double value = real_of(content);
  std::array<char, 32> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), static_cast<float>(value)).ptr;
  double out = value;
  std::from_chars(text.data(), end, out);
  return out;
}

}  // namespace

std::uint64_t unsigned_of(core::Bytes content) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : content) value = value << 8 | byte;
  return value;
}

std::int64_t signed_of(core::Bytes content) {
  const std::uint64_t sign = content[0] >= 0x80 ? ~std::uint64_t{0} : 0;
  const std::size_t bits = content.size() * 8;
  const std::uint64_t value = unsigned_of(content);
  return static_cast<std::int64_t>(bits >= 64 ? value : value | sign << bits);
}

double real_of(core::Bytes content) {
  core::ByteCursor in{content};
  return content.size() == 8 ? std::bit_cast<double>(in.be64()) : double{std::bit_cast<float>(in.be32())};
}

ObjectId object_id_of(core::Bytes content) {
  const std::uint32_t value = core::ByteCursor{content}.be32();
  return {static_cast<std::uint16_t>(value >> 22), value & wildcard_instance};
}

std::optional<double> number_of(Primitive primitive, const Tag& tag) {
  switch (primitive) {
    case Primitive::boolean:
      return tag.tag_class == TagClass::application ? tag.boolean : tag.content[0] != 0;
    case Primitive::unsigned_integer:
    case Primitive::enumerated:
      return static_cast<double>(unsigned_of(tag.content));
    case Primitive::signed_integer:
      return static_cast<double>(signed_of(tag.content));
    case Primitive::real:
    case Primitive::double_real:
      return real_of(tag.content);
    default:
      return {};
  }
}

void write_enumeration(core::FieldWriter& fields, std::string_view name, const Names* names, std::uint32_t number) {
  if (names == nullptr) return fields.number(name, number);
  const NameText token{*names, number};
  if (name.empty()) {
    fields.begin_object("");
    fields.text("name", token.text());
    fields.number("code", number);
    return fields.end_object();
  }
  fields.text(name, token.text());
  fields.number(ShortText<64>{}.add(name).add("_code").text(), number);
}

void write_object_type(core::FieldWriter& fields, std::uint16_t type) {
  write_enumeration(fields, "type", &names::object_types, type);
}

void write_object_id(core::FieldWriter& fields, const ObjectId& id) {
  write_object_type(fields, id.type);
  fields.number("instance", id.instance);
}

void write_property_id(core::FieldWriter& fields, std::uint32_t property) {
  write_enumeration(fields, "property", &names::properties, property);
}

void write_primitive(core::FieldWriter& fields, std::string_view name, Primitive primitive, const Type& type,
                     const Tag& tag) {
  const core::Bytes content = tag.content;
  switch (primitive) {
    case Primitive::null:
      return fields.real(name, std::numeric_limits<double>::quiet_NaN());  // what has no number is null
    case Primitive::boolean:
      return fields.boolean(name, number_of(primitive, tag) != 0.0);
    case Primitive::unsigned_integer:
      return fields.number(name, unsigned_of(content));
    case Primitive::signed_integer:
      return fields.integer(name, signed_of(content));
    case Primitive::real:
      return fields.real(name, shortest(content));
    case Primitive::double_real:
      return fields.real(name, real_of(content));
    case Primitive::octets:
      return write_octets(fields, name, type, content);
    case Primitive::text:
      return write_text(fields, name, content);
    case Primitive::bits:
      return write_bits(fields, name, type.names, content);
    case Primitive::enumerated:
      return write_enumeration(fields, name, type.names, static_cast<std::uint32_t>(unsigned_of(content)));
    case Primitive::date:
      return write_date(fields, name, content);
    case Primitive::time:
      return write_time(fields, name, content);
    case Primitive::object_id:
      fields.begin_object(name);
      write_object_id(fields, object_id_of(content));
      return fields.end_object();
  }
}

std::size_t payload_length(Primitive primitive, const Tag& tag) {
  return primitive == Primitive::text ? tag.content.size() - 1 : tag.content.size();
}

void write_unknown(core::FieldWriter& fields, std::string_view name, const Tag& tag, bool is_payload) {
  fields.begin_object(name);
  fields.number("tag", tag.number);
  fields.number("length", tag.content.size());
  if (!is_payload) write_hex(fields, "hex", tag.content);
  fields.end_object();
}

}  // namespace vedette::decoders::bacnet
