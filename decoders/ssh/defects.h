// SPDX-License-Identifier: Apache-2.0
// What the opening of an SSH connection can do wrong. The order is that of the table in info().
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "decoders/decoder.h"
#include "decoders/flaw.h"

namespace vedette::decoders::ssh {

enum class Defect : std::uint8_t { bad_identification, identification_too_long, bad_packet, bad_name_list, truncated };

using Flaw = decoders::Flaw<Defect>;

std::span<const DefectInfo> defect_table();

}  // namespace vedette::decoders::ssh
