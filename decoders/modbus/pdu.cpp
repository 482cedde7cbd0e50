// SPDX-License-Identifier: Apache-2.0
#include "decoders/modbus/pdu.h"

#include "core/byte_cursor.h"
#include "decoders/modbus/functions.h"
#include "decoders/modbus/pdu_parts.h"

namespace vedette::decoders::modbus {
namespace {

using core::ByteCursor;

constexpr std::uint16_t max_bits_read = 2000, max_bits_written = 1968;
constexpr std::uint16_t max_registers_read = 125, max_registers_written = 123, max_registers_exchanged = 121;
constexpr std::uint16_t max_fifo_registers = 31;

constexpr std::size_t bytes_of_bits(std::size_t bits) {
  return (bits + 7) / 8;
}

std::optional<Flaw> range(ByteCursor& in, Message& m, std::uint16_t most) {
  m.address = word(in);
  m.quantity = word(in);
  if (auto flaw = at_end(in)) return flaw;
  return quantity_within(*m.quantity, most, in.offset() - 2);
}

std::optional<Flaw> single(ByteCursor& in, Message& m, Content content) {
  m.address = word(in);
  const core::Bytes value = in.bytes(2);
  if (auto flaw = at_end(in)) return flaw;
  if (content == Content::coil && ((value[0] != 0 && value[0] != 0xff) || value[1] != 0))
    return Flaw{Defect::bad_coil_value, in.offset() - 2};
  m.content = content;
  m.data = value;
  return {};
}

/// Byte count and the data of `quantity` elements, at the end of a PDU.
std::optional<Flaw> counted(ByteCursor& in, Message& m, Content content, std::size_t expected) {
  const std::uint8_t byte_count = in.u8();
  if (!in.ok()) return too_short(in);
  if (byte_count != expected || byte_count != in.remaining()) return Flaw{Defect::byte_count_mismatch, in.offset() - 1};
  m.content = content;
  m.data = in.rest();
  return {};
}

std::optional<Flaw> multiple(ByteCursor& in, Message& m, Content content) {
  m.address = word(in);
  m.quantity = word(in);
  if (!in.ok()) return too_short(in);
  const bool bits = content == Content::bits;
  if (auto flaw = quantity_within(*m.quantity, bits ? max_bits_written : max_registers_written, in.offset() - 2))
    return flaw;
  return counted(in, m, content, bits ? bytes_of_bits(*m.quantity) : *m.quantity * 2u);
}

std::optional<Flaw> mask_write(ByteCursor& in, Message& m) {
  m.address = word(in);
  m.and_mask = word(in);
  m.or_mask = word(in);
  return at_end(in);
}

std::optional<Flaw> exchange(ByteCursor& in, Message& m) {
  m.address = word(in);
  m.quantity = word(in);
  m.write_address = word(in);
  m.write_quantity = word(in);
  if (!in.ok()) return too_short(in);
  if (auto flaw = quantity_within(*m.quantity, max_registers_read, in.offset() - 6)) return flaw;
  if (auto flaw = quantity_within(*m.write_quantity, max_registers_exchanged, in.offset() - 2)) return flaw;
  return counted(in, m, Content::registers, *m.write_quantity * 2u);
}

/// Section 6.8: sub-function and N x 2 bytes, repeated or replaced by the answer.
std::optional<Flaw> diagnostic(ByteCursor& in, Message& m) {
  m.sub_function = word(in);
  if (!in.ok() || in.empty() || in.remaining() % 2 != 0) return Flaw{Defect::length_mismatch, in.offset()};
  m.content = Content::registers;
  m.data = in.rest();
  return {};
}

/// Data read, of a length that only the request tells.
std::optional<Flaw> data_read(ByteCursor& in, Message& m, Content content) {
  const std::uint8_t byte_count = in.u8();
  if (!in.ok()) return too_short(in);
  const bool odd_registers = content == Content::registers && byte_count % 2 != 0;
  if (byte_count == 0 || odd_registers) return Flaw{Defect::byte_count_mismatch, in.offset() - 1};
  return counted_rest(in, m, content, byte_count);
}

std::optional<Flaw> range_written(ByteCursor& in, Message& m) {
  const bool bits = m.function_code == static_cast<std::uint8_t>(Function::write_multiple_coils);
  return range(in, m, bits ? max_bits_written : max_registers_written);
}

std::optional<Flaw> exception_status(ByteCursor& in, Message& m) {
  const std::uint8_t status = in.u8();
  if (auto flaw = at_end(in)) return flaw;
  m.status = status;
  return {};
}

std::optional<Flaw> event_counter(ByteCursor& in, Message& m) {
  m.status = word(in);
  m.event_count = word(in);
  return at_end(in);
}

std::optional<Flaw> event_log(ByteCursor& in, Message& m) {
  const std::uint8_t byte_count = in.u8();
  ByteCursor log{in.peek()};
  m.status = word(log);
  m.event_count = word(log);
  m.message_count = word(log);
  if (!in.ok() || !log.ok()) return too_short(in);
  if (byte_count != in.remaining()) return Flaw{Defect::byte_count_mismatch, in.offset() - 1};
  m.content = Content::events;
  m.data = log.rest();
  return {};
}

std::optional<Flaw> fifo(ByteCursor& in, Message& m) {
  const std::uint16_t byte_count = in.be16();
  const std::size_t body = in.remaining();
  const auto count = word(in);
  if (!in.ok()) return too_short(in);
  if (*count > max_fifo_registers) return Flaw{Defect::quantity_out_of_range, in.offset() - 2};
  if (byte_count != body || body != 2u + *count * 2u) return Flaw{Defect::byte_count_mismatch, in.offset() - 4};
  m.quantity = count;
  m.content = Content::registers;
  m.data = in.rest();
  return {};
}

std::optional<Flaw> exception(ByteCursor& in, Message& m) {
  const std::uint8_t code = in.u8();
  if (!in.ok()) return too_short(in);
  m.exception_code = code;
  return at_end(in);
}

std::optional<Flaw> request_body(ByteCursor& in, Message& m) {
  switch (static_cast<Function>(*m.function_code)) {
    case Function::read_coils:
    case Function::read_discrete_inputs:
      return range(in, m, max_bits_read);
    case Function::read_holding_registers:
    case Function::read_input_registers:
      return range(in, m, max_registers_read);
    case Function::write_single_coil:
      return single(in, m, Content::coil);
    case Function::write_single_register:
      return single(in, m, Content::registers);
    case Function::read_exception_status:
    case Function::get_comm_event_counter:
    case Function::get_comm_event_log:
    case Function::report_server_id:
      return at_end(in);
    case Function::diagnostics:
      return diagnostic(in, m);
    case Function::write_multiple_coils:
      return multiple(in, m, Content::bits);
    case Function::write_multiple_registers:
      return multiple(in, m, Content::registers);
    case Function::read_file_record:
      return records_asked(in, m);
    case Function::write_file_record:
      return records_written(in, m);
    case Function::mask_write_register:
      return mask_write(in, m);
    case Function::read_write_multiple_registers:
      return exchange(in, m);
    case Function::read_fifo_queue:
      m.address = word(in);
      return at_end(in);
    case Function::encapsulated_interface_transport:
      return encapsulated_request(in, m);
    case Function::umas:
      break;
  }
  return {};
}

std::optional<Flaw> response_body(ByteCursor& in, Message& m) {
  switch (static_cast<Function>(*m.function_code)) {
    case Function::read_coils:
    case Function::read_discrete_inputs:
      return data_read(in, m, Content::bits);
    case Function::read_holding_registers:
    case Function::read_input_registers:
    case Function::read_write_multiple_registers:
      return data_read(in, m, Content::registers);
    case Function::write_single_coil:
      return single(in, m, Content::coil);
    case Function::write_single_register:
      return single(in, m, Content::registers);
    case Function::read_exception_status:
      return exception_status(in, m);
    case Function::diagnostics:
      return diagnostic(in, m);
    case Function::get_comm_event_counter:
      return event_counter(in, m);
    case Function::get_comm_event_log:
      return event_log(in, m);
    case Function::write_multiple_coils:
    case Function::write_multiple_registers:
      return range_written(in, m);
    case Function::report_server_id:
      return data_read(in, m, Content::server_id);
    case Function::read_file_record:
      return records_read(in, m);
    case Function::write_file_record:
      return records_written(in, m);
    case Function::mask_write_register:
      return mask_write(in, m);
    case Function::read_fifo_queue:
      return fifo(in, m);
    case Function::encapsulated_interface_transport:
      return encapsulated_response(in, m);
    case Function::umas:
      break;
  }
  return {};
}

}  // namespace

std::optional<Flaw> read_request(core::Bytes pdu, Message& message) {
  ByteCursor in{pdu};
  const std::uint8_t code = in.u8();
  message.kind = Kind::request;
  message.function_code = static_cast<std::uint8_t>(code & ~exception_bit);
  if (code == 0 || (code & exception_bit) != 0) {
    if ((code & exception_bit) != 0) {
      message.kind = Kind::exception;
      exception(in, message);
    }
    return Flaw{Defect::bad_function_code, 0};
  }
  return request_body(in, message);
}

std::optional<Flaw> read_response(core::Bytes pdu, Message& message) {
  ByteCursor in{pdu};
  const std::uint8_t code = in.u8();
  const bool refusal = (code & exception_bit) != 0;
  message.kind = refusal ? Kind::exception : Kind::response;
  message.function_code = static_cast<std::uint8_t>(code & ~exception_bit);
  if (message.function_code == 0) {
    if (refusal) exception(in, message);
    return Flaw{Defect::bad_function_code, 0};
  }
  return refusal ? exception(in, message) : response_body(in, message);
}

Shape shape_of(core::Bytes pdu) {
  Message scratch;
  const bool request = !read_request(pdu, scratch);
  const bool response = !read_response(pdu, scratch);
  if (request && response) return Shape::either;
  if (request) return Shape::request;
  return response ? Shape::response : Shape::neither;
}

}  // namespace vedette::decoders::modbus
