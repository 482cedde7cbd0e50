// SPDX-License-Identifier: Apache-2.0
#include "tests/decoders/suites/fuzz_input.h"

#include <algorithm>

#include "core/byte_cursor.h"

namespace vedette::decoders::suites {
namespace {

void put(std::vector<std::uint8_t>& out, unsigned control, core::Bytes bytes) {
  out.push_back(static_cast<std::uint8_t>(control));
  out.push_back(static_cast<std::uint8_t>(bytes.size()));
  out.insert(out.end(), bytes.begin(), bytes.end());
}

}  // namespace

void run_fuzz_input(const DecoderKind& kind, core::Bytes input) {
  core::ByteCursor in{input};
  const std::uint8_t first = in.u8();
  const DecoderInfo& info = *kind.info;
  const auto transports = transports_of(info);
  Opening opening;
  opening.transport = transports[first / fuzz_control::openings % transports.size()];
  const Port port = first_port(info);
  if (first % fuzz_control::openings == 0) opening.from_client = from_client;
  if (first % fuzz_control::openings <= 1) opening.to_port = from_client;
  if (opening.to_port) opening.port = port;
  AnyConversation conversation{kind, opening, port};
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

std::vector<std::uint8_t> as_fuzz_input(const Fixture& fixture, const DecoderInfo& info) {
  const auto transports = transports_of(info);
  const auto transport = std::ranges::find(transports, fixture.opening.transport) - transports.begin();
  const int opening = fixture.opening.from_client ? 0 : fixture.opening.to_port ? 1 : 2;
  std::vector<std::uint8_t> out{static_cast<std::uint8_t>(transport * fuzz_control::openings + opening)};
  for (const Step& step : fixture.steps) {
    unsigned control = step.direction == from_server ? fuzz_control::from_server : 0u;
    if (step.what == Step::What::gap) control |= fuzz_control::gap;
    if (step.what == Step::What::end) control |= fuzz_control::end;
    core::Bytes left{step.bytes};
    do {
      const core::Bytes piece = left.first(std::min<std::size_t>(left.size(), 255));
      put(out, control, piece);
      left = left.subspan(piece.size());
    } while (!left.empty());
  }
  return out;
}

}  // namespace vedette::decoders::suites
