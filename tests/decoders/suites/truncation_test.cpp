// SPDX-License-Identifier: Apache-2.0
// A stream may end anywhere: after every prefix of every segment nothing is read behind the end, and what was whole
// before it is still there.
#include "tests/decoders/suites/suite.h"

namespace vedette::decoders::suites {
namespace {

using Truncation = DecoderSuite;
INSTANTIATE_TEST_SUITE_P(, Truncation, ::testing::ValuesIn(every_decoder()), name_of);

/// The fixture up to `step`, of which only the first `length` bytes arrive.
std::vector<std::string> play_cut(const DecoderKind& kind, const Fixture& fixture, std::size_t step,
                                  std::size_t length) {
  AnyConversation conversation{kind, fixture.opening, fixture.server_port};
  for (std::size_t i = 0; i < step; ++i) conversation.run(fixture.steps[i], i + 1);
  const Step& cut = fixture.steps[step];
  conversation.give(cut.direction, core::Bytes{cut.bytes}.first(length), step + 1);
  conversation.finish_both(step + 1);
  return conversation.transcript().texts();
}

TEST_P(Truncation, EveryPrefixOfEveryFixture) {
  for (const Fixture& fixture : fixtures_) {
    for (std::size_t step = 0; step < fixture.steps.size(); ++step) {
      const auto before = play_cut(kind(), fixture, step, 0);
      for (std::size_t length = 0; length <= fixture.steps[step].bytes.size(); ++length) {
        const auto got = play_cut(kind(), fixture, step, length);
        ASSERT_GE(got.size() + 1, before.size()) << fixture.name << " step " << step + 1 << " byte " << length;
      }
    }
  }
}

/// One byte short of a whole message, a decoder must not have an answer yet: it waits.
TEST_P(Truncation, WholeMessagesOnly) {
  for (const Fixture& fixture : fixtures_) {
    if (fixture.opening.transport != core::IpProtocol::tcp) continue;  // a datagram that ends early is malformed
    const Transcript whole = play(fixture);
    if (!whole.defects.empty() || fixture.steps.front().what != Step::What::segment) continue;
    const Step& first = fixture.steps.front();
    AnyConversation conversation{kind(), fixture.opening, fixture.server_port};
    conversation.give(first.direction, core::Bytes{first.bytes}.first(first.bytes.size() - 1), 1);
    const std::size_t early = conversation.transcript().count;
    conversation.give(first.direction, core::Bytes{first.bytes}.last(1), 1);
    EXPECT_EQ(conversation.transcript().count, early + 1) << fixture.name;
  }
}

}  // namespace
}  // namespace vedette::decoders::suites
