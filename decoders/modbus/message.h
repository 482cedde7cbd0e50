// SPDX-License-Identifier: Apache-2.0
// One Modbus message as read. What is long stays in the chunk: the message points there and is taken apart only by who
// asks for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/byte_cursor.h"
#include "core/bytes.h"
#include "core/progress.h"
#include "decoders/modbus/defects.h"

namespace vedette::decoders::modbus {

enum class Kind : std::uint8_t { request, response, exception };

/// What Message::data holds.
enum class Content : std::uint8_t {
  none,
  coil,             ///< one coil as FF00 or 0000
  bits,             ///< packed, first element in the lowest bit
  registers,        ///< 16 bits each, big-endian
  records_asked,    ///< sub-requests of read_file_record
  records_read,     ///< sub-responses of read_file_record
  records_written,  ///< sub-requests of write_file_record
  server_id,        ///< as the device likes it (section 6.13)
  events,           ///< one byte each (section 6.10)
  device_objects,   ///< id, length, value (section 6.21)
};

/// A part of a file (sections 6.14, 6.15): `length` registers from `record` on.
struct FileRange {
  std::uint16_t file = 0, record = 0, length = 0;
};

struct Message {
  Kind kind = Kind::request;
  bool is_rtu = false;     ///< RTU framing: no transaction, a CRC at the end
  std::uint16_t size = 0;  ///< of the whole message with its header (and CRC), in bytes
  std::optional<std::uint16_t> transaction_id;
  std::optional<std::uint8_t> unit_id;
  std::optional<std::uint8_t> function_code;  ///< without the exception bit
  std::optional<std::uint8_t> exception_code;

  std::optional<std::uint16_t> address, quantity;
  std::optional<std::uint16_t> write_address, write_quantity;  ///< read_write_multiple_registers only
  std::optional<std::uint16_t> and_mask, or_mask;
  std::optional<std::uint16_t> sub_function;
  std::optional<std::uint16_t> status, event_count, message_count;  ///< of functions 7, 11 and 12
  std::optional<std::uint8_t> mei_type;
  std::optional<std::uint8_t> device_id_code, device_object_id;  ///< object: where to begin, or to go on
  std::optional<std::uint8_t> conformity, more_follows;
  std::optional<FileRange> file;  ///< where the message, or the request of a response, names exactly one

  Content content = Content::none;
  core::Bytes data;

  bool matched = false;    ///< a response whose request was seen: address and quantity are the request's
  bool unmatched = false;  ///< a response to nothing, where every request was seen
  std::uint64_t request_frame = 0;
  std::optional<Defect> defect;
};

inline core::Progress malformed(std::size_t consumed, Flaw flaw, Message& message) {
  message.defect = flaw.defect;
  return decoders::malformed(consumed, flaw);
}

}  // namespace vedette::decoders::modbus
