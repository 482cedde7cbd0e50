// SPDX-License-Identifier: Apache-2.0
#include "models/text.h"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <limits>

namespace vedette::models {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t ns;
};
constexpr std::array units{Unit{"d", 86'400'000'000'000},
                           Unit{"h", 3'600'000'000'000},
                           Unit{"m", 60'000'000'000},
                           Unit{"s", 1'000'000'000},
                           Unit{"ms", 1'000'000},
                           Unit{"us", 1'000},
                           Unit{"ns", 1}};

/// A plain decimal number at the start of `text`, which moves behind it.
template <typename T>
bool take_number(std::string_view& text, T& value) {
  if (text.empty() || text[0] < '0' || text[0] > '9' ||
      (text[0] == '0' && text.size() > 1 && text[1] >= '0' && text[1] <= '9')) {
    return false;
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return error == std::errc{};
}

}  // namespace

std::optional<core::Duration> parse_duration(std::string_view text) {
  std::int64_t value = 0;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (!take_number(text, value)) return std::nullopt;
  for (const Unit& unit : units) {
    if (text != unit.name) continue;
    if (value > std::numeric_limits<std::int64_t>::max() / unit.ns) return std::nullopt;
    return core::Duration{(negative ? -value : value) * unit.ns};
  }
  return std::nullopt;
}

std::string write_duration(core::Duration duration) {
  for (const Unit& unit : units) {
    if (duration.count() % unit.ns == 0 && duration.count() != 0) {
      return fmt::format("{}{}", duration.count() / unit.ns, unit.name);
    }
  }
  return "0s";
}

std::string write_time(core::Timestamp time) {
  using enum core::TimePrecision;
  const std::int64_t ns = core::to_ns(time);
  return core::format_time(time, ns % 1'000'000'000 == 0 ? seconds
                                 : ns % 1'000'000 == 0   ? milliseconds
                                 : ns % 1'000 == 0       ? microseconds
                                                         : nanoseconds);
}

std::optional<Range> parse_range(std::string_view text, std::uint32_t limit) {
  Range range;
  if (!take_number(text, range.first)) return std::nullopt;
  range.last = range.first;
  if (!text.empty()) {
    if (text[0] != '-') return std::nullopt;
    text.remove_prefix(1);
    if (!take_number(text, range.last) || !text.empty()) return std::nullopt;
  }
  if (range.first > range.last || range.last > limit) return std::nullopt;
  return range;
}

}  // namespace vedette::models
