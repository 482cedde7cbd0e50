// SPDX-License-Identifier: Apache-2.0
// A tick is an item of the packet order: it falls at an exact place between two packets, so neither batch size nor the
// number of workers can move it. Windows close at ticks.
#pragma once

#include <cstdint>

#include "core/time.h"

namespace vedette::core {

/// Ticks fall at multiples of this since the epoch; longer windows are whole numbers of it.
inline constexpr Duration tick_period = std::chrono::seconds{10};

struct Tick {
  Timestamp time;             ///< end of the window that it closes: a multiple of tick_period
  std::uint64_t seq = 0;      ///< of the packet before it
  std::uint64_t periods = 1;  ///< how many it closes: more than one only in a long silence, all but the first empty
  bool new_epoch = false;  ///< time has jumped back behind this tick: what is open closes, nothing is learned from it
};

}  // namespace vedette::core
