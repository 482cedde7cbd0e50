// SPDX-License-Identifier: Apache-2.0
// The words for time that all of the lab uses.
#pragma once

#include <chrono>

#include "core/time.h"

namespace vedette::lab {

using core::Duration;
using core::Timestamp;
using namespace std::chrono_literals;

}  // namespace vedette::lab
