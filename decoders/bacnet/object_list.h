// SPDX-License-Identifier: Apache-2.0
// The objects that a message is about, as the walk that checks it meets them: so that it is walked once.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>

#include "decoders/bacnet/requests.h"
#include "decoders/bacnet/service.h"

namespace vedette::decoders::bacnet {

/// Room for so many as are observed of one message, without touching what isn't used.
class ObjectList {
 public:
  static constexpr std::size_t capacity = 64;

  ObjectList() {}  // NOLINT: the room stays uninitialised on purpose
  ObjectList(const ObjectList& other) { *this = other; }
  ObjectList& operator=(const ObjectList& other) {
    if (this == &other) return *this;
    size_ = other.size_;
    std::uninitialized_copy_n(other.room_.begin(), size_, room_.begin());
    return *this;
  }
  ~ObjectList() = default;

  void add(const ObjectUse& use) {
    if (size_ < capacity) std::construct_at(&room_[size_++], use);
  }
  /// One more, to be filled in where it stands. Behind the last that there is room for it is one and the same, and not
  /// part of the list.
  ObjectUse& next() { return *std::construct_at(&room_[size_ < capacity ? size_++ : capacity]); }
  void clear() { size_ = 0; }
  std::span<const ObjectUse> view() const { return {room_.data(), size_}; }

 private:
  union {
    std::array<ObjectUse, capacity + 1> room_;
  };
  std::size_t size_ = 0;
};

/// What a message and its answer have in common.
inline Subject subject_of(const ObjectUse& use) {
  return {.object = std::uint32_t{use.type} << 22 | use.instance,
          .property = use.property.value_or(Subject::no_property)};
}

/// An I-Am: who the sender, or whom it forwards, is.
struct DeviceClaim {
  std::uint32_t instance = 0;
  std::uint16_t vendor = 0;
};

}  // namespace vedette::decoders::bacnet
