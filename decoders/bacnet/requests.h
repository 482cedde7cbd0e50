// SPDX-License-Identifier: Apache-2.0
// Requests that wait for their answer. An invoke id belongs to a request until it is answered (5.4), for each pair of
// devices; many pairs may share one conversation, since a router speaks for all that are behind it. Part of a
// conversation's state: fixed size, copied by value.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/flow_key.h"

namespace vedette::decoders::bacnet {

/// An object and one of its properties.
struct Subject {
  static constexpr std::uint32_t no_object = 0xffff'ffff, no_property = 0xffff'ffff;
  std::uint32_t object = no_object;  ///< type and instance as they stand in an identifier (20.2.14)
  std::uint32_t property = no_property;
  bool is_set() const { return object != no_object; }
};

struct OpenRequest {
  std::uint64_t frame = 0;
  std::uint32_t devices = 0;  ///< hash of who asks and who is asked, behind the ends of the conversation
  Subject subject;            ///< where the request is about one object
  std::uint8_t invoke_id = 0, service = 0;
  std::uint8_t max_segments = 0;  ///< that the answer may have; 0: any number
  core::Direction direction = core::Direction::a_to_b;

  bool is_same_as(const OpenRequest& other) const {
    return devices == other.devices && invoke_id == other.invoke_id && direction == other.direction;
  }
};
static_assert(sizeof(OpenRequest) == 24);

/// Which request an answer is for. An answer's service is known but for rejects and aborts.
struct Answer {
  std::uint32_t devices = 0;
  std::uint8_t invoke_id = 0;
  std::optional<std::uint8_t> service;
  core::Direction direction = core::Direction::a_to_b;  ///< of the answer
};

class Requests {
 public:
  static constexpr std::size_t capacity = 16;

  /// One with the same invoke id between the same devices takes the place of the open one. False where a request was
  /// forgotten by that or, at capacity, the oldest.
  bool add(const OpenRequest& request);
  /// Valid until the next change.
  const OpenRequest* find(const Answer& answer) const;
  void erase(const OpenRequest& request);
  /// The one that find() has found.
  void erase_found(const OpenRequest* request);
  std::size_t size() const { return count_; }

 private:
  std::array<OpenRequest, capacity> open_{};  ///< oldest first
  std::uint8_t count_ = 0;
};

}  // namespace vedette::decoders::bacnet
