// SPDX-License-Identifier: Apache-2.0
#include "decoders/mqtt/text.h"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace vedette::decoders::mqtt {
namespace {

core::Bytes bytes(std::string_view text) {
  return core::as_bytes(text);
}

// RFC 3629, section 4, at the edges of each range; and after seven ASCII characters, where words are looked at whole.
TEST(MqttText, Utf8) {
  using namespace std::string_view_literals;
  for (const std::string_view good :
       {"\x01"sv, "\x7f"sv, "\xc2\x80"sv, "\xdf\xbf"sv, "\xe0\xa0\x80"sv, "\xed\x9f\xbf"sv, "\xee\x80\x80"sv,
        "\xef\xbf\xbf"sv, "\xf0\x90\x80\x80"sv, "\xf4\x8f\xbf\xbf"sv}) {
    EXPECT_TRUE(is_utf8(bytes(good)));
    EXPECT_TRUE(is_utf8(bytes("1234567" + std::string{good} + "abcdefgh")));
  }
  for (const std::string_view bad :
       {"\0"sv, "\x80"sv, "\xc1\xbf"sv, "\xc2"sv, "\xe0\x9f\xbf"sv, "\xed\xa0\x80"sv, "\xed\xbf\xbf"sv,
        "\xf0\x8f\xbf\xbf"sv, "\xf4\x90\x80\x80"sv, "\xf5\x80\x80\x80"sv, "\xe2\x82"sv}) {
    EXPECT_FALSE(is_utf8(bytes(bad)));
    EXPECT_FALSE(is_utf8(bytes("1234567" + std::string{bad} + "abcdefgh")));
  }
  EXPECT_TRUE(is_utf8({}));
}

/// Every byte at every place of a word and behind it: a plain name is what both other rules let pass, as far as ASCII.
TEST(MqttText, PlainTopicNames) {
  EXPECT_FALSE(is_plain_topic_name({}));
  for (std::size_t at = 0; at < 12; ++at) {
    for (unsigned c = 0; c < 256; ++c) {
      std::string topic = "plant/line-4";
      topic[at] = static_cast<char>(c);
      const bool passes = c < 0x80 && is_utf8(bytes(topic)) && is_topic_name(bytes(topic));
      EXPECT_EQ(is_plain_topic_name(bytes(topic)), passes) << at << ' ' << c;
    }
  }
}

// MQTT 5.0, sections 4.7.1.2 and 4.7.1.3, with their examples.
TEST(MqttText, Filters) {
  for (const char* good : {"#", "sport/tennis/#", "+", "+/tennis/#", "sport/+/player1", "/+", "/", "a//b"})
    EXPECT_TRUE(is_topic_filter(bytes(good))) << good;
  for (const char* bad : {"", "sport/tennis#", "sport/tennis/#/ranking", "sport+", "+a"})
    EXPECT_FALSE(is_topic_filter(bytes(bad))) << bad;
}

TEST(MqttText, Matches) {
  const auto match = [](const char* filter, const char* topic) { return matches(bytes(filter), bytes(topic)); };
  EXPECT_TRUE(match("sport/tennis/player1/#", "sport/tennis/player1"));
  EXPECT_TRUE(match("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon"));
  EXPECT_TRUE(match("sport/#", "sport"));
  EXPECT_TRUE(match("sport/tennis/+", "sport/tennis/player1"));
  EXPECT_FALSE(match("sport/tennis/+", "sport/tennis/player1/ranking"));
  EXPECT_FALSE(match("sport/+", "sport"));
  EXPECT_TRUE(match("sport/+", "sport/"));
  EXPECT_TRUE(match("+/+", "/finance"));
  EXPECT_TRUE(match("/+", "/finance"));
  EXPECT_FALSE(match("+", "/finance"));
  EXPECT_FALSE(match("#", "$SYS/broker"));
  EXPECT_FALSE(match("+/monitor", "$SYS/monitor"));
  EXPECT_TRUE(match("$SYS/#", "$SYS/broker"));
  EXPECT_TRUE(match("$share/group/a/+", "a/b"));
  EXPECT_FALSE(match("ACCOUNTS", "Accounts"));
}

}  // namespace
}  // namespace vedette::decoders::mqtt
