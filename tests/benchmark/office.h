// SPDX-License-Identifier: Apache-2.0
// Traffic as at an office, made up: what a sensor sees that stands where offices and machines share a network. Not
// recorded, so that anybody can make it, and the same bytes on every machine.
#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"

namespace vedette::benchmark {

/// Writes `packets` frames, 460 octets each in the mean (give or take 5, or it's an error where there are 100,000 or
/// more). Returns how many.
core::Result<std::uint64_t> write_office(std::uint64_t packets, const std::string& path);

}  // namespace vedette::benchmark
