// SPDX-License-Identifier: Apache-2.0
#include "decoders/quic/defects.h"

#include <array>

namespace vedette::decoders::quic {
namespace {

constexpr std::array<DefectInfo, 5> table{{
    {"bad_header",
     "a long header whose connection ids are longer than 20 bytes, or whose token or packet reaches beyond the "
     "datagram "
     "(RFC 9000, 17.2)"},
    {"not_authentic", "a client's Initial packet that its published keys don't open (RFC 9001, 5.2)"},
    {"bad_frame",
     "a frame that doesn't fit its packet, or may not be in an Initial packet (RFC 9000, 12.4 and 17.2.2)"},
    {"hello_too_long", "CRYPTO frames beyond the first 16 KiB of the handshake"},
    {"bad_client_hello", "the handshake doesn't begin with a client_hello that keeps its form (RFC 8446, 4.1.2)"},
}};

}  // namespace

std::span<const DefectInfo> defect_table() {
  return table;
}

}  // namespace vedette::decoders::quic
