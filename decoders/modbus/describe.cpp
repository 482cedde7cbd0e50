// SPDX-License-Identifier: Apache-2.0
// Every field of a Modbus message by the name that `vedette decode` gives it.
#include "decoders/modbus/decoder.h"
#include "decoders/modbus/functions.h"
#include "decoders/modbus/pdu_parts.h"
#include "decoders/modbus/values.h"
#include "decoders/optional_fields.h"

namespace vedette::decoders::modbus {
namespace {

using core::FieldWriter;

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::request:
      return "request";
    case Kind::response:
      return "response";
    case Kind::exception:
      return "exception";
  }
  return {};
}

void describe_function(const Message& m, FieldWriter& fields) {
  fields.number("function_code", *m.function_code);
  const std::string_view mei = m.mei_type ? mei_name(*m.mei_type) : std::string_view{};
  fields.text("function", mei.empty() ? function_info(*m.function_code).name : mei);
  if (m.exception_code) {
    fields.number("exception_code", *m.exception_code);
    fields.text("exception", exception_name(*m.exception_code));
  }
}

void describe_registers(std::string_view name, core::Bytes data, FieldWriter& fields) {
  fields.begin_array(name);
  for (std::size_t i = 0; i < data.size() / 2; ++i) fields.number({}, register_at(data, i));
  fields.end_array();
}

void describe_values(const Message& m, FieldWriter& fields) {
  const std::size_t count = value_count(m);
  if (count == 0) return;
  fields.begin_array("values");
  for (std::size_t i = 0; i < count; ++i) fields.number({}, value_at(m, i));
  fields.end_array();
}

void describe_range(const FileRange& where, FieldWriter& fields) {
  fields.number("file", where.file);
  fields.number("record", where.record);
  fields.number("length", where.length);
}

void describe_records(const Message& m, FieldWriter& fields) {
  fields.begin_array("records");
  for (core::ByteCursor in{m.data}; !in.empty();) {
    const FileRecord record = next_record(in, m.content);
    fields.begin_object({});
    fields.number("reference_type", record.reference_type);
    if (record.where) describe_range(*record.where, fields);
    if (!record.registers.empty()) describe_registers("values", record.registers, fields);
    fields.end_object();
  }
  fields.end_array();
}

void describe_device_id(const Message& m, FieldWriter& fields) {
  fields.begin_object("device_id");
  optional_number(fields, "read_device_id_code", m.device_id_code);
  optional_number(fields, "conformity_level", m.conformity);
  if (m.more_follows) fields.boolean("more_follows", *m.more_follows != 0);
  optional_number(fields, m.conformity ? "next_object_id" : "object_id", m.device_object_id);
  if (m.content == Content::device_objects) {
    for (core::ByteCursor in{m.data}; !in.empty();) {
      const DeviceObject object = next_device_object(in);
      fields.text(device_object_name(object.id), core::as_text(object.value));
    }
  }
  fields.end_object();
}

void describe_content(const Message& m, FieldWriter& fields) {
  switch (m.content) {
    case Content::none:
    case Content::device_objects:
      break;
    case Content::coil:
    case Content::bits:
    case Content::registers:
      describe_values(m, fields);
      break;
    case Content::records_asked:
    case Content::records_read:
    case Content::records_written:
      describe_records(m, fields);
      break;
    case Content::server_id:
      fields.text("server_id", core::as_text(m.data));
      break;
    case Content::events:
      fields.begin_array("events");
      for (const std::uint8_t event : m.data) fields.number({}, event);
      fields.end_array();
      break;
  }
}

}  // namespace

void Decoder::describe(const Message& m, FieldWriter& fields) {
  if (m.function_code) fields.text("kind", to_string(m.kind));
  if (m.is_rtu) fields.text("framing", "rtu");
  optional_number(fields, "transaction_id", m.transaction_id);
  optional_number(fields, "unit_id", m.unit_id);
  if (m.function_code) describe_function(m, fields);
  optional_number(fields, "address", m.address);
  optional_number(fields, "quantity", m.quantity);
  optional_number(fields, "write_address", m.write_address);
  optional_number(fields, "write_quantity", m.write_quantity);
  optional_number(fields, "and_mask", m.and_mask);
  optional_number(fields, "or_mask", m.or_mask);
  if (m.sub_function) {
    fields.number("sub_function", *m.sub_function);
    optional_text(fields, "sub_function_name", diagnostic_name(*m.sub_function));
  }
  optional_number(fields, "status", m.status);
  optional_number(fields, "event_count", m.event_count);
  optional_number(fields, "message_count", m.message_count);
  optional_number(fields, "mei_type", m.mei_type);
  if (m.device_id_code) describe_device_id(m, fields);
  if (!m.defect) describe_content(m, fields);
  if (m.matched) fields.number("request_pcap_cnt", m.request_frame);
}

}  // namespace vedette::decoders::modbus
