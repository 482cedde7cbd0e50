// SPDX-License-Identifier: Apache-2.0
#include "tests/decoders/suites/suite.h"

#include "decoders/registry.h"

namespace vedette::decoders::suites {

const std::vector<DecoderKind>& every_decoder() {
  static const std::vector<DecoderKind> all = [] {
    std::vector<DecoderKind> kinds;
    for_each_decoder([&]<typename D>(std::type_identity<D>) { kinds.push_back(kind_of<D>()); });
    return kinds;
  }();
  return all;
}

}  // namespace vedette::decoders::suites
