// SPDX-License-Identifier: Apache-2.0
// Requests that wait for their response. These come in the order of the requests (RFC 9112, section 9.3.2). Part of a
// conversation's state: fixed size, copied by value.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/flow_key.h"
#include "decoders/http/methods.h"

namespace vedette::decoders::http {

struct Exchange {
  std::uint64_t frame = 0;
  Method method = Method::other;
  std::uint8_t slot = 0;  ///< below Exchanges::capacity, its own among those that wait
};

class Exchanges {
 public:
  static constexpr std::size_t capacity = 16;

  /// With `all_seen`, the conversation was seen from its beginning.
  explicit Exchanges(bool all_seen) : in_step_(all_seen) {}

  /// The slot of the new one.
  std::uint8_t add(Method method, std::uint64_t frame, core::Direction direction);
  /// The request that is answered in this direction; nothing where that is not certain.
  std::optional<Exchange> answered(core::Direction direction) const;
  /// Its final response was there.
  void close(core::Direction direction);
  /// Requests or responses may have been missed: who answers whom is known again when a request follows an answer.
  void on_gap();
  /// Every request was seen.
  bool is_in_step() const { return in_step_; }

 private:
  void clear() { count_ = 0; }

  std::array<Exchange, capacity> open_{};  ///< a ring
  std::uint8_t first_ = 0, count_ = 0;
  core::Direction direction_ = core::Direction::a_to_b;  ///< of requests
  bool in_step_;
  bool answer_was_last_ = false;
};

}  // namespace vedette::decoders::http
