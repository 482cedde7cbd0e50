// SPDX-License-Identifier: Apache-2.0
// What an HTTP message can do wrong. The order is that of the table in info().
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "decoders/decoder.h"
#include "decoders/flaw.h"

namespace vedette::decoders::http {

enum class Defect : std::uint8_t {
  bad_start_line,
  bad_header,
  header_too_long,
  truncated,
  bad_content_length,
  conflicting_lengths,
  length_and_encoding,
  bad_transfer_encoding,
  conflicting_hosts,
  bad_chunk,
};

using Flaw = decoders::Flaw<Defect>;

std::span<const DefectInfo> defect_table();

}  // namespace vedette::decoders::http
