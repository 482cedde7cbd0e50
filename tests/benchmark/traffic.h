// SPDX-License-Identifier: Apache-2.0
// A large capture out of small ones: sixteen copies of a site side by side, each with addresses of its own, one lap
// after the other until there are enough packets.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.h"

namespace vedette::benchmark {

/// Copies the captures (one after the other in time, Ethernet, 10.0.0.0/8) until there are at least `packets`, in the
/// order of their stamps, into a classic pcap file. Returns how many packets that were.
core::Result<std::uint64_t> write_traffic(const std::vector<std::string>& captures, std::uint64_t packets,
                                          const std::string& path);

}  // namespace vedette::benchmark
