// SPDX-License-Identifier: Apache-2.0
// The one type for bytes from outside: a view, never an owner.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace vedette::core {

using Bytes = std::span<const std::uint8_t>;

/// The same bytes as text, for names read off the wire. Nothing is checked: the text may hold any byte.
inline std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace vedette::core
