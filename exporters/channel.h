// SPDX-License-Identifier: Apache-2.0
// Frames from watch to publish, within one process: bounded, and push() waits for room, so that a replay goes no faster
// than its alerts can be made durable. Any thread may call anything.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>

namespace vedette::exporters {

class Channel {
 public:
  enum class Popped { frame, nothing_yet, closed };

  explicit Channel(std::size_t capacity = 256) : capacity_(capacity) {}

  /// Waits while the channel is full. False where it was closed: the frame is not taken.
  bool push(std::string frame);
  /// Waits for a frame until the deadline. What was pushed before close() is still handed out.
  Popped pop(std::string& frame, std::chrono::steady_clock::time_point deadline);
  /// The same without a deadline: never says nothing_yet.
  Popped pop(std::string& frame);
  void close();

 private:
  Popped take(std::string& frame);

  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable has_room_, has_news_;
  std::deque<std::string> frames_;
  bool closed_ = false;
};

}  // namespace vedette::exporters
