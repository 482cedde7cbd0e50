// SPDX-License-Identifier: Apache-2.0
// The encapsulation of EtherNet/IP (ODVA, The CIP Networks Library, volume 2, chapter 2): header, items, and the cyclic
// data that goes without a header.
#pragma once

#include <cstddef>

#include "decoders/enip/message.h"

namespace vedette::decoders::enip {

inline constexpr std::size_t header_size = 24;
/// Volume 2, 2-3.3: data of at most 65511 octets.
inline constexpr std::size_t max_message = header_size + 65'511;

/// Does nothing in the header contradict one, as far as the bytes go? All zero is no proof: `nothing_too` allows it.
bool may_be_header(core::Bytes bytes, bool nothing_too);
/// The offset from `from` on where a header begins, or may begin; bytes.size() where none does. Linear in the bytes.
std::size_t find_header(core::Bytes bytes, std::size_t from, bool finished);

/// Reads header and body of a whole message.
std::optional<Flaw> read_encapsulated(core::Bytes message, Message& m);

/// Two items: an address with a sequence, and connected data, that fill the datagram.
bool is_implicit(core::Bytes datagram);
void read_implicit(core::Bytes datagram, Message& m);

}  // namespace vedette::decoders::enip
