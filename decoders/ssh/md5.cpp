// SPDX-License-Identifier: Apache-2.0
#include "decoders/ssh/md5.h"

#include <bit>

namespace vedette::decoders::ssh {
namespace {

// RFC 1321, section 3.4: the integer part of 4294967296 times abs(sin(i)), i from 1 in radians.
constexpr std::array<std::uint32_t, 64> sines{
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
constexpr std::array<std::array<int, 4>, 4> rotations{
    {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};

/// The word of the block that step `i` takes, by round.
constexpr std::size_t word_of(std::size_t i) {
  constexpr std::array<std::size_t, 4> factor{1, 5, 3, 7}, summand{0, 1, 5, 0};
  return (factor[i / 16] * i + summand[i / 16]) % 16;
}

constexpr std::uint32_t mix(std::size_t round, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  switch (round) {
    case 0:
      return (b & c) | (~b & d);
    case 1:
      return (b & d) | (c & ~d);
    case 2:
      return b ^ c ^ d;
    default:
      return c ^ (b | ~d);
  }
}

}  // namespace

void Md5::add(std::string_view text) {
  for (const char c : text) add_octet(static_cast<std::uint8_t>(c));
}

void Md5::add_octet(std::uint8_t octet) {
  block_[size_++ % block_size] = octet;
  if (size_ % block_size == 0) transform();
}

void Md5::transform() {
  std::array<std::uint32_t, 16> words{};
  for (std::size_t i = 0; i < block_size; ++i) words[i / 4] |= static_cast<std::uint32_t>(block_[i]) << i % 4 * 8;
  auto [a, b, c, d] = state_;
  for (std::size_t i = 0; i < sines.size(); ++i) {
    const std::uint32_t sum = a + mix(i / 16, b, c, d) + sines[i] + words[word_of(i)];
    a = d;
    d = c;
    c = b;
    b += std::rotl(sum, rotations[i / 16][i % 4]);
  }
  state_[0] += a;
  state_[1] += b;
  state_[2] += c;
  state_[3] += d;
}

std::array<char, 32> Md5::hex() {
  const std::uint64_t bits = size_ * 8;
  add_octet(0x80);
  while (size_ % block_size != block_size - sizeof bits) add_octet(0);
  for (unsigned i = 0; i < sizeof bits; ++i) add_octet(static_cast<std::uint8_t>(bits >> i * 8 & 0xff));
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<char, 32> text{};
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const std::uint32_t octet = state_[i / 8] >> i / 2 % 4 * 8 & 0xff;
    text[i] = digits[octet >> 4];
    text[i + 1] = digits[octet & 0xf];
  }
  return text;
}

}  // namespace vedette::decoders::ssh
