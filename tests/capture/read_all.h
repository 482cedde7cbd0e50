// SPDX-License-Identifier: Apache-2.0
// A capture read to its end, and what is put in the place of standard input.
#pragma once

#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <unistd.h>
#include <vector>

#include "capture/file_source.h"

namespace vedette::capture::testing {

struct Everything {
  Everything() = default;

  PacketBatch batch;
  SourceStats stats;
  std::vector<std::string> warnings;

  std::string bytes(std::size_t i) const { return std::string{core::as_text(batch.packets.at(i).bytes)}; }
  std::int64_t ns(std::size_t i) const { return core::to_ns(batch.packets.at(i).time); }
};

/// Reads in batches of three, all into one.
inline Everything read_all(PacketSource& source) {
  Everything all;
  for (std::size_t before = SIZE_MAX; before != all.batch.packets.size();) {
    before = all.batch.packets.size();
    const auto got = source.next(all.batch, 3);
    EXPECT_TRUE(got) << got.error().message;
    EXPECT_LE(all.batch.packets.size(), before + 3);
  }
  all.stats = source.stats();
  all.warnings = source.warnings();
  return all;
}

inline Everything read_file(const std::string& path, const OpenOptions& options = {}) {
  auto source = FileSource::open(path, options);
  if (source) return read_all(**source);
  ADD_FAILURE() << source.error().message;
  return {};
}

/// Puts a file or pipe in the place of standard input for the length of a scope.
class StandardInput {
 public:
  explicit StandardInput(int fd) : kept_(dup(STDIN_FILENO)) {
    dup2(fd, STDIN_FILENO);
    ::close(fd);
  }
  ~StandardInput() {
    dup2(kept_, STDIN_FILENO);
    ::close(kept_);
  }
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;

 private:
  int kept_;
};

}  // namespace vedette::capture::testing
