// SPDX-License-Identifier: Apache-2.0
// Whether the time per byte grows with the number of packets: each attack at n and at 4 n of them.
#pragma once

#include <string>

#include "core/result.h"

namespace vedette::benchmark {

struct GrowthOptions {
  std::string self;    ///< this program, which runs a step when asked
  std::string folder;  ///< where captures are kept
  unsigned rounds;
  bool json;
};

/// Measures and prints. 1.0 is linear; what starting a process takes is taken off.
core::Result<void> measure_growth(const GrowthOptions& options);

}  // namespace vedette::benchmark
