// SPDX-License-Identifier: Apache-2.0
// Every fixture means what it says, and together they reach every defect that a decoder names.
#include "tests/decoders/suites/suite.h"

namespace vedette::decoders::suites {
namespace {

template <typename D>
using Fixtures = DecoderSuite<D>;
TYPED_TEST_SUITE(Fixtures, EveryDecoder, DecoderNames);

void expect_lines(const std::string& what, const std::vector<std::string>& lines,
                  const std::vector<std::string>& wanted) {
  EXPECT_EQ(lines.size(), wanted.size()) << what << "s";
  for (std::size_t i = 0; i < std::min(lines.size(), wanted.size()); ++i)
    EXPECT_EQ(first_missing(lines[i], wanted[i]), "") << what << " " << i + 1 << " is: " << lines[i];
}

TYPED_TEST(Fixtures, MeanWhatTheySay) {
  for (const Fixture& fixture : this->fixtures_) {
    SCOPED_TRACE(fixture.name);
    const Transcript got = play<TypeParam>(fixture);
    expect_lines("message", got.texts(), fixture.expected);
    if (!fixture.observed.empty()) expect_lines("observation", got.observations, fixture.observed);
  }
}

TYPED_TEST(Fixtures, ReachEveryNamedDefect) {
  std::set<std::size_t> reached;
  for (const Fixture& fixture : this->fixtures_) reached.merge(play<TypeParam>(fixture).defects);
  const auto defects = TypeParam::info().defects;
  for (std::size_t i = 0; i < defects.size(); ++i) {
    EXPECT_TRUE(reached.contains(i)) << defects[i].name << " is reached by no fixture";
  }
}

TYPED_TEST(Fixtures, AreProbedAsTheirProtocol) {
  for (const Fixture& fixture : this->fixtures_) {
    if (!fixture.opening.from_client || !play<TypeParam>(fixture).defects.empty()) continue;
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
      EXPECT_NE(TypeParam::probe(chunk), Verdict::no) << fixture.name;
    }
  }
}

}  // namespace
}  // namespace vedette::decoders::suites
