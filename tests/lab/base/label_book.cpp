// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/base/label_book.h"

#include <algorithm>
#include <fmt/format.h>

namespace vedette::lab {

EventTag LabelBook::add(models::LabelledEvent event) {
  const auto same = std::ranges::count(labels_.events, event.scenario, &models::LabelledEvent::scenario);
  event.id = fmt::format("{}-{}", event.scenario, same + 1);
  labels_.events.push_back(std::move(event));
  return {static_cast<std::uint16_t>(labels_.events.size())};
}

void LabelBook::add_party(const Host& host) {
  labels_.parties.try_emplace(host.name, models::LabelledParty{{host.ip}, {host.mac}});
}

void LabelBook::note(EventTag tag, std::uint64_t frame, core::Timestamp at) {
  at -= at.time_since_epoch() % std::chrono::microseconds{1};  // as the capture stamps it
  if (labels_.packets == 0) labels_.from = at;
  labels_.packets = frame;
  labels_.to = at;
  if (tag == EventTag{}) return;
  models::LabelledEvent& that = event(tag);
  const bool is_first = that.frames.empty() && that.from == core::Timestamp{};
  that.from = is_first ? at : std::min(that.from, at);
  that.to = std::max(that.to, at);
  if (!that.frames.empty() && that.frames.back().last + 1 == frame) {
    that.frames.back().last = frame;
  } else {
    that.frames.push_back({frame, frame});
  }
}

models::Labels LabelBook::finish() const {
  models::Labels labels = labels_;
  std::erase_if(labels.events, [](const auto& event) { return event.from == core::Timestamp{}; });
  std::ranges::stable_sort(labels.events, {}, &models::LabelledEvent::from);
  return labels;
}

}  // namespace vedette::lab
