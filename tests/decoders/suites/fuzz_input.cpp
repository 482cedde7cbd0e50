// SPDX-License-Identifier: Apache-2.0
#include "tests/decoders/suites/fuzz_input.h"

namespace vedette::decoders::suites {
namespace {

void put(std::vector<std::uint8_t>& out, unsigned control, core::Bytes bytes) {
  out.push_back(static_cast<std::uint8_t>(control));
  out.push_back(static_cast<std::uint8_t>(bytes.size()));
  out.insert(out.end(), bytes.begin(), bytes.end());
}

}  // namespace

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
