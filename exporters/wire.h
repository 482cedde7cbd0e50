// SPDX-License-Identifier: Apache-2.0
// The frames between a subscriber and the ROUTER that answers replay (docs/reference/wire.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/byte_cursor.h"

namespace vedette::exporters {

inline constexpr std::string_view replay_request = "REPLAY";
inline constexpr std::string_view acknowledgement = "ACK";
inline constexpr std::string_view end_of_page = "END";
/// Records in one answer; whoever wants more asks again from where it stands.
inline constexpr std::size_t replay_page = 256;

/// Eight bytes, big-endian.
inline std::string sequence_frame(std::uint64_t sequence) {
  std::string frame(8, '\0');
  for (std::size_t i = 8; i > 0; --i, sequence >>= 8) frame[i - 1] = static_cast<char>(sequence & 0xFF);
  return frame;
}

inline std::optional<std::uint64_t> read_sequence_frame(std::string_view frame) {
  if (frame.size() != 8) return std::nullopt;
  return core::ByteCursor{core::as_bytes(frame)}.be64();
}

}  // namespace vedette::exporters
