// SPDX-License-Identifier: Apache-2.0
// A checked cursor over bytes from outside. Copied by value; a read past the end latches failure and yields zero, so a
// decoder reads a whole header and asks ok() once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/bytes.h"

namespace vedette::core {

class ByteCursor {
 public:
  constexpr ByteCursor() = default;
  constexpr explicit ByteCursor(Bytes bytes) : bytes_(bytes) {}

  /// False once any read has asked for more than there was. Never becomes true again.
  constexpr bool ok() const { return !failed_; }
  constexpr std::size_t offset() const { return at_; }
  constexpr std::size_t remaining() const { return failed_ ? 0 : bytes_.size() - at_; }
  constexpr bool empty() const { return remaining() == 0; }

  constexpr std::uint8_t u8() { return static_cast<std::uint8_t>(big_endian<1>()); }
  constexpr std::uint16_t be16() { return static_cast<std::uint16_t>(big_endian<2>()); }
  constexpr std::uint32_t be24() { return static_cast<std::uint32_t>(big_endian<3>()); }
  constexpr std::uint32_t be32() { return static_cast<std::uint32_t>(big_endian<4>()); }
  constexpr std::uint64_t be64() { return big_endian<8>(); }
  constexpr std::uint16_t le16() { return static_cast<std::uint16_t>(little_endian<2>()); }
  constexpr std::uint32_t le32() { return static_cast<std::uint32_t>(little_endian<4>()); }
  constexpr std::uint64_t le64() { return little_endian<8>(); }

  /// The next n bytes, or none (and failure) where fewer remain.
  constexpr Bytes bytes(std::size_t n) {
    if (!take(n)) return {};
    return bytes_.subspan(at_ - n, n);
  }
  constexpr void skip(std::size_t n) { take(n); }
  /// All that remains; the cursor then stands at its end.
  constexpr Bytes rest() { return bytes(remaining()); }
  /// What the next read would see, without moving.
  constexpr Bytes peek() const { return failed_ ? Bytes{} : bytes_.subspan(at_); }
  /// A cursor over the next n bytes, which this one skips. It can't outrun its parent: where fewer remain, both fail.
  constexpr ByteCursor sub(std::size_t n) {
    ByteCursor child{bytes(n)};
    child.failed_ = failed_;
    return child;
  }
  /// Latches failure, for a decoder that finds a value which makes all that follows meaningless.
  constexpr void fail() { failed_ = true; }

 private:
  constexpr bool take(std::size_t n) {
    if (failed_ || n > bytes_.size() - at_) {
      failed_ = true;
      return false;
    }
    at_ += n;
    return true;
  }
  // Written out instead of in a loop, of which g++ 12 makes no single load.
  template <std::size_t N>
  constexpr std::uint64_t big_endian() {
    if (!take(N)) return 0;
    return [at = bytes_.data() + at_ - N]<std::size_t... I>(std::index_sequence<I...>) {
      return ((std::uint64_t{at[I]} << 8 * (N - 1 - I)) | ...);
    }(std::make_index_sequence<N>{});
  }
  template <std::size_t N>
  constexpr std::uint64_t little_endian() {
    if (!take(N)) return 0;
    return [at = bytes_.data() + at_ - N]<std::size_t... I>(std::index_sequence<I...>) {
      return ((std::uint64_t{at[I]} << 8 * I) | ...);
    }(std::make_index_sequence<N>{});
  }

  Bytes bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace vedette::core
