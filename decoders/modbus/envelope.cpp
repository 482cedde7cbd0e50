// SPDX-License-Identifier: Apache-2.0
#include "decoders/modbus/envelope.h"

#include "decoders/modbus/framing.h"
#include "decoders/modbus/rtu.h"

namespace vedette::decoders::modbus {
namespace {

/// The CRC is of 16 bits only, so what follows the message must not contradict it.
bool is_rtu(core::Bytes bytes, bool finished) {
  Adu adu;
  read_rtu(bytes, RtuSide::either, finished, adu);
  const core::Bytes rest = bytes.subspan(adu.size);
  if (rest.empty()) return true;
  const bool begins_another = rtu_likeness(rest) == Likeness::partial && !finished;
  return begins_another || read_rtu(rest, RtuSide::either, true, adu) == RtuFraming::whole;
}

}  // namespace

Envelope tell_envelope(core::Bytes bytes, bool finished) {
  // RTU first: a read of two registers from 0 on may look like a whole message with an MBAP header, but hardly ever has
  // a message with an MBAP header a right CRC where RTU would have it, and ends there.
  const Likeness rtu = rtu_likeness(bytes);
  if (rtu == Likeness::complete && is_rtu(bytes, finished)) return Envelope::rtu;
  const Likeness mbap = likeness(bytes);
  const bool may_become_rtu = rtu == Likeness::partial && !finished;
  if (mbap == Likeness::complete || (mbap == Likeness::doubtful && !may_become_rtu)) return Envelope::mbap;
  return may_become_rtu && mbap != Likeness::partial ? Envelope::awaiting : Envelope::untold;
}

std::size_t find_rtu_envelope(core::Bytes bytes, bool finished) {
  std::size_t at = find_whole_rtu(bytes, 0);
  while (at < bytes.size() && !is_rtu(bytes.subspan(at), finished)) at = find_whole_rtu(bytes, at + 1);
  return at;
}

}  // namespace vedette::decoders::modbus
