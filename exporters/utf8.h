// SPDX-License-Identifier: Apache-2.0
// Text that came off the wire may hold any byte. Here it becomes text that a format or a terminal can take.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/utf8.h"

namespace vedette::exporters {

using core::is_utf8;

/// At most `limit` bytes of valid UTF-8, cut between characters. Each byte that belongs to none becomes U+FFFD.
std::string clean_utf8(std::string_view text, std::size_t limit = std::string_view::npos);

/// Moves a cursor, colours, reorders or breaks a line: controls, bidirectional overrides, separators.
bool changes_display(char32_t code);

/// For a terminal: what changes its display is shown as an escape such as \x1b or \u202e, and so is what is no UTF-8.
std::string printable(std::string_view text);

}  // namespace vedette::exporters
