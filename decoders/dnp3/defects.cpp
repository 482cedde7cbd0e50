// SPDX-License-Identifier: Apache-2.0
#include "decoders/dnp3/defects.h"

#include <array>

namespace vedette::decoders::dnp3 {
namespace {

// Sections are those of IEEE 1815-2012.
constexpr std::array<DefectInfo, 8> table{{
    {"bad_start", "a frame does not begin with 05 64 (section 9.2.4.1.1)"},
    {"bad_length", "the length is below 5: control and addresses are counted (section 9.2.4.1.2)"},
    {"bad_header_crc", "the CRC of the frame's header is wrong (section 9.2.4.3)"},
    {"bad_data_crc", "the CRC of a block of user data is wrong (section 9.2.4.3)"},
    {"truncated", "the stream or datagram ended inside a frame (section 9.2.4.1.2: the length tells where one ends)"},
    {"application_truncated", "a fragment ends inside its application header (section 4.2.2)"},
    {"objects_truncated", "a fragment of one segment ends inside an object header or its objects (section 4.2.2.7)"},
    {"bad_qualifier", "the qualifier of an object header is not assigned (section 4.2.2.7.3)"},
}};

}  // namespace

std::span<const DefectInfo> defect_table() {
  return table;
}

}  // namespace vedette::decoders::dnp3
