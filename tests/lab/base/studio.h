// SPDX-License-Identifier: Apache-2.0
// Runs all actors of a site, slice of time by slice of time, and writes what they made in order: the same bytes for any
// number of workers. While one slice is written the next is made, so memory holds two slices, however long the run.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "core/result.h"
#include "tests/lab/base/actor.h"
#include "tests/lab/base/capture_writer.h"
#include "tests/lab/base/label_book.h"
#include "tests/lab/base/lossy_stretch.h"

namespace vedette::lab {

struct StudioOptions {
  core::Timestamp from, to;
  unsigned workers = 2;
  double loss = 0;             ///< share of the frames that the capture misses, at random
  std::uint64_t seed = 0;      ///< of the loss
  const std::atomic<bool>* stop = nullptr;
  std::vector<LossyStretch> lossy{};
};

/// Stops early where `stop` says so, at the end of a slice.
core::Result<void> run_studio(const std::vector<std::unique_ptr<Actor>>& actors, const StudioOptions& options,
                              CaptureWriter& writer, LabelBook& labels);

}  // namespace vedette::lab
