// SPDX-License-Identifier: Apache-2.0
// The headers of nearly all messages, read at once: over BACnet/IP from one to one or to all on the spot, within one
// network, in one piece.
#pragma once

#include "core/bytes.h"
#include "decoders/bacnet/message.h"

namespace vedette::decoders::bacnet {

/// Fills in what link.h, npdu.h and apdu.h would read, and the parameters. False where anything is otherwise, right or
/// wrong: then only these can tell, and nothing is filled in.
bool read_everyday(core::Bytes datagram, Message& message);

}  // namespace vedette::decoders::bacnet
