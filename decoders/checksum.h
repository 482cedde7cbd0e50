// SPDX-License-Identifier: Apache-2.0
// The checksums of TCP, UDP and ICMP over what a frame carries.
#pragma once

#include "decoders/frame.h"

namespace vedette::decoders {

/// `unknown`: there is none, it can't be computed from what was captured, or not from the addresses on the wire.
enum class Checksum : std::uint8_t { good, bad, unknown };

/// Of the innermost transport. Frames that a sender's own mirror sees may have none yet: the card fills it in later.
Checksum transport_checksum(const Frame& frame);

}  // namespace vedette::decoders
