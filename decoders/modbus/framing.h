// SPDX-License-Identifier: Apache-2.0
// Where messages begin and end in a stream with the MBAP header (MODBUS Messaging on TCP/IP Implementation Guide V1.0b,
// section 3.1.3), and how to find the next one where the thread was lost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/bytes.h"

namespace vedette::decoders::modbus {

inline constexpr std::size_t prefix_size = 6;  ///< transaction, protocol, length: what the length doesn't count
inline constexpr std::size_t header_size = 7;  ///< with the unit
inline constexpr std::size_t min_length = 2;
inline constexpr std::size_t max_public_length = 254;  ///< unit and a PDU of 253 bytes
inline constexpr std::size_t max_length = 255;         ///< Schneider's UMAS goes one byte further
inline constexpr std::size_t max_message_size = prefix_size + max_length;

enum class Framing : std::uint8_t { whole, partial, bad_protocol_id, bad_length };

struct Adu {
  std::optional<std::uint16_t> transaction_id;  ///< none in RTU framing
  std::uint8_t unit_id = 0;
  core::Bytes pdu;        ///< at least its function code
  std::size_t size = 0;   ///< with header, and CRC
  bool too_long = false;  ///< longer than a public function may be
};

/// Reads the message at the start of the bytes. `adu` is filled where the answer is whole.
Framing read_adu(core::Bytes bytes, Adu& adu);

/// Does nothing in the header and function code contradict Modbus, as far as the bytes go?
bool may_be_header(core::Bytes bytes);

/// How much the bytes look like the start of a message.
enum class Likeness : std::uint8_t {
  none,
  partial,   ///< so far nothing contradicts it
  doubtful,  ///< a whole message, but its inside is not known or breaks the rules
  complete,  ///< a whole message of a public function that keeps every rule
};
Likeness likeness(core::Bytes bytes);

/// The offset from `from` on where a message begins, or may begin as far as the bytes go; bytes.size() where none does.
/// `finished`: no more will come, so only what is whole counts. Linear in the bytes.
std::size_t find_message(core::Bytes bytes, std::size_t from, bool finished);

}  // namespace vedette::decoders::modbus
