// SPDX-License-Identifier: Apache-2.0
// libFuzzer entry: TCP streams against the model that says what each must deliver. What the bytes mean is told in
// stream_program.h.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/decoders/stream_program.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string difference = vedette::decoders::StreamProgram({data, size}).run();
  if (!difference.empty()) {
    std::fprintf(stderr, "stream and model differ: %s\n", difference.c_str());
    std::abort();
  }
  return 0;
}
