// SPDX-License-Identifier: Apache-2.0
#include "decoders/http/body.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace vedette::decoders::http {
namespace {

// Room for extensions and trailers that anyone uses (RFC 9112, section 7.1.1, asks to limit them).
constexpr std::size_t longest_line = 4096;

bool ends_number(char c) {
  return c == ';' || c == ' ' || c == '\t';
}

}  // namespace

Body::Step Body::take(core::Bytes bytes) {
  std::size_t taken = 0;
  while (taken < bytes.size() && !is_over()) {
    const Step step = take_part(bytes.subspan(taken));
    taken += step.taken;
    if (step.outcome == Outcome::bad) return {taken, Outcome::bad};
    if (step.outcome == Outcome::more) return {taken, taken > 0 ? Outcome::taken : Outcome::more};
  }
  return {taken, Outcome::taken};
}

Body::Step Body::take_part(core::Bytes bytes) {
  switch (part_) {
    case Part::counted:
      return {take_counted(bytes.size(), Part::none)};
    case Part::chunk_data:
      return {take_counted(bytes.size(), Part::chunk_end)};
    case Part::none:
    case Part::until_close:
      return {bytes.size()};
    case Part::chunk_size:
    case Part::chunk_end:
    case Part::trailer:
      break;
  }
  return take_line(bytes);
}

std::size_t Body::take_counted(std::size_t available, Part next) {
  const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(available, left_));
  left_ -= taken;
  if (left_ == 0) part_ = next;
  return taken;
}

Body::Step Body::take_line(core::Bytes bytes) {
  const core::Bytes window = bytes.first(std::min(bytes.size(), longest_line));
  const auto end = std::ranges::find(window, '\n');
  if (end == window.end()) return {0, window.size() == longest_line ? Outcome::bad : Outcome::more};
  const auto size = static_cast<std::size_t>(end - window.begin());
  const bool good = end_line(window.first(size));
  return {size + 1, good ? Outcome::taken : Outcome::bad};
}

/// The line's end may be a bare LF (RFC 9112, section 2.2).
bool Body::end_line(core::Bytes bytes) {
  std::string_view line = core::as_text(bytes);
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (part_ == Part::chunk_end) {
    part_ = Part::chunk_size;
    return line.empty();
  }
  if (part_ == Part::trailer) {
    if (line.empty()) part_ = Part::none;
    return true;
  }
  constexpr int hexadecimal = 16;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), left_, hexadecimal);
  if (error != std::errc{}) return false;
  part_ = left_ == 0 ? Part::trailer : Part::chunk_data;
  return end == line.data() + line.size() || ends_number(*end);
}

}  // namespace vedette::decoders::http
