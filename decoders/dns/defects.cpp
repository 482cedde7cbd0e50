// SPDX-License-Identifier: Apache-2.0
#include "decoders/dns/defects.h"

#include <array>

namespace vedette::decoders::dns {
namespace {

constexpr std::array<DefectInfo, 8> table{{
    {"bad_length", "over TCP, the length before a message is less than that of its header (RFC 7766, section 8)"},
    {"truncated", "the message ends inside its header, a question or a record (RFC 1035, section 4.1)"},
    {"bad_label", "a label's first two bits are 01 or 10, which no label has (RFC 1035, section 4.1.4; RFC 6891, 5)"},
    {"bad_pointer", "a compressed name goes on elsewhere than earlier in the message (RFC 1035, section 4.1.4)"},
    {"name_too_long", "a name takes more than 255 octets (RFC 1035, section 3.1)"},
    {"bad_rdata", "a record's data is shorter or longer than its type has it (RFC 1035, section 3.2.1)"},
    {"bad_opt", "an OPT record that isn't the root's, isn't alone or whose options overrun it (RFC 6891, section 6.1)"},
    {"trailing_bytes", "bytes follow the last record (RFC 1035, section 4.1: a message has no other parts)"},
}};

}  // namespace

std::span<const DefectInfo> defect_table() {
  return table;
}

}  // namespace vedette::decoders::dns
