// SPDX-License-Identifier: Apache-2.0
#include "decoders/http/exchanges.h"

namespace vedette::decoders::http {

std::uint8_t Exchanges::add(Method method, std::uint64_t frame, core::Direction direction) {
  if (direction != direction_) clear();
  direction_ = direction;
  if (!in_step_ && answer_was_last_) {
    clear();
    in_step_ = true;
  }
  answer_was_last_ = false;
  if (count_ == capacity) on_gap();
  const auto slot = static_cast<std::uint8_t>((first_ + count_) % capacity);
  open_[slot] = {.frame = frame, .method = method, .slot = slot};
  ++count_;
  return slot;
}

std::optional<Exchange> Exchanges::answered(core::Direction direction) const {
  if (count_ == 0 || direction == direction_ || !in_step_) return {};
  return open_[first_];
}

void Exchanges::close(core::Direction direction) {
  answer_was_last_ = true;
  if (count_ == 0 || direction == direction_) return;
  first_ = static_cast<std::uint8_t>((first_ + 1u) % capacity);
  --count_;
}

void Exchanges::on_gap() {
  clear();
  in_step_ = false;
  answer_was_last_ = false;
}

}  // namespace vedette::decoders::http
