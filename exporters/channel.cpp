// SPDX-License-Identifier: Apache-2.0
#include "exporters/channel.h"

#include <utility>

namespace vedette::exporters {

bool Channel::push(std::string frame) {
  std::unique_lock lock(mutex_);
  has_room_.wait(lock, [&] { return closed_ || frames_.size() < capacity_; });
  if (closed_) return false;
  frames_.push_back(std::move(frame));
  has_news_.notify_one();
  return true;
}

Channel::Popped Channel::pop(std::string& frame, std::chrono::steady_clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  has_news_.wait_until(lock, deadline, [&] { return closed_ || !frames_.empty(); });
  return take(frame);
}

Channel::Popped Channel::pop(std::string& frame) {
  std::unique_lock lock(mutex_);
  has_news_.wait(lock, [&] { return closed_ || !frames_.empty(); });
  return take(frame);
}

void Channel::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  has_room_.notify_all();
  has_news_.notify_all();
}

Channel::Popped Channel::take(std::string& frame) {
  if (frames_.empty()) return closed_ ? Popped::closed : Popped::nothing_yet;
  frame = std::move(frames_.front());
  frames_.pop_front();
  has_room_.notify_one();
  return Popped::frame;
}

}  // namespace vedette::exporters
