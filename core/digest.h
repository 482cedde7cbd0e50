// SPDX-License-Identifier: Apache-2.0
// SHA-256, for ids and for the digests of files. Fast table hashes are in core/hash.h.
#pragma once

#include <string>
#include <string_view>

namespace vedette::core {

/// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace vedette::core
