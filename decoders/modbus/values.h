// SPDX-License-Identifier: Apache-2.0
// The elements of a message, one by one, out of the bytes it points to.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/byte_cursor.h"
#include "decoders/modbus/message.h"

namespace vedette::decoders::modbus {

/// Coils and registers that stand in the message. Bits behind the last element only fill the byte; how many there are
/// the quantity tells, and where no request told that, every bit counts.
inline std::size_t value_count(const Message& m) {
  switch (m.content) {
    case Content::coil:
      return 1;
    case Content::registers:
      return m.data.size() / 2;
    case Content::bits:
      return m.quantity ? *m.quantity : m.data.size() * 8;
    default:
      return 0;
  }
}

inline std::uint16_t register_at(core::Bytes data, std::size_t index) {
  return static_cast<std::uint16_t>(data[index * 2] << 8 | data[index * 2 + 1]);
}

/// `index` < value_count(). A coil is 0 or 1.
inline std::uint16_t value_at(const Message& m, std::size_t index) {
  switch (m.content) {
    case Content::coil:
      return m.data[0] != 0;
    case Content::bits:
      return m.data[index / 8] >> index % 8 & 1;
    default:
      return register_at(m.data, index);
  }
}

/// A file's record as one number, so that files are ranges too: the file number stands above the record number.
inline std::uint64_t record_address(const FileRange& where) {
  return static_cast<std::uint64_t>(where.file) << 16 | where.record;
}

}  // namespace vedette::decoders::modbus
