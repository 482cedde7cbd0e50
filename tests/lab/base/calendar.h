// SPDX-License-Identifier: Apache-2.0
// Time as people at a site live it: local hours with daylight saving, weekdays, holidays, seasons, shifts.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/lab/base/time.h"

namespace vedette::lab {

/// `europe`: last Sundays of March and October, 01:00 UTC (directive 2000/84/EC).
enum class DaylightSaving : bool { none, europe };

struct LocalTime {
  std::int64_t day = 0;      ///< local days since 1970-01-01
  double hour = 0;           ///< 0 to 24
  unsigned weekday = 0;      ///< 0 is Monday
  double year_fraction = 0;  ///< 0 at the first of January
  bool holiday = false;
  bool working_day() const { return weekday < 5 && !holiday; }
};

class Calendar {
 public:
  Calendar(Duration standard_offset, DaylightSaving saving) : offset_(standard_offset), saving_(saving) {}

  Duration offset_at(Timestamp time) const;
  LocalTime local(Timestamp time) const;
  /// Midnight by local time of the day that holds `time`.
  Timestamp midnight(Timestamp time) const;

 private:
  Duration offset_;
  DaylightSaving saving_;
};

/// Fixed-date public holidays and those that hang on Easter, as common in Central Europe. `day`: local days since 1970.
bool is_holiday(std::int64_t day);

/// When people are at work, 0 (nobody) to 1 (full house), with soft edges of half an hour.
struct Shift {
  double from = 6, to = 22;  ///< hours; `to` may be beyond 24 for a night shift
  bool saturdays = false, sundays = false, holidays = false;
  double idle = 0.05;  ///< outside of it
  double activity(const LocalTime& at) const;
};

}  // namespace vedette::lab
