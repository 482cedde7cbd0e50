// SPDX-License-Identifier: Apache-2.0
#include "decoders/mqtt/text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace vedette::decoders::mqtt {
namespace {

/// Eight bytes at a time: all of them ASCII, none of them 0.
bool is_plain_word(const std::uint8_t* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  constexpr std::uint64_t ones = 0x0101'0101'0101'0101, high = 0x8080'8080'8080'8080;
  return ((word | (word - ones)) & high) == 0;
}

/// The length of the character at the start, 0 where it is not well-formed (The Unicode Standard, table 3-7).
std::size_t character_size(core::Bytes text) {
  const auto within = [text](std::size_t i, unsigned low, unsigned high) {
    return i < text.size() && text[i] >= low && text[i] <= high;
  };
  const std::uint8_t first = text[0];
  if (first == 0) return 0;
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return within(1, 0x80, 0xbf) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const unsigned low = first == 0xe0 ? 0xa0 : 0x80, high = first == 0xed ? 0x9f : 0xbf;
    return within(1, low, high) && within(2, 0x80, 0xbf) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const unsigned low = first == 0xf0 ? 0x90 : 0x80, high = first == 0xf4 ? 0x8f : 0xbf;
    return within(1, low, high) && within(2, 0x80, 0xbf) && within(3, 0x80, 0xbf) ? 4 : 0;
  }
  return 0;
}

bool is_wildcard(std::uint8_t c) {
  return c == '#' || c == '+';
}

/// Eight bytes at a time: all of them ASCII, none of them 0 or a wildcard. (In ASCII the highest bit is set only where
/// a 1 is taken off a 0.)
bool is_plain_topic_word(const std::uint8_t* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  constexpr std::uint64_t ones = 0x0101'0101'0101'0101, high = 0x8080'8080'8080'8080;
  // The two differ in one bit.
  static_assert(('#' ^ '+') == 8);
  const std::uint64_t differs = (word | ones * 8) ^ ones * '+';
  return ((word | (word - ones) | (differs - ones)) & high) == 0;
}

}  // namespace

bool is_utf8(core::Bytes text) {
  while (!text.empty()) {
    if (text.size() >= 8 && is_plain_word(text.data())) {
      text = text.subspan(8);
      continue;
    }
    const std::size_t size = character_size(text);
    if (size == 0) return false;
    text = text.subspan(size);
  }
  return true;
}

bool is_topic_name(core::Bytes text) {
  return !text.empty() && std::ranges::none_of(text, is_wildcard);
}

bool is_plain_topic_name(core::Bytes text) {
  const std::uint8_t *at = text.data(), *const end = at + text.size();
  for (; end - at >= 8; at += 8) {
    if (!is_plain_topic_word(at)) return false;
  }
  for (; at != end; ++at) {
    if (*at == 0 || *at >= 0x80 || is_wildcard(*at)) return false;
  }
  return !text.empty();
}

bool is_topic_filter(core::Bytes text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_wildcard(text[i])) continue;
    const bool begins_level = i == 0 || text[i - 1] == '/';
    const bool ends = i + 1 == text.size();
    const bool ends_level = ends || text[i + 1] == '/';
    if (!begins_level || !(text[i] == '#' ? ends : ends_level)) return false;
  }
  return !text.empty();
}

bool is_shared(core::Bytes filter) {
  return core::as_text(filter).starts_with("$share/");
}

bool matches(core::Bytes filter, core::Bytes topic) {
  std::string_view wanted = core::as_text(filter), said = core::as_text(topic);
  if (is_shared(filter)) {
    const std::size_t group_end = wanted.find('/', std::string_view{"$share/"}.size());
    if (group_end == std::string_view::npos) return false;
    wanted.remove_prefix(group_end + 1);
  }
  // Wildcards don't reach topics that belong to the server (section 4.7.2).
  if (said.starts_with('$') && (wanted.starts_with('#') || wanted.starts_with('+'))) return false;
  while (true) {
    if (wanted == "#") return true;
    const std::size_t wanted_end = wanted.find('/'), said_end = said.find('/');
    const std::string_view level = wanted.substr(0, wanted_end);
    if (level != "+" && level != said.substr(0, said_end)) return false;
    if (wanted_end == std::string_view::npos) return said_end == std::string_view::npos;
    wanted.remove_prefix(wanted_end + 1);
    // "a/#" has "a" too.
    if (said_end == std::string_view::npos) return wanted == "#";
    said.remove_prefix(said_end + 1);
  }
}

}  // namespace vedette::decoders::mqtt
