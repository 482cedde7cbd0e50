// SPDX-License-Identifier: Apache-2.0
// What a Modbus message can do wrong. The order is that of the table in info().
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "decoders/decoder.h"
#include "decoders/flaw.h"

namespace vedette::decoders::modbus {

enum class Defect : std::uint8_t {
  bad_protocol_id,
  bad_length,
  truncated,
  bad_function_code,
  length_mismatch,
  byte_count_mismatch,
  quantity_out_of_range,
  bad_coil_value,
  bad_reference_type,
  bad_device_id_code,
  bad_crc,
};

using Flaw = decoders::Flaw<Defect>;

std::span<const DefectInfo> defect_table();
inline std::string_view to_string(Defect defect) {
  return defect_table()[static_cast<std::size_t>(defect)].name;
}

}  // namespace vedette::decoders::modbus
