// SPDX-License-Identifier: Apache-2.0
#include "decoders/modbus/pdu_parts.h"

#include "decoders/modbus/functions.h"

namespace vedette::decoders::modbus {
namespace {

using core::ByteCursor;

constexpr std::uint8_t file_reference_type = 6;

/// Byte count and a list of records, each of them whole.
std::optional<Flaw> record_list(ByteCursor& in, Message& m, Content content, std::size_t least, std::size_t most) {
  const std::uint8_t byte_count = in.u8();
  if (!in.ok()) return too_short(in);
  if (byte_count < least || byte_count > most) return Flaw{Defect::byte_count_mismatch, in.offset() - 1};
  if (auto flaw = counted_rest(in, m, content, byte_count)) return flaw;
  const std::size_t list_at = in.offset() - byte_count;
  std::size_t records = 0;
  for (ByteCursor list{m.data}; !list.empty();) {
    const std::size_t at = list_at + list.offset();
    const FileRecord record = next_record(list, content);
    if (!list.ok()) return Flaw{Defect::length_mismatch, at};
    if (record.reference_type != file_reference_type) return Flaw{Defect::bad_reference_type, at};
    m.file = ++records == 1 ? record.where : std::nullopt;
  }
  return {};
}

/// Section 6.21, what follows the MEI type in a response.
std::optional<Flaw> device_identification(ByteCursor& in, Message& m) {
  m.device_id_code = octet(in);
  m.conformity = octet(in);
  m.more_follows = octet(in);
  m.device_object_id = octet(in);
  const auto count = octet(in);
  if (!in.ok()) return too_short(in);
  if (*m.device_id_code < 1 || *m.device_id_code > 4) return Flaw{Defect::bad_device_id_code, in.offset() - 5};
  const core::Bytes list = in.peek();
  for (unsigned n = 0; n < *count; ++n) next_device_object(in);
  if (auto flaw = at_end(in)) return flaw;
  m.content = Content::device_objects;
  m.data = list;
  return {};
}

}  // namespace

FileRecord next_record(ByteCursor& in, Content content) {
  FileRecord record;
  if (content == Content::records_read) {
    ByteCursor body = in.sub(in.u8());
    record.reference_type = body.u8();
    record.registers = body.rest();
    if (!body.ok() || record.registers.size() % 2 != 0) in.fail();
    return record;
  }
  record.reference_type = in.u8();
  record.where = FileRange{.file = in.be16(), .record = in.be16(), .length = in.be16()};
  if (content == Content::records_written) record.registers = in.bytes(record.where->length * 2u);
  return record;
}

DeviceObject next_device_object(ByteCursor& in) {
  DeviceObject object{.id = in.u8(), .value = {}};
  object.value = in.bytes(in.u8());
  return object;
}

// The limits on byte counts are those of sections 6.14 and 6.15, but for the least of a response: one register takes 4.
std::optional<Flaw> records_asked(ByteCursor& in, Message& m) {
  return record_list(in, m, Content::records_asked, 7, 0xf5);
}
std::optional<Flaw> records_read(ByteCursor& in, Message& m) {
  return record_list(in, m, Content::records_read, 4, 0xf5);
}
std::optional<Flaw> records_written(ByteCursor& in, Message& m) {
  return record_list(in, m, Content::records_written, 9, 0xfb);
}

std::optional<Flaw> encapsulated_request(ByteCursor& in, Message& m) {
  m.mei_type = octet(in);
  if (!in.ok()) return too_short(in);
  if (*m.mei_type != mei_device_identification) return {};
  m.device_id_code = octet(in);
  m.device_object_id = octet(in);
  if (auto flaw = at_end(in)) return flaw;
  if (*m.device_id_code < 1 || *m.device_id_code > 4) return Flaw{Defect::bad_device_id_code, in.offset() - 2};
  return {};
}

std::optional<Flaw> encapsulated_response(ByteCursor& in, Message& m) {
  m.mei_type = octet(in);
  if (!in.ok()) return too_short(in);
  return *m.mei_type == mei_device_identification ? device_identification(in, m) : std::nullopt;
}

}  // namespace vedette::decoders::modbus
