// SPDX-License-Identifier: Apache-2.0
// What fixtures can't say: texts with the sign that begins a comment there, and what must never be told.
#include "decoders/opcua/decoder.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/decoders/suites/harness.h"

namespace vedette::decoders::opcua {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

static_assert(ApplicationDecoder<Decoder>);

suites::Transcript play(std::string_view name) {
  const std::vector<suites::Fixture> all = suites::read_fixtures(Decoder::info());
  const auto fixture = std::ranges::find(all, name, &suites::Fixture::name);
  return suites::play(suites::kind_of<Decoder>(), *fixture);
}

TEST(OpcUaDecoder, TellsTheSecurityPolicy) {
  EXPECT_THAT(play("hello_and_channel").texts(),
              Contains(HasSubstr("security_policy=http://opcfoundation.org/UA/SecurityPolicy#None")));
  EXPECT_THAT(play("encrypted").texts(),
              Contains(HasSubstr("security_policy=http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256")));
}

TEST(OpcUaDecoder, TellsWhoSignsInButNotWithWhat) {
  const suites::Transcript session = play("session");
  EXPECT_THAT(session.texts(), Contains(HasSubstr("username=operator")));
  EXPECT_THAT(session.texts(), Each(Not(HasSubstr("verysecret"))));
  EXPECT_THAT(session.observations, Each(Not(HasSubstr("verysecret"))));
}

TEST(OpcUaDecoder, ReadsNoServiceBehindEncryption) {
  EXPECT_THAT(play("encrypted").texts(), Each(Not(HasSubstr("service="))));
}

/// A message longer than what is read of it is passed over to its end.
TEST(OpcUaDecoder, PassesOverTheRestOfALongMessage) {
  constexpr std::size_t size = 200'000;
  std::vector<std::uint8_t> bytes(size);
  const std::string_view start{"MSGF\x40\x0d\x03\0", 8};
  std::ranges::copy(start, bytes.begin());
  const std::string_view next{"ERRF\x10\0\0\0\0\0\x7d\x80\0\0\0\0", 16};
  bytes.insert(bytes.end(), next.begin(), next.end());
  suites::Conversation<Decoder> conversation{Opening{.from_client = suites::from_client, .to_port = {}, .port = {}}};
  for (core::Bytes left{bytes}; !left.empty(); left = left.subspan(std::min<std::size_t>(left.size(), 1460)))
    conversation.give(suites::from_client, left.first(std::min<std::size_t>(left.size(), 1460)), 1);
  EXPECT_THAT(conversation.transcript().texts(),
              ::testing::ElementsAre(HasSubstr("type=message; size=200000"), HasSubstr("type=error")));
}

}  // namespace
}  // namespace vedette::decoders::opcua
