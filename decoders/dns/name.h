// SPDX-License-Identifier: Apache-2.0
// Domain names (RFC 1035, sections 3.1 and 4.1.4): off the wire, decompressed, and as text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/byte_cursor.h"
#include "core/bytes.h"
#include "decoders/dns/defects.h"

namespace vedette::decoders::dns {

inline constexpr std::size_t header_size = 12;
inline constexpr std::size_t max_name_octets = 255;

/// A name as text without the dot at its end; the root is ".". Dots and backslashes inside a label have a backslash
/// before them, octets that are neither printable nor UTF-8 stand as \DDD (RFC 1035, section 5.1).
class NameText {
 public:
  NameText() {}  // NOLINT: the room stays uninitialised on purpose
  NameText(const NameText& other) { *this = other; }
  NameText& operator=(const NameText& other);

  void clear() { size_ = 0; }
  /// Names are not longer than max_name_octets, so that there is room.
  void add_label(core::Bytes label);
  /// Upper and lower case ASCII letters are the same in names (RFC 4343).
  void to_lower();
  std::string_view view() const { return size_ == 0 ? std::string_view{"."} : std::string_view{room_.data(), size_}; }
  bool is_root() const { return size_ == 0; }

 private:
  void put(char c) { room_[size_++] = c; }
  void put_octet(std::uint8_t octet);

  static constexpr std::size_t longest_escape = 4;
  std::array<char, max_name_octets * longest_escape> room_;
  std::uint16_t size_ = 0;
};

/// Reads the name at `at`, following pointers. `end` is behind it there. The flaw's offset counts from the start of the
/// message. Work is bounded by the longest name: a pointer leads to before the labels it ends, and few may follow one
/// another.
std::optional<Flaw> read_name(core::Bytes message, std::size_t at, NameText& name, std::size_t& end);

/// Passes over a name without following its pointer, and fails the cursor where the name ends behind the bytes.
void skip_name(core::ByteCursor& in);

}  // namespace vedette::decoders::dns
