// SPDX-License-Identifier: Apache-2.0
// The bytes of one capture, in order, from a file, a pipe or standard input. Some can be looked at ahead of time; they
// are given out again. Used by one thread; stays where it was made, since C streams point to it.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"

namespace vedette::capture {

class ByteStream {
 public:
  /// `path` is a file, or "-" for standard input. Missing and unreadable files are unavailable, directories wrong
  /// usage.
  static core::Result<std::unique_ptr<ByteStream>> open(const std::string& path);
  ~ByteStream();
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;

  /// All that was read ahead so far.
  core::Bytes head() const { return head_; }
  /// Reads some more ahead; false at the end and on a read error. Only before to_file().
  core::Result<bool> read_ahead();

  /// A C stream over all the bytes, head included, with a buffer of `buffer_bytes`. Once only. Whoever closes it does
  /// so before this object goes.
  std::FILE* to_file(std::size_t buffer_bytes);

  bool is_regular() const { return is_regular_; }
  std::uint64_t size() const { return size_; }       ///< 0 where unknown
  std::uint64_t consumed() const { return given_; }  ///< bytes handed to the C stream

 private:
  ByteStream(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
  static ssize_t read_for_stdio(void* self, char* room, std::size_t size);

  int descriptor_;
  std::string name_;
  bool is_regular_ = false;
  std::uint64_t size_ = 0, given_ = 0;
  std::vector<std::uint8_t> head_;
  std::vector<char> buffer_;
};

/// How messages call a capture: its path, or "standard input".
std::string display_name(const std::string& path);

}  // namespace vedette::capture
