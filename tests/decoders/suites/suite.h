// SPDX-License-Identifier: Apache-2.0
// What the suites over every decoder have in common: a test that is run once for each, with its fixtures.
#pragma once

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "tests/decoders/suites/harness.h"

namespace vedette::decoders::suites {

/// All of the registry, in its order.
const std::vector<DecoderKind>& every_decoder();

class DecoderSuite : public ::testing::TestWithParam<DecoderKind> {
 protected:
  const DecoderKind& kind() const { return GetParam(); }
  const DecoderInfo& info() const { return *GetParam().info; }
  Transcript play(const Fixture& fixture) const { return suites::play(kind(), fixture); }

  const std::vector<Fixture> fixtures_ = read_fixtures(*GetParam().info);
};

/// Tests are called Suite.Name/modbus.
inline std::string name_of(const ::testing::TestParamInfo<DecoderKind>& param) {
  return std::string{param.param.info->protocol.name};
}
inline void PrintTo(const DecoderKind& kind, std::ostream* out) {
  *out << kind.info->protocol.name;
}

}  // namespace vedette::decoders::suites
