// SPDX-License-Identifier: Apache-2.0
// Messages while they are built: big endian unless a name says otherwise.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace vedette::lab {

using View = std::span<const std::uint8_t>;

class Octets {
 public:
  Octets() = default;
  Octets(std::initializer_list<std::uint8_t> octets) : bytes_(octets) {}

  Octets& u8(std::uint64_t value) {
    bytes_.push_back(static_cast<std::uint8_t>(value));
    return *this;
  }
  Octets& u16(std::uint64_t value) { return u8(value >> 8).u8(value); }
  Octets& u24(std::uint64_t value) { return u8(value >> 16).u16(value); }
  Octets& u32(std::uint64_t value) { return u16(value >> 16).u16(value); }
  Octets& u64(std::uint64_t value) { return u32(value >> 32).u32(value); }
  Octets& f32(float value) { return u32(std::bit_cast<std::uint32_t>(value)); }
  Octets& text(std::string_view value) {
    bytes_.insert(bytes_.end(), value.begin(), value.end());
    return *this;
  }
  Octets& bytes(View value) {
    bytes_.insert(bytes_.end(), value.begin(), value.end());
    return *this;
  }
  void set_u16(std::size_t at, std::uint64_t value) {
    bytes_[at] = static_cast<std::uint8_t>(value >> 8);
    bytes_[at + 1] = static_cast<std::uint8_t>(value);
  }
  void clear() { bytes_.clear(); }
  std::size_t size() const { return bytes_.size(); }
  View view() const { return bytes_; }
  operator View() const { return bytes_; }

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace vedette::lab
