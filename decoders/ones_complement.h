// SPDX-License-Identifier: Apache-2.0
// The ones' complement sum of RFC 1071, taken over 64 bits at a time in 128: neither the width nor the byte order
// changes whether the folded sum is all ones, which is what a right checksum makes it.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/bytes.h"
#include "core/hash.h"

namespace vedette::decoders {

template <typename T>
std::uint64_t little_endian(const std::uint8_t* at) {
  T word = 0;
  std::memcpy(&word, at, sizeof(word));
  return std::endian::native == std::endian::little ? word : std::byteswap(word);
}

/// Of any number of octets; 2^64 words fit before it overflows.
inline core::Wide ones_complement_sum(core::Bytes bytes) {
  const std::uint8_t* at = bytes.data();
  std::size_t left = bytes.size();
  core::Wide sum = 0;
  for (; left >= 32; at += 32, left -= 32) {
    for (std::size_t word = 0; word < 32; word += 8) sum += little_endian<std::uint64_t>(at + word);
  }
  for (; left >= 8; at += 8, left -= 8) sum += little_endian<std::uint64_t>(at);
  if (left >= 4) {
    sum += little_endian<std::uint32_t>(at);
    at += 4;
    left -= 4;
  }
  if (left >= 2) {
    sum += little_endian<std::uint16_t>(at);
    at += 2;
    left -= 2;
  }
  return left == 1 ? sum + *at : sum;
}

/// Folded to 16 bits.
inline bool is_all_ones(core::Wide sum) {
  const auto halves = [](std::uint64_t word) { return (word & 0xffffffff) + (word >> 32); };
  std::uint64_t folded = halves(static_cast<std::uint64_t>(sum)) + halves(static_cast<std::uint64_t>(sum >> 64));
  folded = halves(folded);
  folded = (folded & 0xffff) + (folded >> 16);
  return (folded & 0xffff) + (folded >> 16) == 0xffff;
}

}  // namespace vedette::decoders
