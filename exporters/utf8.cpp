// SPDX-License-Identifier: Apache-2.0
#include "exporters/utf8.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "core/utf8.h"

namespace vedette::exporters {
namespace {

constexpr core::Utf8Bytes replacement{core::replacement_character};

}  // namespace

std::string clean_utf8(std::string_view text, std::size_t limit) {
  std::string clean;
  clean.reserve(std::min(text.size(), limit));
  while (!text.empty()) {
    const core::Utf8 c = core::read_utf8(text);
    const std::string_view piece = c.valid ? text.substr(0, c.length) : replacement.view();
    if (piece.size() > limit - clean.size()) break;
    clean += piece;
    text.remove_prefix(c.length);
  }
  return clean;
}

bool changes_display(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) ||        // C0, DEL, C1
         code == 0x061C || code == 0x200E || code == 0x200F ||  // direction marks
         (code >= 0x2028 && code <= 0x202E) ||                  // separators, embeddings and overrides
         (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;  // isolates, byte order mark
}

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const core::Utf8 c = core::read_utf8(text);
    if (c.valid && !changes_display(c.code_point)) {
      shown += text.substr(0, c.length);
    } else if (!c.valid || c.code_point < 0x100) {
      const auto byte = static_cast<unsigned char>(text.front());
      fmt::format_to(std::back_inserter(shown), "\\x{:02x}", c.valid ? static_cast<unsigned>(c.code_point) : byte);
    } else {
      fmt::format_to(std::back_inserter(shown), "\\u{:04x}", static_cast<unsigned>(c.code_point));
    }
    text.remove_prefix(c.length);
  }
  return shown;
}

}  // namespace vedette::exporters
