// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/base/actor.h"

#include <utility>

namespace vedette::lab {

void AgendaActor::run(Timestamp until, Sink& sink) {
  while (!queue_.empty() && queue_.top().at < until) {
    const Item item = queue_.top();
    queue_.pop();
    if (!item.is_deed) {
      due(item.at, item.what, sink);
      continue;
    }
    const Planned planned = std::exchange(deeds_[item.what], {});
    free_deeds_.push_back(item.what);
    const WithinEvent within(sink, planned.event);
    planned.deed(item.at, sink);
  }
  settle(until, sink);
}

void AgendaActor::at(Timestamp time, EventTag event, Deed deed) {
  if (free_deeds_.empty()) {
    free_deeds_.push_back(static_cast<std::uint32_t>(deeds_.size()));
    deeds_.emplace_back();
  }
  const std::uint32_t slot = free_deeds_.back();
  free_deeds_.pop_back();
  deeds_[slot] = {event, std::move(deed)};
  queue_.push({time, order_++, slot, true});
}

}  // namespace vedette::lab
