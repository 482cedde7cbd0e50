// SPDX-License-Identifier: Apache-2.0
// libFuzzer entry of one decoder: compiled once for each, with -DVEDETTE_DECODER=<name> and its header. See suites/fuzz_input.h for
// what the bytes mean, suites/corpus_test.cpp for the corpus.
#include <cstddef>
#include <cstdint>

#include VEDETTE_DECODER_HEADER
#include "tests/decoders/suites/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using vedette::decoders::VEDETTE_DECODER::Decoder;
  vedette::decoders::suites::run_fuzz_input(vedette::decoders::suites::kind_of<Decoder>(), {data, size});
  return 0;
}
