// SPDX-License-Identifier: Apache-2.0
#include "app/progress.h"

#include <fmt/format.h>

#include "core/time.h"

namespace vedette::app {

void Progress::update(const capture::SourceStats& stats) {
  // Asking for the time costs more than a batch of packets is worth.
  if (!shown_ || ++skipped_ < 64) return;
  skipped_ = 0;
  const auto now = Clock::now();
  if (now < next_) return;
  next_ = now + pause;
  const double seconds = std::chrono::duration<double>(now - started_).count();
  std::string line =
      fmt::format("{} packets, {:.0f} per second", stats.packets, static_cast<double>(stats.packets) / seconds);
  if (stats.total_bytes > 0 && stats.read_bytes > 0) {
    const double share = static_cast<double>(stats.read_bytes) / static_cast<double>(stats.total_bytes);
    const auto left =
        std::chrono::duration_cast<core::Duration>(std::chrono::duration<double>(seconds * (1 - share) / share));
    line += fmt::format(", {:.0f} %, {} left", 100 * share, core::format_duration(left));
  }
  fmt::print(stderr, "\r\033[K{}", line);
  std::fflush(stderr);
  drawn_ = true;
}

void Progress::clear() {
  if (drawn_) fmt::print(stderr, "\r\033[K");
  drawn_ = false;
}

}  // namespace vedette::app
