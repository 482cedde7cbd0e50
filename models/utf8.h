// SPDX-License-Identifier: Apache-2.0
// One code point from the start of a text that may hold any bytes (RFC 3629: no overlong forms, no surrogates).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace vedette::models {

struct Utf8 {
  char32_t code_point = 0;
  std::size_t length = 1;  ///< bytes to go on by; 1 where they are no code point
  bool valid = false;
};

inline Utf8 read_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  if (text.empty()) return {};
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return {};
  char32_t c = lead & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    c = c << 6 | (byte(i) & 0x3fU);
  }
  const char32_t least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
  if (c < least || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return {};
  return {c, length, true};
}

}  // namespace vedette::models
