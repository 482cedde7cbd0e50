// SPDX-License-Identifier: Apache-2.0
// Every detector of this build, for `vedette describe`.
#pragma once

#include <array>

#include "detectors/detector.h"

namespace vedette::detectors {

/// In the order in which they are preferred as an alert's first cause.
inline constexpr std::array<DetectorInfo, 3> all_detectors{{
    {"policy", "what the site file does not allow: sender, function, object or value"},
    {"novelty", "first sights: a new peer, side, function, service or object for a device and its role"},
    {"rate", "counts per 10 s, 1 min and 1 h outside what the device or its role has shown"},
}};
constexpr std::span<const DetectorInfo> catalogue() {
  return all_detectors;
}

}  // namespace vedette::detectors
