// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/requests.h"

#include <algorithm>

namespace vedette::decoders::bacnet {

bool Requests::add(const OpenRequest& request) {
  const auto end = open_.begin() + count_;
  const auto same = std::find_if(open_.begin(), end, [&](const OpenRequest& open) { return open.is_same_as(request); });
  if (same != end) {
    std::move(same + 1, end, same);
    open_[count_ - 1u] = request;
    return false;
  }
  const bool full = count_ == capacity;
  if (full) {
    std::move(open_.begin() + 1, open_.end(), open_.begin());
    --count_;
  }
  open_[count_++] = request;
  return !full;
}

const OpenRequest* Requests::find(const Answer& answer) const {
  for (std::size_t i = 0; i < count_; ++i) {
    const OpenRequest& open = open_[i];
    if (open.invoke_id == answer.invoke_id && open.devices == answer.devices && open.direction != answer.direction &&
        open.service == answer.service.value_or(open.service))
      return &open;
  }
  return nullptr;
}

void Requests::erase(const OpenRequest& request) {
  const auto end = open_.begin() + count_;
  const auto at = std::find_if(open_.begin(), end, [&](const OpenRequest& open) { return open.is_same_as(request); });
  if (at != end) erase_found(&*at);
}

void Requests::erase_found(const OpenRequest* request) {
  const auto at = open_.begin() + (request - open_.data());
  std::move(at + 1, open_.begin() + count_, at);
  --count_;
}

}  // namespace vedette::decoders::bacnet
