// SPDX-License-Identifier: Apache-2.0
// What a decoder says about the bytes it was given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace vedette::core {

struct Progress {
  enum class Status : std::uint8_t {
    done,       ///< one message was read; `consumed` bytes belong to it
    need_more,  ///< a message has begun and is not whole; nothing is consumed
    partial,  ///< `consumed` bytes (at least one) belong to a message that goes on; the decoder remembers what it needs
    malformed,    ///< `consumed` bytes (at least one) break the rules, see defect; decoding goes on behind them
    skipped,      ///< `consumed` bytes (at least one) were no message of interest: resynchronising after a gap
    not_mine,     ///< this conversation is not of this protocol at all; nothing is consumed
    handed_over,  ///< from here on the conversation speaks another protocol, as both ends agreed; nothing is consumed
  };
  Status status = Status::need_more;
  std::size_t consumed = 0;
  std::uint8_t defect = 0;  ///< index into the decoder's table of defects
  std::size_t offset = 0;   ///< of the defect, in bytes from the start of the message

  static constexpr Progress done(std::size_t n) { return {Status::done, n, 0, 0}; }
  static constexpr Progress need_more() { return {}; }
  static constexpr Progress partial(std::size_t n) { return {Status::partial, n, 0, 0}; }
  static constexpr Progress malformed(std::size_t n, std::uint8_t defect, std::size_t offset) {
    return {Status::malformed, n, defect, offset};
  }
  /// A decoder's defects are an enumeration of its own, in the order of its table.
  template <typename Defect>
    requires std::is_enum_v<Defect>
  static constexpr Progress malformed(std::size_t n, Defect defect, std::size_t offset) {
    return malformed(n, static_cast<std::uint8_t>(defect), offset);
  }
  static constexpr Progress skipped(std::size_t n) { return {Status::skipped, n, 0, 0}; }
  static constexpr Progress not_mine() { return {Status::not_mine, 0, 0, 0}; }
  static constexpr Progress handed_over() { return {Status::handed_over, 0, 0, 0}; }
};

}  // namespace vedette::core
