// SPDX-License-Identifier: Apache-2.0
#include "capture/read_buffer.h"

#include <algorithm>
#include <cstring>

namespace vedette::capture {

ReadBuffer::ReadBuffer(ByteSource& source, std::size_t capacity)
    : source_(&source),
      capacity_(std::max<std::size_t>(capacity, 1)),
      memory_(std::make_unique_for_overwrite<std::uint8_t[]>(capacity_)) {}

/// Room for n bytes from begin_ on. What is moved is less than n bytes, and only once for each half of the buffer that
/// was given out, so that bytes which come one by one cost no more than others.
void ReadBuffer::make_room(std::size_t n) {
  const std::size_t held = end_ - begin_;
  if (n > capacity_) {
    auto larger = std::make_unique_for_overwrite<std::uint8_t[]>(n);
    if (held > 0) std::memcpy(larger.get(), memory_.get() + begin_, held);
    memory_ = std::move(larger);
    capacity_ = n;
  } else if (held == 0 || begin_ + n > capacity_ || begin_ > capacity_ / 2) {
    std::memmove(memory_.get(), memory_.get() + begin_, held);
  } else {
    return;
  }
  begin_ = 0;
  end_ = held;
}

Supply ReadBuffer::read_more(std::size_t n) {
  make_room(n);
  while (end_ - begin_ < n) {
    std::size_t got = 0;
    const Supply supply = source_->fill({memory_.get() + end_, capacity_ - end_}, got);
    end_ += got;
    if (supply != Supply::some) return supply;
  }
  return Supply::some;
}

void ReadBuffer::put_back(core::Bytes bytes) {
  make_room(bytes.size());
  std::ranges::copy(bytes, memory_.get());
  end_ = bytes.size();
}

Supply ReadBuffer::pass(std::uint64_t& left) {
  while (left > 0) {
    if (const Supply supply = want(1); supply != Supply::some) return supply;
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(left, end_ - begin_));
    skip(n);
    left -= n;
  }
  return Supply::some;
}

}  // namespace vedette::capture
