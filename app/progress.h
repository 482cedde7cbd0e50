// SPDX-License-Identifier: Apache-2.0
// Progress of what takes longer than two seconds, for a person at a terminal; silent in a pipe.
#pragma once

#include <chrono>
#include <functional>

#include "app/console.h"
#include "capture/source.h"

namespace vedette::app {

class Progress {
 public:
  explicit Progress(const Console& console) : shown_(!console.quiet && is_terminal(stderr)) {}
  ~Progress() { clear(); }

  void update(const capture::SourceStats& stats);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr auto patience = std::chrono::seconds{2};
  static constexpr auto pause = std::chrono::milliseconds{200};

  bool shown_;
  bool drawn_ = false;
  unsigned skipped_ = 0;
  Clock::time_point started_ = Clock::now();
  Clock::time_point next_ = started_ + patience;
};

}  // namespace vedette::app
