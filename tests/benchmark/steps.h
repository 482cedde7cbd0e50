// SPDX-License-Identifier: Apache-2.0
// The parts of the path that can be measured alone. Each reads the whole capture and returns how many packets it saw.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace vedette::benchmark {

/// "floor": the bare libpcap loop; "capture": our source; "dissect": frames taken apart too; "decode": everything up to
/// observations in order. Nothing for another name.
std::optional<core::Result<std::uint64_t>> run_step(std::string_view name, const std::string& capture);

}  // namespace vedette::benchmark
