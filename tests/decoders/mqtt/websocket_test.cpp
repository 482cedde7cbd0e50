// SPDX-License-Identifier: Apache-2.0
// MQTT over WebSocket: however packets are laid over frames, and frames over segments, the messages are the same.
#include "decoders/mqtt/websocket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/decoders/mqtt/talk.h"

namespace vedette::decoders::mqtt {
namespace {

using ::testing::HasSubstr;

const Octets session =
    joined({connect(), publish("w/a", {0, 1, 'x'}, 0x32), ping, publish("w/b", Octets(200, 'y')), ping});

/// The bytes in frames of `size`, each a message of its own or a fragment, with a ping before every third.
Octets framed(const Octets& bytes, std::size_t size, bool fragmented) {
  Octets all;
  for (std::size_t at = 0, n = 0; at < bytes.size(); at += size, ++n) {
    const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    const bool last = at + size >= bytes.size();
    const Octets part(begin, last ? bytes.end() : begin + static_cast<std::ptrdiff_t>(size));
    const std::uint8_t opcode = fragmented && at > 0 ? 0 : 2;
    const std::uint8_t final_bit = fragmented && !last ? 0 : 0x80;
    if (n % 3 == 2) all = joined({all, frame({'h', 'i'}, true, 0x89)});
    all = joined({all, frame(part, true, static_cast<std::uint8_t>(final_bit | opcode))});
  }
  return all;
}

TEST(MqttWebSocket, EveryLayoutGivesTheSameMessages) {
  const std::string expected = Talk{}.ask(framed(session, session.size(), false));
  ASSERT_THAT(expected, HasSubstr("topic=w/b; payload_length=200"));
  for (std::size_t size = 1; size <= session.size(); ++size) {
    for (const bool fragmented : {false, true}) {
      ASSERT_EQ(Talk{}.ask(framed(session, size, fragmented)), expected) << size << fragmented;
      ASSERT_EQ(Talk{}.ask_in_pieces(framed(session, size, fragmented), 1 + size % 7), expected) << size << fragmented;
    }
  }
}

TEST(MqttWebSocket, ALongPacketInManyFramesOrInOne) {
  const Octets long_one = publish("camera/1", joined({{0, 9}, Octets(200'000, 'x')}), 0x32);
  for (const std::size_t size : {std::size_t{1000}, std::size_t{70'000}, long_one.size()}) {
    Talk talk;
    talk.ask(frame(connect()));
    const std::string said = talk.ask_in_pieces(joined({framed(long_one, size, true), frame(ping)}), 1460);
    EXPECT_THAT(said, HasSubstr("topic=camera/1; payload_length=200000; incomplete=true"));
    EXPECT_THAT(said, HasSubstr("\ntype=pingreq"));
  }
}

TEST(MqttWebSocket, AfterAGapTheNextFrameWithAPacketIsFound) {
  Talk talk;
  talk.ask(frame(connect()));
  const Octets cut = frame(publish("w/a", Octets(100, 'x')));
  talk.ask(Octets(cut.begin(), cut.begin() + 30));
  talk.lose(from_client);
  talk.ask(Octets(cut.begin() + 40, cut.end()));
  EXPECT_THAT(talk.ask(frame(publish("w/c", {'1'}))), HasSubstr("topic=w/c"));
}

TEST(MqttWebSocket, FrameHeaders) {
  EXPECT_FALSE(websocket::read_frame(Octets{0x82}));
  EXPECT_FALSE(websocket::read_frame(Octets{0x82, 0x81, 1, 2, 3}));
  const auto small = websocket::read_frame(Octets{0x82, 0x81, 1, 2, 3, 4});
  ASSERT_TRUE(small);
  EXPECT_EQ(small->length, 1U);
  EXPECT_EQ(small->size, 6);
  EXPECT_TRUE(small->masked && small->final && websocket::is_well_formed(*small));
  EXPECT_FALSE(websocket::is_well_formed(*websocket::read_frame(Octets{0x82, 126, 0, 125})));
  EXPECT_TRUE(websocket::is_well_formed(*websocket::read_frame(Octets{0x82, 126, 0, 126})));
  EXPECT_FALSE(websocket::is_well_formed(*websocket::read_frame(Octets{0x82, 127, 0, 0, 0, 0, 0, 0, 0xff, 0xff})));
  EXPECT_FALSE(websocket::is_well_formed(*websocket::read_frame(Octets{0x82, 127, 0x80, 0, 0, 0, 0, 1, 0, 0})));
  EXPECT_TRUE(websocket::is_well_formed(*websocket::read_frame(Octets{0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0})));
}

TEST(MqttWebSocket, TheExampleOfRfc6455) {  // section 5.7: "Hello", masked
  const Octets hello{0x82, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58};
  EXPECT_EQ(core::as_text(websocket::peek(hello).bytes()), "Hello");
}

}  // namespace
}  // namespace vedette::decoders::mqtt
