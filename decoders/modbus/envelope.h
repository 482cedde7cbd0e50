// SPDX-License-Identifier: Apache-2.0
// What a conversation puts around its PDUs: the MBAP header of Modbus over TCP/IP, or unit and CRC as on a serial line.
// Nothing announces it, so the first message that is right by one of the two tells.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/bytes.h"

namespace vedette::decoders::modbus {

enum class Envelope : std::uint8_t {
  untold,    ///< the bytes are no message in either
  awaiting,  ///< no MBAP header, but they may become an RTU message
  mbap,
  rtu,
};

/// What the bytes at the start of a message tell. `finished`: no more will come.
Envelope tell_envelope(core::Bytes bytes, bool finished);

/// Where in bytes that may begin anywhere a message in RTU framing shows itself; bytes.size() where none does.
std::size_t find_rtu_envelope(core::Bytes bytes, bool finished);

}  // namespace vedette::decoders::modbus
