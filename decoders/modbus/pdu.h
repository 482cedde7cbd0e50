// SPDX-License-Identifier: Apache-2.0
// What stands inside a message: the PDU of every public function (MODBUS Application Protocol Specification V1.1b3,
// sections 6 and 7). A PDU by itself does not say whether it is a request or a response, so there is a reader for each.
#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "decoders/modbus/message.h"

namespace vedette::decoders::modbus {

/// Reads a PDU of at least one byte into `message`, up to the first flaw. Offsets count from the function code.
std::optional<Flaw> read_request(core::Bytes pdu, Message& message);
std::optional<Flaw> read_response(core::Bytes pdu, Message& message);

/// Which of the two a PDU could be.
enum class Shape : std::uint8_t { neither, request, response, either };
Shape shape_of(core::Bytes pdu);

}  // namespace vedette::decoders::modbus
