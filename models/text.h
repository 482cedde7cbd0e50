// SPDX-License-Identifier: Apache-2.0
// The small texts that files hold: durations and ranges.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace vedette::models {

/// "250ms", "60s", "30d": a whole number and one of ns, us, ms, s, m, h, d. None where it is not that, or too long.
std::optional<core::Duration> parse_duration(std::string_view text);
/// In the largest unit that divides it, so that reading it gives the same again.
std::string write_duration(core::Duration duration);
/// RFC 3339 with as many digits as the time needs.
std::string write_time(core::Timestamp time);

struct Range {
  std::uint32_t first = 0, last = 0;  ///< both included
  auto operator<=>(const Range&) const = default;
};
/// "5" or "0-199"; none where it is neither, runs backwards or goes beyond `limit`.
std::optional<Range> parse_range(std::string_view text, std::uint32_t limit);

}  // namespace vedette::models
