// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/base/calendar.h"

#include <gtest/gtest.h>

namespace vedette::lab {
namespace {

Timestamp at(std::string_view text) {
  return core::parse_time(text).value();
}
const Calendar berlin(1h, DaylightSaving::europe);

// Directive 2000/84/EC: in 2026 from 29 March to 25 October, in 2027 from 28 March to 31 October, always at 01:00 UTC.
TEST(LabCalendar, DaylightSavingBeginsAndEndsAsInEurope) {
  for (const auto& [before, after] : {std::pair{"2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z"},
                                      std::pair{"2027-03-28T00:59:59Z", "2027-03-28T01:00:00Z"}}) {
    EXPECT_EQ(berlin.offset_at(at(before)), 1h);
    EXPECT_EQ(berlin.offset_at(at(after)), 2h);
  }
  for (const auto& [before, after] : {std::pair{"2026-10-25T00:59:59Z", "2026-10-25T01:00:00Z"},
                                      std::pair{"2027-10-31T00:59:59Z", "2027-10-31T01:00:00Z"}}) {
    EXPECT_EQ(berlin.offset_at(at(before)), 2h);
    EXPECT_EQ(berlin.offset_at(at(after)), 1h);
  }
  EXPECT_EQ(Calendar(-5h, DaylightSaving::none).offset_at(at("2026-07-01T00:00:00Z")), -5h);
}

TEST(LabCalendar, LocalTimeIsThatOfTheSite) {
  const LocalTime summer = berlin.local(at("2026-07-06T21:30:00Z"));  // a Monday, 23:30 there
  EXPECT_EQ(summer.weekday, 0u);
  EXPECT_DOUBLE_EQ(summer.hour, 23.5);
  const LocalTime next = berlin.local(at("2026-07-06T22:30:00Z"));
  EXPECT_EQ(next.weekday, 1u);
  EXPECT_EQ(next.day, summer.day + 1);
  EXPECT_NEAR(berlin.local(at("2026-07-02T11:00:00Z")).year_fraction, 0.5, 0.003);
}

TEST(LabCalendar, MidnightIsTheSitesAlsoWhereTheClocksChange) {
  EXPECT_EQ(berlin.midnight(at("2026-01-15T12:00:00Z")), at("2026-01-14T23:00:00Z"));
  EXPECT_EQ(berlin.midnight(at("2026-07-15T12:00:00Z")), at("2026-07-14T22:00:00Z"));
  EXPECT_EQ(berlin.midnight(at("2026-03-29T12:00:00Z")), at("2026-03-28T23:00:00Z"));
  EXPECT_EQ(berlin.midnight(at("2026-10-25T12:00:00Z")), at("2026-10-24T22:00:00Z"));
}

// Easter Sundays as published: 5 April 2026, 28 March 2027, 20 April 2025.
TEST(LabCalendar, KnowsMovableHolidays) {
  for (const auto* day : {"2026-04-03T12:00:00Z", "2026-04-06T12:00:00Z", "2026-05-14T12:00:00Z", "2026-05-25T12:00:00Z",
                          "2027-03-26T12:00:00Z", "2025-04-21T12:00:00Z", "2026-12-25T12:00:00Z"})
    EXPECT_TRUE(berlin.local(at(day)).holiday) << day;
  for (const auto* day : {"2026-04-02T12:00:00Z", "2026-04-07T12:00:00Z", "2026-03-02T12:00:00Z"})
    EXPECT_FALSE(berlin.local(at(day)).holiday) << day;
}

TEST(LabCalendar, ShiftsHaveEdgesAndDaysOff) {
  const Shift day{.from = 6, .to = 22};
  const auto activity = [&](std::string_view when) { return day.activity(berlin.local(at(when))); };
  EXPECT_DOUBLE_EQ(activity("2026-03-02T11:00:00Z"), 1);           // Monday noon
  EXPECT_DOUBLE_EQ(activity("2026-03-02T02:00:00Z"), day.idle);    // at night
  EXPECT_DOUBLE_EQ(activity("2026-03-07T11:00:00Z"), day.idle);    // Saturday
  EXPECT_DOUBLE_EQ(activity("2026-04-06T10:00:00Z"), day.idle);    // Easter Monday
  EXPECT_NEAR(activity("2026-03-02T05:15:00Z"), (1 + day.idle) / 2, 1e-9);
  const Shift night{.from = 22, .to = 30};
  EXPECT_DOUBLE_EQ(night.activity(berlin.local(at("2026-03-03T02:00:00Z"))), 1);
}

}  // namespace
}  // namespace vedette::lab
