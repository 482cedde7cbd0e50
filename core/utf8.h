// SPDX-License-Identifier: Apache-2.0
// UTF-8 off and on to texts that may hold any bytes (RFC 3629: no overlong forms, no surrogates).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace vedette::core {

/// What stands where a byte or a number is no character: U+FFFD.
inline constexpr char32_t replacement_character = 0xfffd;

constexpr bool is_code_point(char32_t c) {
  return c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
}

struct Utf8 {
  char32_t code_point = 0;
  std::size_t length = 1;  ///< bytes to go on by; 1 where they are no code point
  bool valid = false;
};

/// One code point from the start.
constexpr Utf8 read_utf8(std::string_view text) {
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
  if (c < least || !is_code_point(c)) return {};
  return {c, length, true};
}

constexpr bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const Utf8 c = read_utf8(text);
    if (!c.valid) return false;
    text.remove_prefix(c.length);
  }
  return true;
}

/// One code point's bytes.
class Utf8Bytes {
 public:
  /// What is no code point is the replacement character.
  constexpr explicit Utf8Bytes(char32_t c) {
    if (!is_code_point(c)) c = replacement_character;
    constexpr std::array<char32_t, 5> leads{0, 0, 0xc0, 0xe0, 0xf0};
    size_ = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (std::size_t i = size_ - 1; i > 0; --i, c >>= 6) bytes_[i] = static_cast<char>(0x80 | (c & 0x3f));
    bytes_[0] = static_cast<char>(leads[size_] | c);
  }
  constexpr std::string_view view() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, 4> bytes_{};
  std::size_t size_ = 0;
};

}  // namespace vedette::core
