// SPDX-License-Identifier: Apache-2.0
// What QUIC can do wrong where it can be seen. The order is that of the table in info().
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "decoders/decoder.h"
#include "decoders/flaw.h"

namespace vedette::decoders::quic {

enum class Defect : std::uint8_t { bad_header, not_authentic, bad_frame, hello_too_long, bad_client_hello };

using Flaw = decoders::Flaw<Defect>;

std::span<const DefectInfo> defect_table();

}  // namespace vedette::decoders::quic
