// SPDX-License-Identifier: Apache-2.0
// What a DNP3 frame can do wrong. The order is that of the table in info().
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "decoders/decoder.h"
#include "decoders/flaw.h"

namespace vedette::decoders::dnp3 {

enum class Defect : std::uint8_t {
  bad_start,
  bad_length,
  bad_header_crc,
  bad_data_crc,
  truncated,
  application_truncated,
  objects_truncated,
  bad_qualifier,
};

using Flaw = decoders::Flaw<Defect>;

std::span<const DefectInfo> defect_table();

}  // namespace vedette::decoders::dnp3
