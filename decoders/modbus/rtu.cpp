// SPDX-License-Identifier: Apache-2.0
#include "decoders/modbus/rtu.h"

#include <algorithm>
#include <array>

#include "core/byte_cursor.h"
#include "decoders/modbus/functions.h"
#include "decoders/modbus/pdu.h"

namespace vedette::decoders::modbus {
namespace {

using core::ByteCursor;

constexpr std::size_t min_rtu_size = 4;

constexpr std::array<std::uint16_t, 256> crc_table = [] {
  std::array<std::uint16_t, 256> table{};
  for (unsigned i = 0; i < 256; ++i) {
    unsigned crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xa001U : crc >> 1;
    table[i] = static_cast<std::uint16_t>(crc);
  }
  return table;
}();

constexpr std::uint16_t crc_start = 0xffff;
constexpr std::uint16_t crc_step(std::uint16_t crc, std::uint8_t byte) {
  return static_cast<std::uint16_t>(crc >> 8 ^ crc_table[(crc ^ byte) & 0xff]);
}

/// Over a message with its CRC the sum is 0.
bool has_right_crc(core::Bytes message) {
  return crc16(message) == 0;
}

/// How far a message reaches, as far as its beginning tells.
struct Extent {
  enum class Kind : std::uint8_t {
    told,
    more,    ///< the byte that tells isn't there yet
    untold,  ///< nothing in the message tells
    none,    ///< no message begins like this
  };
  Kind kind = Kind::none;
  std::size_t size = 0;  ///< with unit and CRC
};

/// A PDU of this size.
constexpr Extent pdu_of(std::size_t size) {
  const std::size_t all = rtu_header_size + size + rtu_crc_size;
  if (all > max_rtu_size) return {};
  return {Extent::Kind::told, all};
}
constexpr Extent untold{Extent::Kind::untold, 0};

/// A PDU whose byte count stands behind `before` bytes.
Extent counted(core::Bytes pdu, std::size_t before) {
  if (pdu.size() <= before) return {Extent::Kind::more, 0};
  return pdu_of(before + 1 + pdu[before]);
}

Extent device_objects(core::Bytes pdu) {
  ByteCursor in{pdu};
  in.skip(6);  // function, MEI type, code, conformity, more follows, next object
  for (unsigned left = in.u8(); left > 0 && in.ok(); --left) {
    in.skip(1);
    in.skip(in.u8());
  }
  return in.ok() ? pdu_of(in.offset()) : Extent{Extent::Kind::more, 0};
}

Extent encapsulated(core::Bytes pdu, bool request) {
  if (pdu.size() < 2) return {Extent::Kind::more, 0};
  if (pdu[1] != mei_device_identification) return untold;
  return request ? pdu_of(4) : device_objects(pdu);
}

Extent request_extent(core::Bytes pdu) {
  switch (static_cast<Function>(pdu[0])) {
    case Function::read_coils:
    case Function::read_discrete_inputs:
    case Function::read_holding_registers:
    case Function::read_input_registers:
    case Function::write_single_coil:
    case Function::write_single_register:
      return pdu_of(5);
    case Function::read_exception_status:
    case Function::get_comm_event_counter:
    case Function::get_comm_event_log:
    case Function::report_server_id:
      return pdu_of(1);
    case Function::write_multiple_coils:
    case Function::write_multiple_registers:
      return counted(pdu, 5);
    case Function::read_file_record:
    case Function::write_file_record:
      return counted(pdu, 1);
    case Function::mask_write_register:
      return pdu_of(7);
    case Function::read_write_multiple_registers:
      return counted(pdu, 9);
    case Function::read_fifo_queue:
      return pdu_of(3);
    case Function::encapsulated_interface_transport:
      return encapsulated(pdu, true);
    case Function::diagnostics:
    case Function::umas:
      break;
  }
  return untold;
}

Extent response_extent(core::Bytes pdu) {
  if ((pdu[0] & exception_bit) != 0) return pdu_of(2);
  switch (static_cast<Function>(pdu[0])) {
    case Function::read_coils:
    case Function::read_discrete_inputs:
    case Function::read_holding_registers:
    case Function::read_input_registers:
    case Function::read_write_multiple_registers:
    case Function::report_server_id:
    case Function::get_comm_event_log:
    case Function::read_file_record:
    case Function::write_file_record:
      return counted(pdu, 1);
    case Function::write_single_coil:
    case Function::write_single_register:
    case Function::get_comm_event_counter:
    case Function::write_multiple_coils:
    case Function::write_multiple_registers:
      return pdu_of(5);
    case Function::read_exception_status:
      return pdu_of(2);
    case Function::mask_write_register:
      return pdu_of(7);
    case Function::read_fifo_queue:
      if (pdu.size() < 3) return {Extent::Kind::more, 0};
      return pdu_of(3 + (static_cast<std::size_t>(pdu[1]) << 8 | pdu[2]));
    case Function::encapsulated_interface_transport:
      return encapsulated(pdu, false);
    case Function::diagnostics:
    case Function::umas:
      break;
  }
  return untold;
}

Extent extent_of(core::Bytes bytes, bool request) {
  if (bytes.size() <= rtu_header_size) return {Extent::Kind::more, 0};
  const core::Bytes pdu = bytes.subspan(rtu_header_size);
  return request ? request_extent(pdu) : response_extent(pdu);
}

void fill(core::Bytes message, Adu& adu) {
  adu = {.transaction_id = {},
         .unit_id = message[0],
         .pdu = message.subspan(rtu_header_size, message.size() - rtu_header_size - rtu_crc_size),
         .size = message.size()};
}

/// Where nothing tells the size, the first right CRC ends the message.
RtuFraming read_to_right_crc(core::Bytes bytes, bool finished, Adu& adu) {
  const std::size_t most = std::min(bytes.size(), max_rtu_size);
  std::uint16_t crc = crc_start;
  for (std::size_t size = 1; size <= most; ++size) {
    crc = crc_step(crc, bytes[size - 1]);
    if (crc != 0 || size < min_rtu_size) continue;
    fill(bytes.first(size), adu);
    return RtuFraming::whole;
  }
  adu.size = most;
  return finished || bytes.size() >= max_rtu_size ? RtuFraming::bad_crc : RtuFraming::partial;
}

/// Of an extent that isn't untold.
RtuFraming read_extent(core::Bytes bytes, const Extent& extent, Adu& adu) {
  adu.size = std::min(bytes.size(), max_rtu_size);
  if (extent.kind == Extent::Kind::more && bytes.size() < max_rtu_size) return RtuFraming::partial;
  if (extent.kind != Extent::Kind::told) return RtuFraming::bad_crc;
  if (bytes.size() < extent.size) return RtuFraming::partial;
  adu.size = extent.size;
  if (!has_right_crc(bytes.first(extent.size))) return RtuFraming::bad_crc;
  fill(bytes.first(extent.size), adu);
  return RtuFraming::whole;
}

RtuFraming read_side(core::Bytes bytes, bool request, bool finished, Adu& adu) {
  const Extent extent = extent_of(bytes, request);
  if (extent.kind == Extent::Kind::untold) return read_to_right_crc(bytes, finished, adu);
  return read_extent(bytes, extent, adu);
}

/// A request for more than its function allows is none, however much of it is there.
bool begins_well(core::Bytes bytes, bool request) {
  if (bytes.size() < 6) return true;
  const unsigned quantity = static_cast<unsigned>(bytes[4]) << 8 | bytes[5];
  switch (static_cast<Function>(bytes[1])) {
    case Function::read_coils:
    case Function::read_discrete_inputs:
    case Function::read_holding_registers:
    case Function::read_input_registers:
      return !request || (quantity >= 1 && quantity <= 2000);
    case Function::write_multiple_coils:
    case Function::write_multiple_registers:
      return quantity >= 1 && quantity <= 1968;
    default:
      return true;
  }
}

Likeness likeness_as(core::Bytes bytes, bool request) {
  if (!begins_well(bytes, request)) return Likeness::none;
  Extent extent = extent_of(bytes, request);
  // Most diagnostics are of one word. What else no length is told of proves nothing.
  if (static_cast<Function>(bytes[1]) == Function::diagnostics) extent = pdu_of(5);
  if (extent.kind == Extent::Kind::untold) return Likeness::none;
  Adu adu;
  switch (read_extent(bytes, extent, adu)) {
    case RtuFraming::partial:
      return Likeness::partial;
    case RtuFraming::bad_crc:
      return Likeness::none;
    case RtuFraming::whole:
      break;
  }
  const Shape shape = shape_of(adu.pdu);
  const bool fits = shape == Shape::either || shape == (request ? Shape::request : Shape::response);
  return fits ? Likeness::complete : Likeness::none;
}

/// All of the bytes, as a message of a function that vendors may define (Protocol, section 5) or that of UMAS: no
/// length proves it, so it has to end with them.
bool is_user_defined(core::Bytes bytes) {
  if (bytes.size() < min_rtu_size || bytes[0] > max_rtu_unit) return false;
  const auto function = static_cast<std::uint8_t>(bytes[1] & ~exception_bit);
  const bool defined = (function >= 65 && function <= 72) || (function >= 100 && function <= 110) ||
                       function == static_cast<std::uint8_t>(Function::umas);
  return defined && has_right_rtu_crc(bytes);
}

}  // namespace

std::uint16_t crc16(core::Bytes bytes) {
  std::uint16_t crc = crc_start;
  for (const std::uint8_t byte : bytes) crc = crc_step(crc, byte);
  return crc;
}

bool has_right_rtu_crc(core::Bytes bytes) {
  return bytes.size() >= min_rtu_size && bytes.size() <= max_rtu_size && has_right_crc(bytes);
}

RtuFraming read_rtu(core::Bytes bytes, RtuSide side, bool finished, Adu& adu) {
  if (side != RtuSide::either) return read_side(bytes, side == RtuSide::request, finished, adu);
  const RtuFraming as_request = read_side(bytes, true, finished, adu);
  if (as_request == RtuFraming::whole) return as_request;
  const RtuFraming as_response = read_side(bytes, false, finished, adu);
  if (as_response == RtuFraming::whole) return as_response;
  const bool may_come = as_request == RtuFraming::partial || as_response == RtuFraming::partial;
  return may_come ? RtuFraming::partial : RtuFraming::bad_crc;
}

Likeness rtu_likeness(core::Bytes bytes) {
  if (bytes.empty()) return Likeness::partial;
  if (bytes[0] > max_rtu_unit) return Likeness::none;
  if (bytes.size() == 1) return Likeness::partial;
  const auto function = static_cast<std::uint8_t>(bytes[1] & ~exception_bit);
  if (!function_info(function).is_public) return Likeness::none;
  const bool refusal = bytes[1] != function;
  const Likeness request = refusal ? Likeness::none : likeness_as(bytes, true);
  if (request == Likeness::complete) return request;
  return std::max(request, likeness_as(bytes, false));
}

std::size_t find_whole_rtu(core::Bytes bytes, std::size_t from) {
  std::size_t at = std::min(from, bytes.size());
  while (at < bytes.size() && rtu_likeness(bytes.subspan(at)) != Likeness::complete) ++at;
  return at;
}

std::size_t find_rtu_message(core::Bytes bytes, std::size_t from, bool finished) {
  // What may become a message is mostly the rest of another: it doesn't hold up those that are there.
  const std::size_t whole = find_whole_rtu(bytes, from);
  if (whole < bytes.size()) return whole;
  const std::size_t last = bytes.size() - std::min(bytes.size() - from, max_rtu_size);
  for (std::size_t at = last; at < bytes.size(); ++at)
    if (is_user_defined(bytes.subspan(at))) return at;
  if (finished) return bytes.size();
  std::size_t at = last;
  while (at < bytes.size() && rtu_likeness(bytes.subspan(at)) != Likeness::partial) ++at;
  return at;
}

}  // namespace vedette::decoders::modbus
