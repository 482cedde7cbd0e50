// SPDX-License-Identifier: Apache-2.0
// The distinguished encoding of ASN.1 (X.690, sections 8 and 10), as far as certificates need it: elements one behind
// the other, each of them bounded by what holds it.
#pragma once

#include <cstdint>

#include "core/byte_cursor.h"
#include "core/bytes.h"

namespace vedette::decoders::tls::der {

namespace tag {
inline constexpr std::uint8_t boolean = 0x01, integer = 0x02, bit_string = 0x03, octet_string = 0x04, oid = 0x06;
inline constexpr std::uint8_t utc_time = 0x17, generalized_time = 0x18, bmp_string = 0x1e;
inline constexpr std::uint8_t sequence = 0x30, set = 0x31;
/// [n], of what is constructed, and of what is primitive.
constexpr std::uint8_t context(std::uint8_t n) {
  return static_cast<std::uint8_t>(0xa0 | n);
}
constexpr std::uint8_t context_primitive(std::uint8_t n) {
  return static_cast<std::uint8_t>(0x80 | n);
}
}  // namespace tag

struct Element {
  std::uint8_t tag = 0;
  core::Bytes content;
  core::Bytes whole;  ///< with tag and length
};

/// The element here, which the cursor then stands behind. Fails the cursor where it doesn't fit, has a tag of more than
/// one byte or a length that doesn't say how long it is.
inline Element next(core::ByteCursor& in) {
  const core::Bytes from = in.peek();
  const std::size_t begin = in.offset();
  const std::uint8_t tag = in.u8();
  std::size_t length = in.u8();
  if ((tag & 0x1f) == 0x1f || length == 0x80 || length > 0x83) in.fail();
  if (length == 0x81) {
    length = in.u8();
  } else if (length == 0x82) {
    length = in.be16();
  } else if (length == 0x83) {
    length = in.be24();
  }
  const core::Bytes content = in.bytes(length);
  if (!in.ok()) return {};
  return {.tag = tag, .content = content, .whole = from.first(in.offset() - begin)};
}

/// The same where it must have this tag.
inline Element expect(core::ByteCursor& in, std::uint8_t tag) {
  const Element element = next(in);
  if (element.tag != tag) in.fail();
  return in.ok() ? element : Element{};
}

inline bool is_next(const core::ByteCursor& in, std::uint8_t tag) {
  const core::Bytes rest = in.peek();
  return !rest.empty() && rest[0] == tag;
}

}  // namespace vedette::decoders::tls::der
