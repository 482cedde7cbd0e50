// SPDX-License-Identifier: Apache-2.0
// A whole file in memory.
#pragma once

#include <string>

#include "core/result.h"

namespace vedette::models {

/// The bytes of a regular file of at most `limit` bytes. What can't be read is `unavailable`; a directory or a file too
/// large is `usage`.
core::Result<std::string> read_file(const std::string& path, std::size_t limit);

}  // namespace vedette::models
