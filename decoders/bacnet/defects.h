// SPDX-License-Identifier: Apache-2.0
// What a BACnet message can do wrong, from the link to the parameters of a service. The order is that of the table in
// info().
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "decoders/decoder.h"

namespace vedette::decoders::bacnet {

enum class Defect : std::uint8_t {
  // the virtual link (Annex J, Annex U)
  bad_bvlc_type,
  bad_bvlc_length,
  bad_bvlc_function,
  bad_bvlc_content,
  // the network layer (clause 6)
  bad_npdu_version,
  truncated_npdu,
  bad_npdu_address,
  bad_network_message,
  // the header of the application layer (clause 20.1)
  bad_apdu_type,
  truncated_apdu,
  trailing_apdu_bytes,
  bad_window_size,
  // segmentation (clause 5.4)
  segment_without_start,
  segment_out_of_order,
  segment_contradiction,
  segmented_too_long,
  // the parameters of a service (clauses 13 to 17, 20.2, 21)
  bad_tag,
  bad_length,
  missing_parameter,
  unexpected_tag,
  nesting_too_deep,
  out_of_range,
  trailing_bytes,
};

/// A defect and where it stands, in bytes from the start of what was read.
struct Flaw {
  Defect defect;
  std::size_t offset = 0;
};

std::span<const DefectInfo> defect_table();
inline std::string_view to_string(Defect defect) {
  return defect_table()[static_cast<std::size_t>(defect)].name;
}

}  // namespace vedette::decoders::bacnet
