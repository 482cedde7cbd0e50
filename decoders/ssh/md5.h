// SPDX-License-Identifier: Apache-2.0
// MD5 (RFC 1321), for fingerprints that are defined by it: no protection against anybody. Without allocation.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace vedette::decoders::ssh {

class Md5 {
 public:
  void add(std::string_view text);
  /// Lower-case hexadecimal digits. Once, at the end.
  std::array<char, 32> hex();

 private:
  static constexpr std::size_t block_size = 64;
  void add_octet(std::uint8_t octet);
  void transform();

  std::array<std::uint32_t, 4> state_{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  std::array<std::uint8_t, block_size> block_{};
  std::uint64_t size_ = 0;
};

}  // namespace vedette::decoders::ssh
