// SPDX-License-Identifier: Apache-2.0
// Packets that are taken in parts, versions and ends that must be guessed, exchanges beyond the table's capacity, what
// is no MQTT. The packets themselves are in fixtures/.
#include "decoders/mqtt/decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/decoders/mqtt/talk.h"

namespace vedette::decoders::mqtt {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

static_assert(ApplicationDecoder<Decoder>);

constexpr Opening nobody_knows{};

Verdict verdict_on(const Octets& bytes) {
  return Decoder::probe({.bytes = bytes, .direction = from_client, .time = {}, .source_port = {}, .target_port = {}});
}

TEST(MqttDecoder, APacketLongerThanWhatIsHeldIsTakenInParts) {
  for (const std::size_t size : {Decoder::max_message, std::size_t{300'000}}) {
    for (const std::size_t segment : {std::size_t{1460}, std::size_t{64'000}, size + 100}) {
      Talk talk;
      talk.ask(connect());
      const Octets long_one = publish("camera/1", joined({{0, 9}, Octets(size, 'x')}), 0x32);
      const std::string said = talk.ask_in_pieces(joined({long_one, ping}), segment);
      EXPECT_THAT(said, HasSubstr("topic=camera/1; payload_length=" + std::to_string(size)));
      EXPECT_THAT(said, HasSubstr("packet_id=9"));
      EXPECT_THAT(said, HasSubstr("\ntype=pingreq"));
      EXPECT_THAT(talk.answer({0x40, 2, 0, 9}), HasSubstr("request_pcap_cnt="));
    }
  }
}

TEST(MqttDecoder, TheLongestTopicIsRead) {
  Talk talk;
  talk.ask(connect());
  const std::string topic(65'535, 't');
  EXPECT_THAT(talk.ask_in_pieces(publish(topic, {'1'}), 1000), HasSubstr("topic=" + topic + "; payload_length=1"));
}

TEST(MqttDecoder, AGapInsideALongPacketEndsIt) {
  Talk talk;
  talk.ask(connect());
  const Octets long_one = publish("camera/1", Octets(200'000, 'x'));
  talk.ask(Octets(long_one.begin(), long_one.begin() + 100'000));
  talk.lose(from_client);
  EXPECT_THAT(talk.ask(Octets(5000, 'x')), IsEmpty());
  EXPECT_THAT(talk.ask(ping), StartsWith("type=pingreq"));
}

TEST(MqttDecoder, AnAliasSetByALongPacketHolds) {
  Talk talk;
  talk.ask(connect(5));
  talk.answer({0x20, 6, 0, 0, 3, 34, 0, 9});
  talk.ask_in_pieces(publish("camera/1", joined({{3, 35, 0, 7}, Octets(100'000, 'x')})), 1460);
  EXPECT_THAT(talk.ask(publish("", {3, 35, 0, 7, 'y'})), HasSubstr("topic=camera/1; topic_alias=7"));
}

TEST(MqttDecoder, TheOldestExchangeIsForgottenAndNothingIsCalledUnmatched) {
  Talk talk;
  talk.ask(connect());
  talk.answer(connack);
  for (std::uint8_t id = 1; id <= Exchanges::capacity + 1; ++id) talk.ask(publish("t", {0, id}, 0x32));
  EXPECT_THAT(talk.answer({0x40, 2, 0, 1}), Not(HasSubstr("request_pcap_cnt")));
  EXPECT_THAT(talk.observations().back(), Not(HasSubstr("unmatched"))) << "it was, but is forgotten";
  EXPECT_THAT(talk.answer({0x40, 2, 0, 2}), HasSubstr("request_pcap_cnt=4"));
}

TEST(MqttDecoder, ARepeatedIdentifierWithoutDupIsANewMessage) {
  Talk talk;
  talk.ask(connect());
  talk.ask(publish("t", {0, 1}, 0x32));
  EXPECT_THAT(talk.ask(publish("t", {0, 1}, 0x32)), Not(HasSubstr("retransmits")));
  EXPECT_THAT(talk.answer({0x40, 2, 0, 1}), HasSubstr("request_pcap_cnt=3"));
}

TEST(MqttDecoder, TypesTellTheClientWhereNothingElseDoes) {
  Talk talk{nobody_knows};
  talk.answer({0xd0, 0});
  talk.ask(publish("a/b", {'1'}));
  EXPECT_THAT(talk.observations().back(), StartsWith("kind=request"));
  talk.answer(publish("a/b", {'1'}));
  EXPECT_THAT(talk.observations().back(), StartsWith("kind=response"));
}

TEST(MqttDecoder, AVersionIsNotSaidWhereOnlyFiveIsRuledOut) {
  Talk talk{nobody_knows};
  EXPECT_THAT(talk.ask(publish("a/b", {'2', '1'})), Not(HasSubstr("version")));
}

TEST(MqttDecoder, AForeignConversationIsGivenBackAtOnce) {
  using namespace std::string_view_literals;
  for (const std::string_view start :
       {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"sv, "GET / HTTP/1.1\r\n"sv, "SSH-2.0-x"sv}) {
    Talk talk;
    talk.ask(Octets(start.begin(), start.end()));
    EXPECT_TRUE(talk.refused()) << start;
  }
}

TEST(MqttDecoder, IsProbedByItsConnect) {
  EXPECT_EQ(verdict_on(connect()), Verdict::yes);
  EXPECT_EQ(verdict_on({0x10}), Verdict::maybe);
  EXPECT_EQ(verdict_on({0x10, 14, 0, 4, 'M', 'Q'}), Verdict::maybe);
  EXPECT_EQ(verdict_on(frame(connect())), Verdict::yes);
  EXPECT_EQ(verdict_on(joined({frame({0x10}), frame({14, 0}), frame({4, 'M', 'Q', 'T', 'T'})})), Verdict::yes);
}

TEST(MqttDecoder, IsProbedInItsMiddleOnlyByWhatIsNoChance) {
  EXPECT_EQ(verdict_on(publish("plant/line", {'1'})), Verdict::yes);
  EXPECT_EQ(verdict_on(ping), Verdict::maybe) << "two bytes";
  EXPECT_EQ(verdict_on({'G', 'E', 'T', ' ', '/'}), Verdict::no);
  EXPECT_EQ(verdict_on({0x30, 0x0c, 0x02, 0x01, 0x01, 0x60, 0x07, 0x02, 0x01, 0x03, 0x04, 0x00, 0x80, 0x00}),
            Verdict::no)
      << "an LDAP bind";
  EXPECT_EQ(verdict_on(frame({'h', 'e', 'l', 'l', 'o'}, true, 0x81)), Verdict::no) << "WebSocket, but no MQTT";
}

TEST(MqttDecoder, PasswordsAreNotSaid) {
  Talk talk;
  const std::string said = talk.ask(packet(
      0x10,
      joined({text("MQTT"), {4, 0xc6, 0, 60}, text("c"), text("w"), text("willsecret"), text("u"), text("hush")})));
  EXPECT_THAT(said, HasSubstr("password_present=true"));
  EXPECT_THAT(said, Not(HasSubstr("hush")));
  EXPECT_THAT(said, Not(HasSubstr("willsecret")));
}

}  // namespace
}  // namespace vedette::decoders::mqtt
