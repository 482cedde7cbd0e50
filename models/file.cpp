// SPDX-License-Identifier: Apache-2.0
#include "models/file.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>

namespace vedette::models {

core::Result<std::string> read_file(const std::string& path, std::size_t limit) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return core::wrong_usage(fmt::format("{}: found a directory; allowed: a file", path));
  }
  errno = 0;
  std::ifstream in{path, std::ios::binary};
  if (!in) return core::unavailable(fmt::format("{}: cannot be read: {}", path, std::strerror(errno)));
  std::string bytes;
  std::array<char, 64 * 1024> chunk;
  while (in.read(chunk.data(), chunk.size()) || in.gcount() > 0) {
    bytes.append(chunk.data(), static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > limit) {
      return core::wrong_usage(
          fmt::format("{}: found more than {} MiB; allowed: {} MiB", path, limit >> 20, limit >> 20));
    }
  }
  if (in.bad()) return core::unavailable(fmt::format("{}: cannot be read: {}", path, std::strerror(errno)));
  return bytes;
}

}  // namespace vedette::models
