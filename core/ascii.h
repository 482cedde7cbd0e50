// SPDX-License-Identifier: Apache-2.0
// Letters and digits of protocols, which are ASCII's whatever the locale.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace vedette::core::ascii {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr bool is_letter(char c) {
  return to_lower(c) >= 'a' && to_lower(c) <= 'z';
}
/// Without any of the `blanks` at both ends.
constexpr std::string_view trimmed(std::string_view text, std::string_view blanks) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}
constexpr bool equal_ignoring_case(std::string_view x, std::string_view y) {
  return std::ranges::equal(x, y, {}, to_lower, to_lower);
}

}  // namespace vedette::core::ascii
