// SPDX-License-Identifier: Apache-2.0
// Any bytes as a conversation, for the fuzz targets and for the replay of what they found:
//   first byte   modulo 3, 0: who opened is seen, 1: only the port tells, 2: nothing does; divided by 3, which of the
//                transports that the decoder runs over
//   then pieces  control (bit 0: from the server, bit 1: bytes were lost before it, bit 2: the direction ends with it),
//                length, that many bytes (as many as there are)
#pragma once

#include <cstdint>
#include <vector>

#include "tests/decoders/suites/harness.h"

namespace vedette::decoders::suites {

namespace fuzz_control {
inline constexpr std::uint8_t from_server = 1, gap = 2, end = 4;
inline constexpr std::uint8_t openings = 3;
}  // namespace fuzz_control

/// Throws std::logic_error where the decoder breaks its promises.
void run_fuzz_input(const DecoderKind& kind, core::Bytes input);

/// A fixture in that form. Segments longer than 255 bytes become several.
std::vector<std::uint8_t> as_fuzz_input(const Fixture& fixture, const DecoderInfo& info);

}  // namespace vedette::decoders::suites
