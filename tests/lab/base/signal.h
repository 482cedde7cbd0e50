// SPDX-License-Identifier: Apache-2.0
// A process value as a function of time alone, so that any conversation may ask for it, in any order: a mean, a daily
// and a yearly swing, work that heats or cools, and noise that wanders smoothly.
#pragma once

#include <cstdint>

#include "tests/lab/base/calendar.h"
#include "tests/lab/base/random.h"

namespace vedette::lab {

struct Signal {
  double mean = 0;
  double daily = 0, peak_hour = 15;  ///< half of the swing over a day
  double yearly = 0;                 ///< half of the swing over a year, highest in July
  double with_work = 0;              ///< what full activity adds
  double noise = 0;                  ///< standard deviation of what wanders, about
  Duration wander = 10min;           ///< how long it takes to wander
  double grain = 0;                  ///< standard deviation of what differs between two readings
  std::uint64_t seed = 0;

  double at(Timestamp time, const LocalTime& local, double activity) const;
};

/// Smooth noise of mean 0 and standard deviation of about 1 that changes over `period`: values at multiples of the
/// period, drawn by hash, joined by cubics; an octave of half the size at a third of the period on top.
double wandering(std::uint64_t seed, Timestamp time, Duration period);

}  // namespace vedette::lab
