// SPDX-License-Identifier: Apache-2.0
// The Protocol Buffers wire format, field by field, out of the bytes it stands in. What a field means is told by its
// number, elsewhere; what it contains is never walked by itself, so there is no nesting to bound here.
// Encoding: protobuf.dev/programming-guides/encoding.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/byte_cursor.h"
#include "core/bytes.h"

namespace vedette::decoders::mqtt {

enum class WireType : std::uint8_t { varint = 0, fixed64 = 1, length_delimited = 2, fixed32 = 5 };

struct WireField {
  std::uint32_t number = 0;
  WireType type = WireType::varint;
  std::uint64_t value = 0;  ///< of a varint, fixed64 or fixed32
  core::Bytes bytes;        ///< of a length-delimited one
  std::size_t offset = 0;   ///< where the field's tag stands
};

class WireReader {
 public:
  enum class Fault : std::uint8_t {
    none,
    truncated,   ///< a field is longer than what it stands in
    bad_tag,     ///< field number 0 or above 2^29 - 1, or a wire type that is a group (no longer used) or not assigned
    bad_varint,  ///< longer than ten bytes
  };

  explicit WireReader(core::Bytes bytes) : in_(bytes) {}

  /// The next field. False at the end and at a fault.
  bool next(WireField& field) {
    if (in_.empty() || fault_ != Fault::none) return false;
    field = {};
    field.offset = in_.offset();
    const std::uint64_t tag = varint();
    if (fault_ == Fault::none) read_value(tag, field);
    if (fault_ == Fault::none && !in_.ok()) fault_ = Fault::truncated;
    if (fault_ != Fault::none) fault_offset_ = field.offset;
    return fault_ == Fault::none;
  }

  Fault fault() const { return fault_; }
  std::size_t fault_offset() const { return fault_offset_; }  ///< of the field with the fault

 private:
  static constexpr std::uint64_t max_number = (1U << 29) - 1;

  void read_value(std::uint64_t tag, WireField& field) {
    const std::uint64_t number = tag >> 3;
    if (number == 0 || number > max_number) {
      fault_ = Fault::bad_tag;
      return;
    }
    field.number = static_cast<std::uint32_t>(number);
    field.type = static_cast<WireType>(tag & 7);
    switch (field.type) {
      case WireType::varint:
        field.value = varint();
        break;
      case WireType::fixed64:
        field.value = in_.le64();
        break;
      case WireType::fixed32:
        field.value = in_.le32();
        break;
      case WireType::length_delimited: {
        const std::uint64_t length = varint();
        if (length > in_.remaining()) in_.fail();
        field.bytes = in_.bytes(static_cast<std::size_t>(length));
        break;
      }
      default:
        fault_ = Fault::bad_tag;
    }
  }

  /// Bits beyond the 64th are dropped, as every reader of the format does.
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
      const std::uint8_t byte = in_.u8();
      if (!in_.ok()) {
        fault_ = Fault::truncated;
        return 0;
      }
      if (shift < 64) value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if ((byte & 0x80) == 0) return value;
    }
    fault_ = Fault::bad_varint;
    return 0;
  }

  core::ByteCursor in_;
  Fault fault_ = Fault::none;
  std::size_t fault_offset_ = 0;
};

}  // namespace vedette::decoders::mqtt
