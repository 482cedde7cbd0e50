// SPDX-License-Identifier: Apache-2.0
#include "decoders/mqtt/exchanges.h"

#include <algorithm>

namespace vedette::decoders::mqtt {

Exchange* Exchanges::find(core::Direction direction, std::uint16_t packet_id) {
  for (std::size_t i = 0; i < count_; ++i) {
    if (open_[i].packet_id == packet_id && open_[i].direction == direction) return &open_[i];
  }
  return nullptr;
}

bool Exchanges::begin(const Exchange& exchange) {
  if (const Exchange* same = find(exchange.direction, exchange.packet_id)) end(*same);
  const bool crowded = count_ == capacity;
  if (crowded) end(open_[0]);
  open_[count_++] = exchange;
  return !crowded;
}

void Exchanges::end(const Exchange& exchange) {
  const auto at = &exchange - open_.data();
  std::copy(open_.begin() + at + 1, open_.begin() + count_, open_.begin() + at);
  --count_;
}

}  // namespace vedette::decoders::mqtt
