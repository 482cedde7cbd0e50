// SPDX-License-Identifier: Apache-2.0
// What commands call that take captures.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "capture/options.h"
#include "capture/source.h"
#include "core/result.h"

namespace vedette::capture {

/// One capture, or several merged by time. "-" is standard input. The first file that can't be read is the error. Only
/// one can be followed.
core::Result<std::unique_ptr<PacketSource>> open_captures(std::span<const std::string> paths,
                                                          const OpenOptions& options = {});

}  // namespace vedette::capture
