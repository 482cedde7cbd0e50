// SPDX-License-Identifier: Apache-2.0
// What a DNS message can do wrong. The order is that of the table in info().
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "decoders/decoder.h"
#include "decoders/flaw.h"

namespace vedette::decoders::dns {

enum class Defect : std::uint8_t {
  bad_length,
  truncated,
  bad_label,
  bad_pointer,
  name_too_long,
  bad_rdata,
  bad_opt,
  trailing_bytes,
};

using Flaw = decoders::Flaw<Defect>;

std::span<const DefectInfo> defect_table();

}  // namespace vedette::decoders::dns
