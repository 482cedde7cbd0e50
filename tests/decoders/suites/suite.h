// SPDX-License-Identifier: Apache-2.0
// What the suites over every decoder have in common: the list of decoders as GoogleTest types, and their fixtures.
#pragma once

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "decoders/registry.h"
#include "tests/decoders/suites/harness.h"

namespace vedette::decoders::suites {

using EveryDecoder = DecodersIn<::testing::Types>;

/// Tests are called Suite/modbus.Name.
struct DecoderNames {
  template <typename D>
  static std::string GetName(int) {
    return std::string{D::info().protocol.name};
  }
};

template <typename D>
class DecoderSuite : public ::testing::Test {
 protected:
  const std::vector<Fixture> fixtures_ = read_fixtures(D::info());
};

}  // namespace vedette::decoders::suites
