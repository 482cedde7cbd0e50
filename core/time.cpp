// SPDX-License-Identifier: Apache-2.0
#include "core/time.h"

#include <charconv>
#include <fmt/format.h>

namespace vedette::core {
namespace {

constexpr std::int64_t ns_per_second = 1'000'000'000;

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

/// Reads exactly `width` digits at `at`, moving it behind them.
bool read_digits(std::string_view text, std::size_t& at, std::size_t width, int& value) {
  if (text.size() - at < width) return false;
  const char* first = text.data() + at;
  const auto [end, error] = std::from_chars(first, first + width, value);
  at += width;
  return error == std::errc{} && end == first + width && *first != '-';
}
bool read_char(std::string_view text, std::size_t& at, std::string_view any_of) {
  return at < text.size() && any_of.find(text[at++]) != std::string_view::npos;
}

}  // namespace

std::string format_time(Timestamp time, TimePrecision precision) {
  using namespace std::chrono;
  const std::int64_t ns = to_ns(time);
  const std::int64_t seconds = floor_div(ns, ns_per_second);
  const std::int64_t fraction = ns % ns_per_second + (ns % ns_per_second < 0 ? ns_per_second : 0);
  const std::int64_t days_since_epoch = floor_div(seconds, 86'400);
  const year_month_day date{sys_days{days{days_since_epoch}}};
  const std::int64_t of_day = seconds - days_since_epoch * 86'400;
  std::string text = fmt::format("{:04d}-{:02d}-{:02d}T{:02d}:{:02d}:{:02d}", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), of_day / 3600,
                                 of_day / 60 % 60, of_day % 60);
  const auto digits = static_cast<std::size_t>(precision);
  if (digits > 0) text += fmt::format(".{:09d}", fraction).substr(0, digits + 1);
  return text + 'Z';
}

Result<Timestamp> parse_time(std::string_view text) {
  using namespace std::chrono;
  const auto refuse = [&] {
    return wrong_usage(fmt::format("'{}' is not a time; allowed is RFC 3339, e.g. 2026-03-02T08:00:00Z", text));
  };
  std::size_t at = 0;
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
  if (!read_digits(text, at, 4, y) || !read_char(text, at, "-") || !read_digits(text, at, 2, mo) ||
      !read_char(text, at, "-") || !read_digits(text, at, 2, d) || !read_char(text, at, "Tt ") ||
      !read_digits(text, at, 2, h) || !read_char(text, at, ":") || !read_digits(text, at, 2, mi) ||
      !read_char(text, at, ":") || !read_digits(text, at, 2, s)) {
    return refuse();
  }
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  // Timestamp holds nanoseconds in 64 bits, which ends in April 2262.
  if (!date.ok() || y < 1678 || y > 2261 || h > 23 || mi > 59 || s > 60) return refuse();
  std::int64_t fraction = 0;
  if (at < text.size() && text[at] == '.') {
    std::int64_t scale = ns_per_second / 10;
    const std::size_t start = ++at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
      fraction += (text[at] - '0') * scale;
    if (at == start || at - start > 9) return refuse();
  }
  std::int64_t offset = 0;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
    const int sign = text[at++] == '-' ? -1 : 1;
    int oh = 0, om = 0;
    if (!read_digits(text, at, 2, oh) || !read_char(text, at, ":") || !read_digits(text, at, 2, om) || oh > 23 ||
        om > 59) {
      return refuse();
    }
    offset = sign * (oh * 3600 + om * 60);
  } else if (!read_char(text, at, "Zz")) {
    return refuse();
  }
  if (at != text.size()) return refuse();
  const std::int64_t seconds = sys_days{date}.time_since_epoch().count() * 86'400LL + h * 3600 + mi * 60 + s - offset;
  return timestamp_from_ns(seconds * ns_per_second + fraction);
}

std::string format_duration(Duration duration) {
  const std::int64_t ns = to_ns(duration);
  if (ns < 0) return fmt::format("-{}", format_duration(duration == Duration::min() ? Duration::max() : -duration));
  const std::int64_t s = ns / ns_per_second;
  if (s < 1) return fmt::format("{} ms", ns / 1'000'000);
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return fmt::format("{} min", s / 60);
  if (s < 86'400) return fmt::format("{} h {:02d} min", s / 3600, s / 60 % 60);
  return fmt::format("{} d {:02d} h", s / 86'400, s / 3600 % 24);
}

}  // namespace vedette::core
