// SPDX-License-Identifier: Apache-2.0
// One capture file as a packet source. The packet path of a replay of one file: one read
// buffer and one copy.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "capture/capture_file.h"
#include "capture/source.h"

namespace vedette::capture {

class FileSource final : public PacketSource {
 public:
  /// `path` is a capture file, or "-" for standard input.
  static core::Result<std::unique_ptr<FileSource>> open(const std::string& path, const OpenOptions& options = {});

  core::Result<void> next(PacketBatch& batch, std::size_t max_packets) override;
  SourceStats stats() const override;
  std::vector<std::string> warnings() const override;

 private:
  explicit FileSource(std::unique_ptr<CaptureFile> file) : file_(std::move(file)) {}

  std::unique_ptr<CaptureFile> file_;
  SourceStats stats_;
};

/// Makes the batch's last packet, which was read from a buffer, its own under the next number, and counts it.
void keep_last(PacketBatch& batch, SourceStats& stats);

}  // namespace vedette::capture
