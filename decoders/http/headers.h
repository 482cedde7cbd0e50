// SPDX-License-Identifier: Apache-2.0
// Start line and headers of a message (RFC 9112, sections 2 to 6).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "decoders/http/message.h"

namespace vedette::decoders::http {

/// Where the headers end: behind the first empty line. Nothing where they go on; `scanned` is how far that is certain,
/// so that the next call begins there.
std::optional<std::size_t> find_end(std::string_view bytes, std::size_t& scanned);

/// Reads all of it into `message`, which then says everything that could be read beside the first flaw.
std::optional<Flaw> read_headers(std::string_view block, Message& message);

}  // namespace vedette::decoders::http
