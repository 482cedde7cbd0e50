// SPDX-License-Identifier: Apache-2.0
#include "decoders/mqtt/text.h"

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
