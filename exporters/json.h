// SPDX-License-Identifier: Apache-2.0
// An alert as one line of JSON (docs/reference/alert.md). The same alert gives the same bytes: nothing in it depends on
// the wall clock, the host or a key.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/alert.h"

namespace vedette::exporters {

/// Without a newline. Fields stand in the contract's order, empty ones are left out; `sequence` only where it was
/// published.
std::string to_json(const core::Alert& alert, std::optional<std::uint64_t> sequence = std::nullopt);

}  // namespace vedette::exporters
