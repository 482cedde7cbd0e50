// SPDX-License-Identifier: Apache-2.0
// RTU framing (MODBUS over Serial Line Specification and Implementation Guide V1.02, section 2.5.1) as gateways carry
// it over TCP and UDP: unit, PDU, CRC. On a serial line silence ends a message; here its length follows from the
// function and from who speaks, and the CRC tells whether that was right.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/bytes.h"
#include "decoders/modbus/framing.h"

namespace vedette::decoders::modbus {

inline constexpr std::size_t rtu_header_size = 1, rtu_crc_size = 2;
inline constexpr std::size_t max_rtu_size = 256;   ///< section 2.5.1.1
inline constexpr std::uint8_t max_rtu_unit = 247;  ///< section 2.2: those above are reserved

/// Section 6.2.2: of unit and PDU. It stands behind them, low byte first.
std::uint16_t crc16(core::Bytes bytes);

/// Of all the bytes, as one message: also one whose function says nothing of its length.
bool has_right_rtu_crc(core::Bytes bytes);

enum class RtuSide : std::uint8_t { either, request, response };
enum class RtuFraming : std::uint8_t { whole, partial, bad_crc };

/// Reads the message at the start of the bytes. Where it is whole `adu` is filled; where the CRC is wrong, its size is.
RtuFraming read_rtu(core::Bytes bytes, RtuSide side, bool finished, Adu& adu);

/// How much the bytes look like the start of a message, of either side: never doubtful, since the CRC tells.
Likeness rtu_likeness(core::Bytes bytes);

/// The offset from `from` on where a whole message with a right CRC begins; bytes.size() where none does.
std::size_t find_whole_rtu(core::Bytes bytes, std::size_t from);
/// The same, or else where one may begin as far as the bytes go, unless no more will come.
std::size_t find_rtu_message(core::Bytes bytes, std::size_t from, bool finished);

}  // namespace vedette::decoders::modbus
