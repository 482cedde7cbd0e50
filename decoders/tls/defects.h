// SPDX-License-Identifier: Apache-2.0
// What TLS can do wrong where it can be seen. The order is that of the table in info().
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "decoders/decoder.h"
#include "decoders/flaw.h"

namespace vedette::decoders::tls {

enum class Defect : std::uint8_t {
  bad_record,
  empty_record,
  truncated,
  interleaved_record,
  message_too_long,
  length_mismatch,
  bad_extension,
  bad_certificate,
  bad_alert,
  bad_change_cipher_spec,
  bad_fragment,
};

using Flaw = decoders::Flaw<Defect>;

std::span<const DefectInfo> defect_table();

}  // namespace vedette::decoders::tls
