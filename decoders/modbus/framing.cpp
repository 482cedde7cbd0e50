// SPDX-License-Identifier: Apache-2.0
#include "decoders/modbus/framing.h"

#include "core/byte_cursor.h"
#include "decoders/modbus/functions.h"
#include "decoders/modbus/pdu.h"

namespace vedette::decoders::modbus {

Framing read_adu(core::Bytes bytes, Adu& adu) {
  core::ByteCursor in{bytes};
  const std::uint16_t transaction_id = in.be16();
  const std::uint16_t protocol_id = in.be16();
  const std::uint16_t length = in.be16();
  if (!in.ok()) return Framing::partial;
  if (protocol_id != 0) return Framing::bad_protocol_id;
  if (length < min_length || length > max_length) return Framing::bad_length;
  if (in.remaining() < length) return Framing::partial;
  adu.transaction_id = transaction_id;
  adu.unit_id = in.u8();
  adu.pdu = in.bytes(length - 1u);
  adu.size = prefix_size + length;
  adu.too_long = length > max_public_length && function_info(adu.pdu[0]).is_public;
  return Framing::whole;
}

bool may_be_header(core::Bytes bytes) {
  const auto at = [bytes](std::size_t i, std::uint8_t otherwise) { return i < bytes.size() ? bytes[i] : otherwise; };
  const std::uint8_t length = at(5, min_length);
  const auto function = static_cast<std::uint8_t>(at(header_size, 1) & ~exception_bit);
  return at(2, 0) == 0 && at(3, 0) == 0 && at(4, 0) == 0 && length >= min_length && length <= max_length &&
         function != 0;
}

Likeness likeness(core::Bytes bytes) {
  if (!may_be_header(bytes)) return Likeness::none;
  Adu adu;
  if (read_adu(bytes, adu) != Framing::whole) return Likeness::partial;
  const bool known = !adu.too_long && function_info(adu.pdu[0]).is_public && shape_of(adu.pdu) != Shape::neither;
  return known ? Likeness::complete : Likeness::doubtful;
}

namespace {

/// Where the inside of a message proves nothing, what follows it must: another header, or the end of the segment.
bool ends_well(core::Bytes bytes) {
  Adu adu;
  read_adu(bytes, adu);
  const core::Bytes rest = bytes.subspan(adu.size);
  return rest.empty() || (rest.size() >= prefix_size && may_be_header(rest));
}

}  // namespace

std::size_t find_message(core::Bytes bytes, std::size_t from, bool finished) {
  for (std::size_t at = from; at < bytes.size(); ++at) {
    const core::Bytes here = bytes.subspan(at);
    switch (likeness(here)) {
      case Likeness::none:
        break;
      case Likeness::partial:
        if (!finished) return at;
        break;
      case Likeness::doubtful:
        if (ends_well(here)) return at;
        break;
      case Likeness::complete:
        return at;
    }
  }
  return bytes.size();
}

}  // namespace vedette::decoders::modbus
