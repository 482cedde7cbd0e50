// SPDX-License-Identifier: Apache-2.0
// Every fixture means what it says, and together they reach every defect that a decoder names.
#include "tests/decoders/suites/flat_text.h"
#include "tests/decoders/suites/suite.h"

namespace vedette::decoders::suites {
namespace {

using Fixtures = DecoderSuite;
INSTANTIATE_TEST_SUITE_P(, Fixtures, ::testing::ValuesIn(every_decoder()), name_of);

void expect_lines(const std::string& what, const std::vector<std::string>& lines,
                  const std::vector<std::string>& wanted) {
  EXPECT_EQ(lines.size(), wanted.size()) << what << "s";
  for (std::size_t i = 0; i < std::min(lines.size(), wanted.size()); ++i)
    EXPECT_EQ(first_missing(lines[i], wanted[i]), "") << what << " " << i + 1 << " is: " << lines[i];
}

TEST_P(Fixtures, MeanWhatTheySay) {
  for (const Fixture& fixture : fixtures_) {
    SCOPED_TRACE(fixture.name);
    const Transcript got = play(fixture);
    expect_lines("message", got.texts(), fixture.expected);
    if (!fixture.observed.empty()) expect_lines("observation", got.observations, fixture.observed);
  }
}

TEST_P(Fixtures, ReachEveryNamedDefect) {
  std::set<std::size_t> reached;
  for (const Fixture& fixture : fixtures_) reached.merge(play(fixture).defects);
  const auto defects = info().defects;
  for (std::size_t i = 0; i < defects.size(); ++i) {
    EXPECT_TRUE(reached.contains(i)) << defects[i].name << " is reached by no fixture";
  }
}

TEST_P(Fixtures, AreProbedAsTheirProtocol) {
  for (const Fixture& fixture : fixtures_) {
    if (!fixture.opening.from_client || !play(fixture).defects.empty()) continue;
    for (const Step& step : fixture.steps) {
      if (step.what != Step::What::segment) continue;
      const bool asks = step.direction == from_client;
      const Chunk chunk{.bytes = step.bytes,
                        .direction = step.direction,
                        .time = {},
                        .finished = fixture.opening.transport != core::IpProtocol::tcp,
                        .transport = fixture.opening.transport,
                        .source_port = asks ? core::Port{50'000} : fixture.server_port,
                        .target_port = asks ? fixture.server_port : core::Port{50'000}};
      EXPECT_NE(kind().probe(chunk), Verdict::no) << fixture.name;
    }
  }
}

}  // namespace
}  // namespace vedette::decoders::suites
