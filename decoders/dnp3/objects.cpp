// SPDX-License-Identifier: Apache-2.0
#include "decoders/dnp3/objects.h"

#include <array>
#include <bit>

namespace vedette::decoders::dnp3 {
namespace {

constexpr std::uint8_t variable_format = 0x0b;  // range code: objects that say their own size

/// Section 11: sizes in bytes by variation, from 1 on; 0 where this reader does not know one.
struct GroupSizes {
  std::uint8_t group;
  std::array<std::uint8_t, 12> sizes;
};
constexpr GroupSizes group_sizes[] = {
    {1, {0, 1}},
    {2, {1, 7, 3}},
    {3, {0, 1}},
    {4, {1, 7, 3}},
    {10, {0, 1}},
    {11, {1, 7}},
    {12, {11, 11}},
    {13, {1, 7}},
    {20, {5, 3, 5, 3, 4, 2, 4, 2}},
    {21, {5, 3, 5, 3, 11, 9, 11, 9, 4, 2, 4, 2}},
    {22, {5, 3, 5, 3, 11, 9, 11, 9}},
    {23, {5, 3, 5, 3, 11, 9, 11, 9}},
    {30, {5, 3, 4, 2, 5, 9}},
    {31, {5, 3, 11, 9, 4, 2, 5, 9}},
    {32, {5, 3, 11, 9, 5, 9, 11, 15}},
    {33, {5, 3, 11, 9, 5, 9, 11, 15}},
    {34, {2, 4, 4}},
    {40, {5, 3, 5, 9}},
    {41, {5, 3, 5, 9}},
    {42, {5, 3, 11, 9, 5, 9, 11, 15}},
    {43, {5, 3, 11, 9, 5, 9, 11, 15}},
    {50, {6, 10, 6, 11}},
    {51, {6, 6}},
    {52, {2, 2}},
    {101, {2, 4, 8}},
    {102, {1}},
};

std::size_t size_of_object(std::uint8_t group, std::uint8_t variation) {
  if (group >= 110 && group <= 113) return variation;  // strings: the variation is the length (section 11.9.24)
  for (const GroupSizes& g : group_sizes)
    if (g.group == group && variation >= 1 && variation <= g.sizes.size()) return g.sizes[variation - 1];
  return 0;
}

/// Objects that are packed into bytes: how many bits each takes.
std::size_t bits_of_object(std::uint8_t group, std::uint8_t variation) {
  if (variation == 1 && (group == 1 || group == 10 || group == 80)) return 1;
  if (group == group_binary_command && variation == 3) return 1;
  return group == 3 && variation == 1 ? 2 : 0;
}

std::uint32_t read_number(core::ByteCursor& in, std::size_t size) {
  switch (size) {
    case 1:
      return in.u8();
    case 2:
      return in.le16();
    default:
      return in.le32();
  }
}

constexpr std::array<std::string_view, 13> spaces{"attribute", "binary_input",   "double_bit_input",    "binary_output",
                                                  "counter",   "frozen_counter", "analog_input",        "analog_output",
                                                  "time",      "class",          "internal_indication", "octet_string",
                                                  "other"};

}  // namespace

std::string_view space_of(std::uint8_t group) {
  switch (group) {
    case 0:
      return "attribute";
    case 21:
    case 23:
      return "frozen_counter";
    case 60:
      return "class";
    case 80:
      return "internal_indication";
    default:
      break;
  }
  constexpr std::array<std::string_view, 6> by_tens{
      {{}, "binary_output", "counter", "analog_input", "analog_output", "time"}};
  if (group >= 110 && group <= 113) return "octet_string";
  if (group < 10) return group <= 2 ? "binary_input" : group <= 4 ? "double_bit_input" : "other";
  const std::size_t tens = group / 10U;
  return tens < by_tens.size() && group % 10 <= 4 ? by_tens[tens] : "other";
}

std::span<const std::string_view> space_names() {
  return spaces;
}

std::uint32_t ObjectHeader::index_of(std::size_t i) const {
  if (prefix_size == 0) return first.value_or(0) + static_cast<std::uint32_t>(i);
  core::ByteCursor in{data.subspan(i * (prefix_size + object_size), prefix_size)};
  return read_number(in, prefix_size);
}

std::optional<double> value_of(const ObjectHeader& header, core::Bytes object) {
  core::ByteCursor in{object};
  if (header.group == group_binary_command && header.variation <= 2) return in.u8();
  const bool set_point = header.group == group_analog_command, dead_band = header.group == 34;
  if (!set_point && !dead_band) return {};
  switch (header.variation) {
    case 1:
      return set_point ? static_cast<double>(static_cast<std::int32_t>(in.le32())) : static_cast<double>(in.le16());
    case 2:
      return set_point ? static_cast<double>(static_cast<std::int16_t>(in.le16())) : static_cast<double>(in.le32());
    case 3:
      return static_cast<double>(std::bit_cast<float>(in.le32()));
    default:
      return std::bit_cast<double>(in.le64());
  }
}

std::optional<std::uint8_t> control_status_of(const ObjectHeader& header, core::Bytes object) {
  const bool control = header.group == group_binary_command && header.variation <= 2;
  if (object.empty() || (!control && header.group != group_analog_command)) return {};
  return static_cast<std::uint8_t>(object.back() & 0x7f);
}

bool ObjectWalk::next(ObjectHeader& header) {
  if (in_.empty() || flaw_ || unread_ > 0) return false;
  header = {};
  const std::size_t start = in_.offset();
  header.group = in_.u8();
  header.variation = in_.u8();
  header.qualifier = in_.u8();
  if (!in_.ok()) return stop(Defect::objects_truncated, start);
  const std::uint8_t prefix_code = header.qualifier >> 4 & 7, range_code = header.qualifier & 0x0f;
  if (!read_range(header, range_code)) return false;
  constexpr std::array<std::uint8_t, 7> prefix_sizes{0, 1, 2, 4, 1, 2, 4};
  if (prefix_code >= prefix_sizes.size()) return stop(Defect::bad_qualifier, start + 2);
  const bool says_size = prefix_code >= 4;
  if (says_size) return read_sized(header, prefix_sizes[prefix_code]);
  header.prefix_size = prefix_sizes[prefix_code];
  return read_data(header);
}

/// Section 4.2.2.7.3.3.
bool ObjectWalk::read_range(ObjectHeader& header, std::uint8_t range_code) {
  constexpr std::array<std::uint8_t, 3> sizes{1, 2, 4};
  const std::size_t qualifier_at = in_.offset() - 1;
  if (range_code <= 5) {
    const std::size_t size = sizes[range_code % 3];
    header.first = read_number(in_, size);
    header.last = read_number(in_, size);
    if (in_.ok() && *header.last < *header.first) return stop(Defect::bad_qualifier, qualifier_at);
  } else if (range_code >= 7 && range_code <= 9) {
    header.count = read_number(in_, sizes[range_code - 7U]);
  } else if (range_code == variable_format) {
    header.count = in_.u8();
  } else if (range_code != 6) {
    return stop(Defect::bad_qualifier, qualifier_at);
  }
  return in_.ok() || stop(Defect::objects_truncated, qualifier_at);
}

/// Objects of one size each, with or without an index before them.
bool ObjectWalk::read_data(ObjectHeader& header) {
  const std::uint64_t count =
      header.first ? std::uint64_t{*header.last} - *header.first + 1 : std::uint64_t{header.count.value_or(0)};
  if (!carries_objects_) return take(header, count * header.prefix_size);
  if (header.group == group_attributes) return read_attributes(header);
  if (header.group == 60 || count == 0) return true;  // classes have no objects
  if (const std::size_t bits = bits_of_object(header.group, header.variation); bits > 0 && header.prefix_size == 0)
    return take(header, (count * bits + 7) / 8);
  header.object_size = size_of_object(header.group, header.variation);
  if (header.object_size == 0) {
    unread_ = in_.remaining();
    return true;
  }
  return take(header, count * (header.prefix_size + header.object_size));
}

/// Objects with their size before them.
bool ObjectWalk::read_sized(ObjectHeader& header, std::size_t size_size) {
  if (!carries_objects_) return true;
  core::ByteCursor objects{in_.peek()};
  for (std::uint32_t left = header.count.value_or(0); left > 0 && objects.ok(); --left)
    objects.skip(read_number(objects, size_size));
  return take(header, objects.ok() ? objects.offset() : std::uint64_t{in_.remaining()} + 1);
}

/// Each is a type, a length, and so many bytes (section 11.9.1).
bool ObjectWalk::read_attributes(ObjectHeader& header) {
  core::ByteCursor objects{in_.peek()};
  std::uint64_t left = header.first ? std::uint64_t{*header.last} - *header.first + 1 : header.count.value_or(1);
  for (; left > 0 && objects.ok(); --left) {
    objects.skip(header.prefix_size + 1);
    objects.skip(objects.u8());
  }
  return take(header, objects.ok() ? objects.offset() : std::uint64_t{in_.remaining()} + 1);
}

bool ObjectWalk::take(ObjectHeader& header, std::uint64_t size) {
  if (size > in_.remaining()) {
    const std::size_t at = in_.offset();
    header.data = in_.rest();
    stop(Defect::objects_truncated, at);
    return true;  // the header is whole, and so are the objects before the one that is cut
  }
  header.data = in_.bytes(static_cast<std::size_t>(size));
  return true;
}

bool ObjectWalk::stop(Defect defect, std::size_t offset) {
  flaw_ = Flaw{defect, offset};
  return false;
}

std::optional<Attribute> next_attribute(core::ByteCursor& in, const ObjectHeader& header) {
  constexpr std::uint8_t visible_string = 1;
  if (in.empty()) return {};
  in.skip(header.prefix_size);
  const std::uint8_t type = in.u8();
  const core::Bytes value = in.bytes(in.u8());
  if (!in.ok()) return {};
  return Attribute{.variation = header.variation,
                   .text = type == visible_string ? core::as_text(value) : std::string_view{}};
}

}  // namespace vedette::decoders::dnp3
