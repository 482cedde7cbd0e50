// SPDX-License-Identifier: Apache-2.0
// The parts of a DNS message (RFC 1035, section 4.1): header, questions, and the records of three sections.
#pragma once

#include <cstddef>
#include <optional>

#include "core/bytes.h"
#include "decoders/dns/message.h"

namespace vedette::decoders::dns {

/// Reads a whole message into `message`, up to the first flaw.
std::optional<Flaw> read_message(core::Bytes wire, Message& message);

/// Could a message of `size` bytes have this header? Answers by the first header_size bytes.
bool may_be_header(core::Bytes header, std::size_t size);

/// Is the message what resolvers send: one question for a known type, of a name that can be a host's or a service's?
bool is_convincing(const Message& message);

}  // namespace vedette::decoders::dns
