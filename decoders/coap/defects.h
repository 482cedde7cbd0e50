// SPDX-License-Identifier: Apache-2.0
// What a CoAP message can do wrong. The order is that of the table in info().
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "decoders/decoder.h"
#include "decoders/flaw.h"

namespace vedette::decoders::coap {

enum class Defect : std::uint8_t {
  bad_version,
  bad_token_length,
  bad_code,
  truncated,
  bad_option,
  empty_payload,
  content_in_empty_message,
};

using Flaw = decoders::Flaw<Defect>;

std::span<const DefectInfo> defect_table();

}  // namespace vedette::decoders::coap
