// SPDX-License-Identifier: Apache-2.0
// How captures are opened, beside their names.
#pragma once

#include <atomic>

namespace vedette::capture {

struct OpenOptions {
  /// At the end of its bytes a capture is waited on until more come, `stop` is set or the file is gone. For one plain
  /// file or pipe.
  bool follow = false;
  /// Ends waiting for a pipe or a growing file. Outlives the source; may be set by a signal handler or another thread.
  const std::atomic<bool>* stop = nullptr;
};

}  // namespace vedette::capture
