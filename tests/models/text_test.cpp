// SPDX-License-Identifier: Apache-2.0
#include "models/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

using namespace vedette::models;
using namespace std::chrono_literals;
using vedette::core::Duration;

TEST(Duration, ReadsEveryUnit) {
  EXPECT_EQ(parse_duration("250ms"), Duration{250ms});
  EXPECT_EQ(parse_duration("60s"), Duration{60s});
  EXPECT_EQ(parse_duration("5m"), Duration{5min});
  EXPECT_EQ(parse_duration("12h"), Duration{12h});
  EXPECT_EQ(parse_duration("30d"), Duration{720h});
  EXPECT_EQ(parse_duration("-1us"), Duration{-1us});
  EXPECT_EQ(parse_duration("7ns"), Duration{7ns});
}

TEST(Duration, RefusesWhatIsNone) {
  for (const auto* text :
       {"", "60", "s", "1.5s", "01s", " 1s", "1s ", "1 s", "1S", "+1s", "--1s", "106752d", "99999999999999999999s"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(Duration, IsWrittenInTheLargestUnitThatFits) {
  EXPECT_EQ(write_duration(720h), "30d");
  EXPECT_EQ(write_duration(90min), "90m");
  EXPECT_EQ(write_duration(1500ms), "1500ms");
  EXPECT_EQ(write_duration(0s), "0s");
}

RC_GTEST_PROP(Duration, IsReadAsItWasWritten, (std::int64_t ns)) {
  RC_PRE(ns != std::numeric_limits<std::int64_t>::min());
  RC_ASSERT(parse_duration(write_duration(Duration{ns})) == Duration{ns});
}

TEST(Time, IsWrittenWithTheDigitsItNeeds) {
  using vedette::core::timestamp_from_ns;
  EXPECT_EQ(write_time(timestamp_from_ns(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(write_time(timestamp_from_ns(1'500'000'000)), "1970-01-01T00:00:01.500Z");
  EXPECT_EQ(write_time(timestamp_from_ns(1)), "1970-01-01T00:00:00.000000001Z");
}

TEST(Range, ReadsOneAndMany) {
  EXPECT_EQ(parse_range("5", 65535), (Range{5, 5}));
  EXPECT_EQ(parse_range("0-199", 65535), (Range{0, 199}));
  EXPECT_EQ(parse_range("65535", 65535), (Range{65535, 65535}));
}

TEST(Range, RefusesWhatIsNone) {
  for (const auto* text :
       {"", "-", "5-", "-5", "9-5", "0-65536", "65536", "0x10", "010", "1-2-3", "1 - 2", "4294967296"}) {
    EXPECT_EQ(parse_range(text, 65535), std::nullopt) << text;
  }
}
