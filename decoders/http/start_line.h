// SPDX-License-Identifier: Apache-2.0
// The first line of a message (RFC 9112, sections 3 and 4), and how to tell one where a message may begin.
#pragma once

#include <cstddef>
#include <string_view>

#include "decoders/http/message.h"

namespace vedette::decoders::http {

/// How much the bytes look like the start of a message: no, not long enough to say, or a whole start line.
enum class Likeness : std::uint8_t { none, partial, complete };
/// Which methods a request line may begin with, as long as there is but a part of it.
enum class Methods : std::uint8_t { known, any };
/// Looks at the first line only, and at no more than longest_start_line bytes.
Likeness likeness(std::string_view bytes, Methods methods = Methods::known);
/// Is it a response, or a request with a known method? Behind lost bytes the rest of a method looks like another.
bool begins_well(std::string_view bytes);
inline constexpr std::size_t longest_start_line = 16 * 1024;

/// `line` is without its end. False where it is neither a request line nor a status line.
bool read_start_line(std::string_view line, Message& message);

/// A host with its port ("[::1]:80", "plc:8080") into `message`, where neither is known yet.
void read_authority(std::string_view authority, Message& message);

std::string_view trimmed(std::string_view text);  ///< without the blanks, tabs and line ends around it

}  // namespace vedette::decoders::http
