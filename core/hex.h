// SPDX-License-Identifier: Apache-2.0
// Bytes as hexadecimal digits, lower case: "0a1b", or with something between the bytes, "0a:1b".
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/bytes.h"

namespace vedette::core {

inline constexpr char no_separator = '\0';

/// Of the lower four bits.
constexpr char hex_digit(unsigned value) {
  return "0123456789abcdef"[value & 15];
}

constexpr std::size_t hex_size(std::size_t bytes, char separator = no_separator) {
  return separator == no_separator || bytes == 0 ? 2 * bytes : 3 * bytes - 1;
}

/// Of the first bytes, as many as have room. What is returned lies in `room`.
constexpr std::string_view write_hex(std::span<char> room, Bytes bytes, char separator = no_separator) {
  std::size_t size = 0;
  for (const std::uint8_t byte : bytes) {
    const bool separated = separator != no_separator && size > 0;
    if (room.size() - size < (separated ? 3u : 2u)) break;
    if (separated) room[size++] = separator;
    room[size++] = hex_digit(byte >> 4U);
    room[size++] = hex_digit(byte);
  }
  return {room.data(), size};
}

inline std::string to_hex(Bytes bytes, char separator = no_separator) {
  std::string text(hex_size(bytes.size(), separator), '0');
  write_hex(text, bytes, separator);
  return text;
}

}  // namespace vedette::core
