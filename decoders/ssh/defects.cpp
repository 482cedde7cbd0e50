// SPDX-License-Identifier: Apache-2.0
#include "decoders/ssh/defects.h"

#include <array>

namespace vedette::decoders::ssh {
namespace {

constexpr std::array<DefectInfo, 5> table{{
    {"bad_identification",
     "the identification string has no protocol or software version, or holds control characters (RFC 4253, section "
     "4.2)"},
    {"identification_too_long", "the identification string takes more than 255 characters (RFC 4253, section 4.2)"},
    {"bad_packet", "a packet's length or padding can't be, before keys are in use (RFC 4253, section 6)"},
    {"bad_name_list", "a list of algorithms ends behind its packet, or isn't there (RFC 4253, section 7.1)"},
    {"truncated", "the stream ends inside the identification string or the key exchange's first packet"},
}};

}  // namespace

std::span<const DefectInfo> defect_table() {
  return table;
}

}  // namespace vedette::decoders::ssh
