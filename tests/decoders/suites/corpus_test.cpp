// SPDX-License-Identifier: Apache-2.0
// Replays tests/decoders/<name>/corpus: all fixtures, and what the fuzz targets found worth keeping. To renew it:
//   VEDETTE_UPDATE_CORPUS=1 decoders_test --gtest_filter='Corpus*'      writes the fixtures' files
//   fuzz_<name> -merge=1 tests/decoders/<name>/corpus NEW_FINDINGS      adds what reaches further
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/decoders/suites/fuzz_input.h"
#include "tests/decoders/suites/suite.h"

namespace vedette::decoders::suites {
namespace {

namespace fs = std::filesystem;

using Corpus = DecoderSuite;
INSTANTIATE_TEST_SUITE_P(, Corpus, ::testing::ValuesIn(every_decoder()), name_of);

std::vector<std::uint8_t> read_file(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

void write_file(const fs::path& path, core::Bytes bytes) {
  std::ofstream out{path, std::ios::binary};
  const std::string_view text = core::as_text(bytes);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

TEST_P(Corpus, HoldsEveryFixture) {
  const fs::path folder = corpus_folder(info().protocol.name);
  for (const Fixture& fixture : fixtures_) {
    const auto bytes = as_fuzz_input(fixture, info());
    const fs::path path = folder / (fixture.name + ".bin");
    if (std::getenv("VEDETTE_UPDATE_CORPUS")) write_file(path, bytes);
    EXPECT_EQ(read_file(path), bytes) << path << ": run this test with VEDETTE_UPDATE_CORPUS=1 to renew it";
  }
}

TEST_P(Corpus, ReplaysWithoutComplaint) {
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator{corpus_folder(info().protocol.name)}) {
    SCOPED_TRACE(entry.path().string());
    EXPECT_NO_THROW(run_fuzz_input(kind(), read_file(entry.path())));
    ++files;
  }
  EXPECT_GE(files, fixtures_.size());
}

}  // namespace
}  // namespace vedette::decoders::suites
