// SPDX-License-Identifier: Apache-2.0
#include "core/time.h"

#include <gtest/gtest.h>
#include <limits>
#include <rapidcheck/gtest.h>

namespace vedette::core {
namespace {

constexpr std::int64_t second = 1'000'000'000;

std::int64_t parsed(std::string_view text) {
  const auto time = parse_time(text);
  return time ? to_ns(*time) : -1;
}

// RFC 3339, section 5.8: the same instants written in several ways.
TEST(Time, ReadsTheExamplesOfRfc3339) {
  EXPECT_EQ(parsed("1985-04-12T23:20:50.52Z"), 482196050 * second + 520'000'000);
  EXPECT_EQ(parsed("1996-12-19T16:39:57-08:00"), parsed("1996-12-20T00:39:57Z"));
  EXPECT_EQ(parsed("1996-12-20T00:39:57Z"), 851042397 * second);
  EXPECT_EQ(parsed("1990-12-31T23:59:60Z"), parsed("1991-01-01T00:00:00Z")) << "a leap second is the second after it";
  EXPECT_EQ(parsed("1990-12-31T15:59:60-08:00"), parsed("1990-12-31T23:59:60Z"));
  EXPECT_EQ(parsed("1937-01-01T12:00:27.87+00:20"), -1041337172 * second - 130'000'000);
}

TEST(Time, KnowsLeapYears) {
  EXPECT_EQ(parsed("2000-02-29T00:00:00Z"), 951782400 * second);
  EXPECT_EQ(parsed("2024-02-29T12:00:00Z"), 1709208000 * second);
  EXPECT_FALSE(parse_time("1900-02-29T00:00:00Z")) << "a century is none";
  EXPECT_FALSE(parse_time("2023-02-29T00:00:00Z"));
}

TEST(Time, RefusesWhatIsNone) {
  for (const auto* text : {"",
                           "2026",
                           "2026-03-02",
                           "2026-03-02T08:00Z",
                           "2026-03-02T08:00:00",
                           "2026-13-02T08:00:00Z",
                           "2026-00-02T08:00:00Z",
                           "2026-04-31T08:00:00Z",
                           "2026-03-02T24:00:00Z",
                           "2026-03-02T08:60:00Z",
                           "2026-03-02T08:00:61Z",
                           "2026-03-02T08:00:00.Z",
                           "2026-03-02T08:00:00.1234567890Z",
                           "2026-03-02T08:00:00+1:00",
                           "2026-03-02T08:00:00+24:00",
                           "2026-03-02T08:00:00ZZ",
                           "-026-03-02T08:00:00Z",
                           "2026-03-02T-8:00:00Z",
                           "9999-01-01T00:00:00Z",
                           "0001-01-01T00:00:00Z"}) {
    const auto time = parse_time(text);
    ASSERT_FALSE(time) << text;
    EXPECT_EQ(time.error().kind, ErrorKind::usage);
  }
}

TEST(Time, ShowsAsManyDigitsAsTheCaptureHas) {
  const auto time = timestamp_from_ns(1700000000 * second + 123456789);
  EXPECT_EQ(format_time(time, TimePrecision::seconds), "2023-11-14T22:13:20Z");
  EXPECT_EQ(format_time(time, TimePrecision::milliseconds), "2023-11-14T22:13:20.123Z");
  EXPECT_EQ(format_time(time), "2023-11-14T22:13:20.123456Z");
  EXPECT_EQ(format_time(time, TimePrecision::nanoseconds), "2023-11-14T22:13:20.123456789Z");
}

TEST(Time, WritesWhatLiesBeforeTheEpochAndAtTheEnds) {
  EXPECT_EQ(format_time(timestamp_from_ns(-1), TimePrecision::nanoseconds), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(format_time(timestamp_from_ns(std::numeric_limits<std::int64_t>::min()), TimePrecision::nanoseconds),
            "1677-09-21T00:12:43.145224192Z");
  EXPECT_EQ(format_time(timestamp_from_ns(std::numeric_limits<std::int64_t>::max()), TimePrecision::nanoseconds),
            "2262-04-11T23:47:16.854775807Z");
}

RC_GTEST_PROP(Time, TextAndBackAgain, ()) {
  // What parse_time takes: whole years of the 64-bit range.
  const auto ns = *rc::gen::inRange<std::int64_t>(-9'214'560'000 * second, 9'214'646'400 * second);
  const auto time = timestamp_from_ns(ns);
  RC_ASSERT(parse_time(format_time(time, TimePrecision::nanoseconds)).value() == time);
}

RC_GTEST_PROP(Time, AnOffsetMovesByItself, ()) {
  const int hours = *rc::gen::inRange(0, 24), minutes = *rc::gen::inRange(0, 60);
  const std::string offset = std::string{static_cast<char>('0' + hours / 10), static_cast<char>('0' + hours % 10), ':',
                                         static_cast<char>('0' + minutes / 10), static_cast<char>('0' + minutes % 10)};
  const std::int64_t shift = (hours * 60 + minutes) * 60 * second;
  const std::int64_t noon = parsed("2026-03-02T12:00:00Z");
  RC_ASSERT(parsed("2026-03-02T12:00:00+" + offset) == noon - shift);
  RC_ASSERT(parsed("2026-03-02T12:00:00-" + offset) == noon + shift);
}

TEST(Time, DurationsAreForPeople) {
  using namespace std::chrono_literals;
  EXPECT_EQ(format_duration(250ms), "250 ms");
  EXPECT_EQ(format_duration(12s), "12 s");
  EXPECT_EQ(format_duration(3min + 59s), "3 min");
  EXPECT_EQ(format_duration(2h + 5min), "2 h 05 min");
  EXPECT_EQ(format_duration(99h), "4 d 03 h");
  EXPECT_EQ(format_duration(-12s), "-12 s");
  EXPECT_EQ(format_duration(Duration::min()), "-106751 d 23 h");
}

}  // namespace
}  // namespace vedette::core
