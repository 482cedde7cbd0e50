// SPDX-License-Identifier: Apache-2.0
// Queries that wait for their answer. Part of a conversation's state: fixed size, copied by value.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/flow_key.h"
#include "decoders/dns/message.h"

namespace vedette::decoders::dns {

class Queries {
 public:
  static constexpr std::size_t capacity = 16;

  /// One that is asked again may be answered as often. False where the oldest was forgotten for it.
  bool add(const Message& query, std::uint64_t frame, core::Direction direction);
  /// The frame of the latest query of the other direction with the answer's id and question. An answer may leave the
  /// question out.
  std::optional<std::uint64_t> take(const Message& answer, core::Direction direction);
  void clear() { count_ = 0; }

 private:
  struct Query {
    std::uint64_t frame = 0;
    std::uint32_t question = 0;  ///< its hash
    std::uint16_t id = 0;
    std::uint8_t asked = 0;  ///< so many times without an answer
    core::Direction direction = core::Direction::a_to_b;
  };
  std::size_t find(std::uint16_t id, std::uint32_t question, core::Direction direction) const;
  void erase(std::size_t at);

  std::array<Query, capacity> open_{};  ///< oldest first
  std::uint8_t count_ = 0;
};

}  // namespace vedette::decoders::dns
