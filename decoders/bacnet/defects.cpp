// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/defects.h"

#include <array>

namespace vedette::decoders::bacnet {
namespace {

// Clauses and annexes are those of ANSI/ASHRAE 135-2020.
constexpr std::array<DefectInfo, static_cast<std::size_t>(Defect::trailing_bytes) + 1> table{{
    {"bad_bvlc_type", "the virtual link's type is neither 81 nor 82 (J.2, U.2)"},
    {"bad_bvlc_length", "the virtual link's length is not that of the datagram (J.2, U.2)"},
    {"bad_bvlc_function", "a function that the virtual link doesn't have (J.2, U.2)"},
    {"bad_bvlc_content", "a function of the virtual link with too few or too many octets (J.2, U.2)"},
    {"bad_npdu_version", "the network layer's version is not 1 (6.2.1)"},
    {"truncated_npdu", "the message ends inside the network layer's header, or nothing follows it (6.2)"},
    {"bad_npdu_address", "a network number or address length that can't stand there (6.2.2)"},
    {"bad_network_message", "a network layer message that is not known, or not as long as it has to be (6.4)"},
    {"bad_apdu_type", "a type of application message that is not defined: 8 to 15 (20.1.1)"},
    {"truncated_apdu", "the message ends inside the header of the application layer (20.1.2 to 20.1.9)"},
    {"trailing_apdu_bytes", "octets behind a message that has no parameters (20.1.4, 20.1.6, 20.1.8, 20.1.9)"},
    {"bad_window_size", "a window of segments that is not 1 to 127 (20.1.2.8)"},
    {"segment_without_start", "a segment of a message whose first ones were not seen or were dropped (5.4)"},
    {"segment_out_of_order", "a segment is missing: the sequence numbers leave one out (5.4)"},
    {"segment_contradiction",
     "a segment's service is not that of the first one, or a repeated segment has other octets (5.4)"},
    {"segmented_too_long",
     "a segmented message is longer than is kept, or has more segments than its receiver takes (5.4)"},
    {"bad_tag", "a tag's number, class or type field that can't stand there (20.2.1)"},
    {"bad_length", "a value is longer than the message, or not as long as its type has it (20.2)"},
    {"missing_parameter", "a parameter that the service has to have is not there (13 to 17)"},
    {"unexpected_tag", "a parameter that the service doesn't have in this place (13 to 17)"},
    {"nesting_too_deep", "constructed values nested deeper than any that the standard defines (20.2.1.3.2)"},
    {"out_of_range", "a value that its parameter may not have (13 to 17, 21)"},
    {"trailing_bytes", "octets behind a service's last parameter (13 to 17)"},
}};

}  // namespace

std::span<const DefectInfo> defect_table() {
  return table;
}

}  // namespace vedette::decoders::bacnet
