// SPDX-License-Identifier: Apache-2.0
// What QUIC can do wrong where it can be seen. The order is that of the table in info().
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "decoders/decoder.h"

namespace vedette::decoders::quic {

enum class Defect : std::uint8_t { bad_header, not_authentic, bad_frame, hello_too_long, bad_client_hello };

/// A defect and where it stands, in bytes from the start of what was read.
struct Flaw {
  Defect defect;
  std::size_t offset;
};

std::span<const DefectInfo> defect_table();

}  // namespace vedette::decoders::quic
