// SPDX-License-Identifier: Apache-2.0
// A bounded queue between exactly one producer and one consumer. Waiting is on the indices themselves.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>

namespace vedette::app {

template <typename T, std::size_t Capacity>
class Ring {
 public:
  /// Waits while the ring is full.
  void push(T item) {
    const std::size_t tail = tail_.load(std::memory_order_relaxed);
    for (std::size_t head = head_.load(std::memory_order_acquire); tail - head == Capacity;
         head = head_.load(std::memory_order_acquire)) {
      head_.wait(head, std::memory_order_acquire);
    }
    items_[tail % Capacity] = item;
    tail_.store(tail + 1, std::memory_order_release);
    tail_.notify_one();
  }
  /// Waits while the ring is empty.
  T pop() {
    const std::size_t head = head_.load(std::memory_order_relaxed);
    while (tail_.load(std::memory_order_acquire) == head) tail_.wait(head, std::memory_order_acquire);
    T item = items_[head % Capacity];
    head_.store(head + 1, std::memory_order_release);
    head_.notify_one();
    return item;
  }

 private:
  std::array<T, Capacity> items_{};
  alignas(64) std::atomic<std::size_t> head_ = 0;
  alignas(64) std::atomic<std::size_t> tail_ = 0;
};

}  // namespace vedette::app
