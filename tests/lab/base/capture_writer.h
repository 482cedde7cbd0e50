// SPDX-License-Identifier: Apache-2.0
// A classic pcap file of Ethernet frames with stamps in microseconds, to a file or to standard output.
#pragma once

#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace vedette::lab {

class CaptureWriter {
 public:
  /// "-" is standard output.
  static core::Result<CaptureWriter> open(const std::string& path);

  core::Result<void> add(core::Timestamp at, std::span<const std::uint8_t> frame);
  core::Result<void> close();
  std::uint64_t packets() const { return packets_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const {
      if (file != stdout) std::fclose(file);
    }
  };
  CaptureWriter(std::string path, std::FILE* file);
  core::Result<void> flush();

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::vector<std::uint8_t> buffer_;
  std::uint64_t packets_ = 0, bytes_ = 0;
};

}  // namespace vedette::lab
