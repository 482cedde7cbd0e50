// SPDX-License-Identifier: Apache-2.0
// Where transport PDUs begin and end in a stream: TPKT (RFC 1006, 6) with ISO 8073 inside, and how to find the next one
// where the thread was lost.
#pragma once

#include <cstddef>
#include <cstdint>

#include "decoders/s7comm/message.h"

namespace vedette::decoders::s7comm {

inline constexpr std::size_t tpkt_size = 4;
inline constexpr std::size_t min_packet = 7;

enum class Framing : std::uint8_t { whole, partial, bad_tpkt };

struct Packet {
  std::size_t size = 0;  ///< with both headers
  Cotp cotp = Cotp::data;
  bool last = true;    ///< of a data PDU: no more of the same message follow
  core::Bytes header;  ///< of ISO 8073, behind its length
  core::Bytes data;
};

/// Reads the packet at the start of the bytes; `packet` is filled where the answer is whole.
Framing read_packet(core::Bytes bytes, Packet& packet);
/// A length of the transport header that fits its packet, and a code that exists.
bool is_sound(const Packet& packet);

/// Does nothing in the headers contradict them, as far as the bytes go?
bool may_be_packet(core::Bytes bytes);
/// The offset from `from` on where a packet begins, or may begin; bytes.size() where none does. Linear in the bytes.
std::size_t find_packet(core::Bytes bytes, std::size_t from, bool finished);

}  // namespace vedette::decoders::s7comm
