// SPDX-License-Identifier: Apache-2.0
#include "decoders/coap/defects.h"

#include <array>

namespace vedette::decoders::coap {
namespace {

// Sections are those of RFC 7252.
constexpr std::array<DefectInfo, 7> table{{
    {"bad_version", "the version is not 1 (section 3)"},
    {"bad_token_length", "the length of the token is reserved: 9 to 12, or 15 (section 3; RFC 8974, section 2.1)"},
    {"bad_code", "the code is of a reserved class: 1, 6 or 7 (sections 3 and 12.1)"},
    {"truncated", "the datagram ends inside the header, the token or an option (section 3)"},
    {"bad_option", "the delta or the length of an option is the reserved 15 (section 3.1)"},
    {"empty_payload", "a payload marker is the last byte (section 3)"},
    {"content_in_empty_message", "code 0.00 with a token, options or a payload (section 4.1)"},
}};

}  // namespace

std::span<const DefectInfo> defect_table() {
  return table;
}

}  // namespace vedette::decoders::coap
