// SPDX-License-Identifier: Apache-2.0
// The bytes of one file, pipe or standard input, in order, as they lie there. Used by one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <sys/stat.h>

#include "capture/byte_source.h"
#include "capture/options.h"
#include "core/result.h"

namespace vedette::capture {

class ByteStream final : public ByteSource {
 public:
  /// `path` is a file, or "-" for standard input. Missing and unreadable files are unavailable, directories wrong
  /// usage.
  static core::Result<std::unique_ptr<ByteStream>> open(const std::string& path, const OpenOptions& options);
  ~ByteStream() override;
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;

  Supply fill(std::span<std::uint8_t> room, std::size_t& got) override;
  const Failure& failure() const override { return failure_; }

  /// After none_now: waits until there may be more, a few milliseconds for each of `patience`, which it uses up. False
  /// when that is gone.
  bool wait(unsigned& patience) const;
  /// Reading ended because options.stop was set, wherever it stood.
  bool stopped() const { return stopped_; }

  /// A plain file that can be opened again, not standard input.
  bool is_regular() const { return is_file_ && path_ != "-"; }
  std::uint64_t size() const { return size_; }  ///< 0 where unknown, and of a file that grows
  std::uint64_t consumed() const { return consumed_; }

 private:
  ByteStream(int descriptor, const std::string& path, const OpenOptions& options)
      : descriptor_(descriptor), path_(path), options_(options) {}
  bool must_stop() const { return options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed); }
  Supply await_pipe();
  Supply fail(const char* what, std::string detail);
  const char* find_loss() const;

  int descriptor_;
  std::string path_;
  OpenOptions options_;
  struct stat opened_{};  ///< what was there when it was opened
  bool is_file_ = false, stopped_ = false, failed_ = false;
  const char* lost_ = nullptr;  ///< what happened to a followed file; what was written before is still read
  std::uint64_t size_ = 0, consumed_ = 0;
  Failure failure_;
};

/// How messages call a capture: its path, or "standard input".
std::string display_name(const std::string& path);

}  // namespace vedette::capture
