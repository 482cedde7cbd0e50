// SPDX-License-Identifier: Apache-2.0
// A time in which the capture misses more frames than usual.
#pragma once

#include "tests/lab/base/time.h"

namespace vedette::lab {

struct LossyStretch {
  Timestamp from, to;
  double share = 0;
};

}  // namespace vedette::lab
