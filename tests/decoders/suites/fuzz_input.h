// SPDX-License-Identifier: Apache-2.0
// Any bytes as a conversation, for the fuzz targets and for the replay of what they found:
//   first byte   modulo 3, 0: who opened is seen, 1: only the port tells, 2: nothing does; divided by 3, which of the
//                transports that the decoder runs over
//   then pieces  control (bit 0: from the server, bit 1: bytes were lost before it, bit 2: the direction ends with it),
//                length, that many bytes (as many as there are)
#pragma once

#include <cstdint>
#include <vector>

#include "core/byte_cursor.h"
#include "tests/decoders/suites/harness.h"

namespace vedette::decoders::suites {

namespace fuzz_control {
inline constexpr std::uint8_t from_server = 1, gap = 2, end = 4;
inline constexpr std::uint8_t openings = 3;
}

/// Throws std::logic_error where the decoder breaks its promises.
template <ApplicationDecoder D>
void run_fuzz_input(core::Bytes input) {
  core::ByteCursor in{input};
  const std::uint8_t kind = in.u8();
  const auto transports = transports_of(D::info());
  Opening opening;
  opening.transport = transports[kind / fuzz_control::openings % transports.size()];
  const Port port{D::info().ports.empty() ? std::uint16_t{0} : D::info().ports[0]};
  if (kind % fuzz_control::openings == 0) opening.from_client = from_client;
  if (kind % fuzz_control::openings <= 1) opening.to_port = from_client;
  if (opening.to_port) opening.port = port;
  Conversation<D> conversation{opening, port, Record::texts};
  std::uint64_t frame = 0;
  while (in.ok() && !in.empty()) {
    const std::uint8_t control = in.u8();
    const std::size_t length = in.u8();
    const core::Direction direction = (control & fuzz_control::from_server) != 0 ? from_server : from_client;
    ++frame;
    if ((control & fuzz_control::gap) != 0) conversation.lose(direction);
    conversation.give(direction, in.bytes(std::min(length, in.remaining())), frame);
    if ((control & fuzz_control::end) != 0) conversation.finish(direction, frame);
  }
  conversation.finish_both(frame);
}

/// A fixture in that form. Segments longer than 255 bytes become several.
std::vector<std::uint8_t> as_fuzz_input(const Fixture& fixture, const DecoderInfo& info);

}  // namespace vedette::decoders::suites
