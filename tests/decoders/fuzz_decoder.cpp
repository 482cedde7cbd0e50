// SPDX-License-Identifier: Apache-2.0
// libFuzzer entry of one decoder: compiled once for each, with -DVEDETTE_DECODER=<name>. See suites/fuzz_input.h for
// what the bytes mean, suites/corpus_test.cpp for the corpus.
#include <cstddef>
#include <cstdint>

#include "decoders/registry.h"
#include "tests/decoders/suites/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  vedette::decoders::suites::run_fuzz_input<vedette::decoders::VEDETTE_DECODER::Decoder>({data, size});
  return 0;
}
