// SPDX-License-Identifier: Apache-2.0
#include "core/alert.h"

#include <array>

namespace vedette::core {
namespace {
constexpr std::array<std::string_view, 5> severity_names{"info", "low", "medium", "high", "critical"};
constexpr std::array<std::string_view, 3> status_names{"open", "updated", "closed"};
}  // namespace

std::string_view to_string(Severity severity) {
  return severity_names.at(static_cast<std::size_t>(severity));
}
std::string_view to_string(AlertStatus status) {
  return status_names.at(static_cast<std::size_t>(status));
}

std::optional<Severity> parse_severity(std::string_view text) {
  for (std::size_t i = 0; i < severity_names.size(); ++i) {
    if (severity_names[i] == text) return static_cast<Severity>(i);
  }
  return std::nullopt;
}

}  // namespace vedette::core
