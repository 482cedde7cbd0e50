// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/base/calendar.h"

#include <algorithm>

namespace vedette::lab {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;


std::int64_t floor_days(std::int64_t ns) {
  constexpr std::int64_t ns_a_day = 86'400'000'000'000;
  return ns >= 0 ? ns / ns_a_day : (ns - ns_a_day + 1) / ns_a_day;
}
year_month_day date_of(std::int64_t day) {
  return year_month_day{sys_days{days{day}}};
}

/// 01:00 UTC of a month's last Sunday.
Timestamp last_sunday(year in, std::chrono::month month) {
  const sys_days day{in / month / std::chrono::Sunday[std::chrono::last]};
  return Timestamp{std::chrono::duration_cast<Duration>(day.time_since_epoch()) + 1h};
}

/// Easter Sunday (Meeus, Jones and Butcher).
sys_days easter(int y) {
  const int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
  return sys_days{year{y} / std::chrono::month{static_cast<unsigned>(n / 31)} /
                  std::chrono::day{static_cast<unsigned>(n % 31 + 1)}};
}

}  // namespace

Duration Calendar::offset_at(Timestamp time) const {
  if (saving_ == DaylightSaving::none) return offset_;
  const auto in = date_of(floor_days(core::to_ns(time))).year();
  const bool summer = time >= last_sunday(in, std::chrono::March) && time < last_sunday(in, std::chrono::October);
  return summer ? offset_ + 1h : offset_;
}

LocalTime Calendar::local(Timestamp time) const {
  const std::int64_t ns = core::to_ns(time + offset_at(time));
  LocalTime local;
  local.day = floor_days(ns);
  local.hour = static_cast<double>(ns - local.day * 86'400'000'000'000) / 3.6e12;
  local.weekday = static_cast<unsigned>(((local.day + 3) % 7 + 7) % 7);  // 1970-01-01 was a Thursday
  const auto start_of_year = sys_days{date_of(local.day).year() / std::chrono::January / 1};
  local.year_fraction =
      (static_cast<double>(local.day - start_of_year.time_since_epoch().count()) + local.hour / 24) / 365.25;
  local.holiday = is_holiday(local.day);
  return local;
}

Timestamp Calendar::midnight(Timestamp time) const {
  const std::int64_t day = local(time).day;
  const Timestamp by_standard{Duration{day * 86'400'000'000'000} - offset_};
  const Timestamp by_summer = by_standard - 1h;
  return offset_at(by_summer) > offset_ ? by_summer : by_standard;
}

bool is_holiday(std::int64_t day) {
  const year_month_day date = date_of(day);
  const auto month = static_cast<unsigned>(date.month()), of_month = static_cast<unsigned>(date.day());
  const auto is = [&](unsigned m, unsigned d) { return month == m && of_month == d; };
  if (is(1, 1) || is(5, 1) || is(10, 3) || is(12, 24) || is(12, 25) || is(12, 26) || is(12, 31)) return true;
  const auto from_easter = day - easter(static_cast<int>(date.year())).time_since_epoch().count();
  return from_easter == -2 || from_easter == 1 || from_easter == 39 || from_easter == 50;
}

double Shift::activity(const LocalTime& at) const {
  const bool on = (at.weekday < 5 || (at.weekday == 5 && saturdays) || (at.weekday == 6 && sundays)) &&
                  (!at.holiday || holidays);
  if (!on) return idle;
  constexpr double edge = 0.5;  // hours
  const auto inside = [&](double hour) { return std::min((hour - from) / edge, (to - hour) / edge); };
  const double in = std::clamp(std::max(inside(at.hour), inside(at.hour + 24)), 0.0, 1.0);
  return idle + (1 - idle) * in;
}

}  // namespace vedette::lab
