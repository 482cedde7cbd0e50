// SPDX-License-Identifier: Apache-2.0
// Bytes read ahead from a source in large pieces, and given out as views. Used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "capture/byte_source.h"
#include "core/bytes.h"

namespace vedette::capture {

class ReadBuffer {
 public:
  /// The source outlives the buffer.
  ReadBuffer(ByteSource& source, std::size_t capacity);

  /// What was read and not skipped. Valid until the next want() or pass().
  core::Bytes available() const { return {memory_.get() + begin_, end_ - begin_}; }
  /// Some, when n bytes are available; else why they are not, and then available() holds those that are. Callers bound
  /// n: the buffer grows to it.
  Supply want(std::size_t n) { return end_ - begin_ >= n ? Supply::some : read_more(n); }
  /// n must be available.
  void skip(std::size_t n) { begin_ += n; }
  /// Gives these out before what the source has. Only where nothing is available yet.
  void put_back(core::Bytes bytes);
  /// Skips `left` bytes, however many, without holding them; counts down what is left.
  Supply pass(std::uint64_t& left);

  const ByteSource& source() const { return *source_; }

 private:
  Supply read_more(std::size_t n);
  void make_room(std::size_t n);

  ByteSource* source_;
  std::size_t capacity_;
  std::unique_ptr<std::uint8_t[]> memory_;
  std::size_t begin_ = 0, end_ = 0;
};

}  // namespace vedette::capture
