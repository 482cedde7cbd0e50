// SPDX-License-Identifier: Apache-2.0
// Fast hashes for tables. Seeds are fixed where placement could show in an output, random only where an outsider could
// flood a table and the order is never visible. For digests that must hold against an attacker see exporters/.
#pragma once

#define XXH_INLINE_ALL
#include <cstdint>
#include <string_view>
#include <xxhash.h>

#include "core/bytes.h"

namespace vedette::core {

inline std::uint64_t hash_bytes(Bytes bytes, std::uint64_t seed = 0) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}
inline std::uint64_t hash_text(std::string_view text, std::uint64_t seed = 0) {
  return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

__extension__ using Wide = unsigned __int128;  // no ISO type holds the full product

/// Mixes one more word into a running hash: a 64x64 to 128 bit multiplication folded (as wyhash and XXH3 do).
constexpr std::uint64_t hash_combine(std::uint64_t state, std::uint64_t word) {
  const auto product = static_cast<Wide>(state ^ 0x9e3779b97f4a7c15ULL) * (word ^ 0xd6e8feb86659fd93ULL);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace vedette::core
