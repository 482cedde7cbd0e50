// SPDX-License-Identifier: Apache-2.0
#include "decoders/modbus/defects.h"

#include <array>

namespace vedette::decoders::modbus {
namespace {

// "Protocol" is the MODBUS Application Protocol Specification V1.1b3, "Messaging" the MODBUS Messaging on TCP/IP
// Implementation Guide V1.0b, "Serial Line" the MODBUS over Serial Line Specification and Implementation Guide V1.02.
constexpr std::array<DefectInfo, 11> table{{
    {"bad_protocol_id", "the header's protocol identifier is not 0 (Messaging, section 3.1.3)"},
    {"bad_length",
     "the header's length is not 2 to 254 (255 for vendors' functions): unit and a PDU of at most 253 bytes "
     "(Messaging, section 3.1.3; Protocol, section 4.1)"},
    {"truncated", "the stream ended inside a message (Messaging, section 3.1.3: the length tells where one ends)"},
    {"bad_function_code",
     "function code 0, or one of 128 to 255 in a request: these are kept for exception responses "
     "(Protocol, section 4.1)"},
    {"length_mismatch", "the PDU is shorter or longer than its function has it (Protocol, sections 6 and 7)"},
    {"byte_count_mismatch", "the byte count contradicts the quantity or the data behind it (Protocol, section 6)"},
    {"quantity_out_of_range", "more, or fewer, elements than the function allows (Protocol, section 6)"},
    {"bad_coil_value", "a single coil is set to neither FF00 nor 0000 (Protocol, section 6.5)"},
    {"bad_reference_type", "a file record's reference type is not 6 (Protocol, sections 6.14 and 6.15)"},
    {"bad_device_id_code", "the read device identification code is not 1 to 4 (Protocol, section 6.21)"},
    {"bad_crc", "RTU framing: the CRC is not that of the bytes before it (Serial Line, section 2.5.1.2)"},
}};

}  // namespace

std::span<const DefectInfo> defect_table() {
  return table;
}

}  // namespace vedette::decoders::modbus
