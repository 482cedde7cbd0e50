// SPDX-License-Identifier: Apache-2.0
// The wall between the half that parses hostile bytes (watch) and the half that holds the key (publish). One alert is
// one frame of bytes: a vedette.v1.WatchMessage. Watch makes its frames fit; publish believes none of them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/alert.h"
#include "core/result.h"

namespace vedette::exporters {

/// Longest frame in bytes. It fits into one datagram of a local socket pair.
inline constexpr std::size_t max_frame = 64 * 1024;

/// Never fails: texts and lists beyond their bounds are cut, what is no UTF-8 is replaced, what is not finite is left
/// out. An alert that is cut is worth more than one that is lost.
std::string encode(const core::Alert& alert);

/// Refuses whatever encode() could not have made: size, version, unknown fields, bounds, encodings, ranges.
core::Result<core::Alert> decode(std::string_view frame);

}  // namespace vedette::exporters
