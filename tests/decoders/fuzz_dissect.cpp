// SPDX-License-Identifier: Apache-2.0
// libFuzzer entry of the dissector. The corpus is made by dissect_corpus_test.cpp.
#include <cstddef>
#include <cstdint>

#include "tests/decoders/dissect_fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  vedette::decoders::run_dissect_fuzz_input({data, size});
  return 0;
}
