// SPDX-License-Identifier: Apache-2.0
#include "capture/open.h"

#include <algorithm>
#include <fmt/format.h>

#include "capture/file_source.h"
#include "capture/merged_source.h"

namespace vedette::capture {

core::Result<std::unique_ptr<PacketSource>> open_captures(std::span<const std::string> paths,
                                                          const OpenOptions& options) {
  if (paths.empty()) return core::wrong_usage("no capture is given");
  if (std::ranges::count(paths, "-") > 1) return core::wrong_usage("standard input (-) is given more than once");
  if (options.follow && paths.size() > 1) {
    return core::wrong_usage(fmt::format("one capture can be followed while it grows; given are {}", paths.size()));
  }
  if (paths.size() == 1) return FileSource::open(paths.front(), options);
  return MergedSource::open(paths, options);
}

}  // namespace vedette::capture
