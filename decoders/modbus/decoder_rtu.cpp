// SPDX-License-Identifier: Apache-2.0
// A conversation in RTU framing: what differs from one with MBAP headers. A message has no transaction identifier, so a
// response belongs to the last request to its unit.
#include <algorithm>

#include "decoders/modbus/decoder.h"
#include "decoders/modbus/rtu.h"

namespace vedette::decoders::modbus {

core::Progress Decoder::decode_rtu(const Chunk& chunk, Message& message) {
  message.is_rtu = true;
  if (!in_step_[core::index(chunk.direction)]) {
    if (const auto progress = resynchronise_rtu(chunk)) return *progress;
  }
  const bool by_client = chunk.direction == client_;
  const RtuSide side = evidence_ < settled ? RtuSide::either : by_client ? RtuSide::request : RtuSide::response;
  Adu adu;
  const RtuFraming framing = read_rtu(chunk.bytes, side, chunk.finished, adu);
  if (framing == RtuFraming::partial && !chunk.finished) return core::Progress::need_more();
  message.unit_id = chunk.bytes[0];
  message.size = static_cast<std::uint16_t>(adu.size);
  if (framing == RtuFraming::partial) return malformed(adu.size, {Defect::truncated, adu.size}, message);
  if (framing == RtuFraming::bad_crc) {
    on_gap(chunk.direction);  // which byte is wrong is not known: it may be the one that tells the length
    const std::size_t offset = adu.size - std::min(adu.size, rtu_crc_size);
    return malformed(find_rtu_message(chunk.bytes, 1, chunk.finished), {Defect::bad_crc, offset}, message);
  }
  if (const auto flaw = read_pdu(chunk, adu, message))
    return malformed(adu.size, {flaw->defect, rtu_header_size + flaw->offset}, message);
  return core::Progress::done(adu.size);
}

/// As resynchronise(), but that only a right CRC shows where a message is.
std::optional<core::Progress> Decoder::resynchronise_rtu(const Chunk& chunk) {
  const std::size_t start = find_rtu_message(chunk.bytes, 0, chunk.finished);
  if (start > 0) return core::Progress::skipped(start);
  if (rtu_likeness(chunk.bytes) == Likeness::partial) return core::Progress::need_more();
  expect_missing(chunk.direction);
  in_step_[core::index(chunk.direction)] = true;
  return {};
}

}  // namespace vedette::decoders::modbus
