// SPDX-License-Identifier: Apache-2.0
// Requests that wait for their response. A master has one open for each outstation (IEEE 1815-2012, section 4.2.1); a
// response in several fragments counts its sequence on. Part of a conversation's state: fixed size, copied by value.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/flow_key.h"
#include "decoders/dnp3/message.h"

namespace vedette::decoders::dnp3 {

struct Request {
  std::uint64_t frame = 0;
  Subject subject;
  std::uint16_t master = 0, outstation = 0;
  std::uint8_t sequence = 0, function = 0;
  core::Direction direction = core::Direction::a_to_b;
};

class Requests {
 public:
  static constexpr std::size_t capacity = 8;

  /// Takes the place of the one to the same outstation, or of the oldest. False where one was forgotten so.
  bool add(const Request& request) {
    std::size_t at = 0;
    while (at < count_ && !is_between(open_[at], request.master, request.outstation, request.direction)) ++at;
    const bool forgotten = at < count_ || count_ == capacity;
    if (forgotten) erase(at < count_ ? at : 0);
    open_[count_++] = request;
    return !forgotten;
  }

  /// The one that a response answers. It stays open until the response's final fragment.
  std::optional<Request> answer(const Message& response, core::Direction direction) {
    for (std::size_t at = 0; at < count_; ++at) {
      Request& open = open_[at];
      if (!is_between(open, response.link->destination, response.link->source, core::opposite(direction)) ||
          open.sequence != response.control->sequence())
        continue;
      const Request found = open;
      open.sequence = (open.sequence + 1) & 0x0f;
      if (response.control->is_final()) erase(at);
      return found;
    }
    return {};
  }

 private:
  static bool is_between(const Request& open, std::uint16_t master, std::uint16_t outstation,
                         core::Direction direction) {
    return open.master == master && open.outstation == outstation && open.direction == direction;
  }
  void erase(std::size_t at) {
    for (--count_; at < count_; ++at) open_[at] = open_[at + 1];
  }

  std::array<Request, capacity> open_{};  ///< oldest first
  std::uint8_t count_ = 0;
};

}  // namespace vedette::decoders::dnp3
