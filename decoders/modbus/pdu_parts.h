// SPDX-License-Identifier: Apache-2.0
// Parts of PDUs that more than one function shares, and the two that are lists: file records (sections 6.14, 6.15) and
// encapsulated interfaces (sections 6.19 to 6.21). A reader leaves what was read in the message and says what is wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/byte_cursor.h"
#include "decoders/modbus/message.h"

namespace vedette::decoders::modbus {

/// Nothing where the bytes have ended, so that what was not there is not taken for a zero.
inline std::optional<std::uint16_t> word(core::ByteCursor& in) {
  const std::uint16_t value = in.be16();
  return in.ok() ? std::optional{value} : std::nullopt;
}
inline std::optional<std::uint8_t> octet(core::ByteCursor& in) {
  const std::uint8_t value = in.u8();
  return in.ok() ? std::optional{value} : std::nullopt;
}

inline Flaw too_short(const core::ByteCursor& in) {
  return {Defect::length_mismatch, in.offset()};
}
/// The PDU must end here.
inline std::optional<Flaw> at_end(const core::ByteCursor& in) {
  if (in.ok() && in.empty()) return {};
  return too_short(in);
}
inline std::optional<Flaw> quantity_within(std::uint16_t quantity, std::uint16_t most, std::size_t offset) {
  if (quantity >= 1 && quantity <= most) return {};
  return Flaw{Defect::quantity_out_of_range, offset};
}
/// The rest of the PDU is data of `byte_count` bytes, which stands right before it.
inline std::optional<Flaw> counted_rest(core::ByteCursor& in, Message& m, Content content, std::size_t byte_count) {
  if (byte_count != in.remaining()) return Flaw{Defect::byte_count_mismatch, in.offset() - 1};
  m.content = content;
  m.data = in.rest();
  return {};
}

std::optional<Flaw> records_asked(core::ByteCursor& in, Message& m);
std::optional<Flaw> records_read(core::ByteCursor& in, Message& m);
std::optional<Flaw> records_written(core::ByteCursor& in, Message& m);
std::optional<Flaw> encapsulated_request(core::ByteCursor& in, Message& m);
std::optional<Flaw> encapsulated_response(core::ByteCursor& in, Message& m);

/// One file record of a message whose content is one of records_*.
struct FileRecord {
  std::uint8_t reference_type = 0;
  std::optional<FileRange> where;  ///< nothing in what was read: there only the request names it
  core::Bytes registers;           ///< what was read or written
};
/// The next one; `in` stands in a Message's data. Fails the cursor where there is no whole one.
FileRecord next_record(core::ByteCursor& in, Content content);

struct DeviceObject {
  std::uint8_t id = 0;
  core::Bytes value;
};
DeviceObject next_device_object(core::ByteCursor& in);

}  // namespace vedette::decoders::modbus
