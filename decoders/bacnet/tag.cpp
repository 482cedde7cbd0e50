// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/tag.h"

namespace vedette::decoders::bacnet {
namespace {

constexpr std::uint8_t extended_number = 15;  // 20.2.1.2: the number stands in the next octet
constexpr std::uint8_t context_bit = 0x08;

// The length/value/type field (20.2.1.3).
constexpr std::uint8_t extended_length = 5;
constexpr std::uint8_t opening = 6;
constexpr std::uint8_t closing = 7;
constexpr std::uint8_t length_of_16_bits = 254, length_of_32_bits = 255;

std::uint32_t read_length(core::ByteCursor& in) {
  const std::uint8_t length = in.u8();
  if (length == length_of_16_bits) return in.be16();
  if (length == length_of_32_bits) return in.be32();
  return length;
}

std::optional<Defect> read_application(std::uint8_t length_field, core::ByteCursor& in, Tag& tag) {
  if (tag.number >= primitives || length_field > extended_length) return Defect::bad_tag;
  if (tag.is(Primitive::boolean)) {
    if (length_field > 1) return Defect::bad_tag;
    tag.boolean = length_field == 1;
    return {};
  }
  const std::size_t length = length_field == extended_length ? read_length(in) : length_field;
  tag.content = in.bytes(length);
  if (!in.ok() || !fits(static_cast<Primitive>(tag.number), tag.content)) return Defect::bad_length;
  return {};
}

}  // namespace

std::optional<Defect> read_tag(core::ByteCursor& in, Tag& tag) {
  tag = {.offset = in.offset()};
  const std::uint8_t first = in.u8();
  tag.number = first >> 4;
  if (tag.number == extended_number) {
    tag.number = in.u8();
    constexpr std::uint8_t reserved = 255;
    if (!in.ok() || tag.number == reserved) return Defect::bad_tag;
  }
  const std::uint8_t length_field = first & 0x07;
  if ((first & context_bit) == 0) return read_application(length_field, in, tag);
  if (length_field == opening || length_field == closing) {
    tag.tag_class = length_field == opening ? TagClass::opening : TagClass::closing;
    return {};
  }
  tag.tag_class = TagClass::context;
  tag.content = in.bytes(length_field == extended_length ? read_length(in) : length_field);
  if (!in.ok()) return Defect::bad_length;
  return {};
}

}  // namespace vedette::decoders::bacnet
