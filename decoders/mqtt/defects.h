// SPDX-License-Identifier: Apache-2.0
// What an MQTT packet, or the WebSocket frame around it, can do wrong. The order is that of the table in info().
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "decoders/decoder.h"

namespace vedette::decoders::mqtt {

enum class Defect : std::uint8_t {
  bad_packet_type,
  bad_flags,
  bad_remaining_length,
  bad_length,
  truncated,
  bad_protocol_name,
  bad_protocol_version,
  bad_connect_flags,
  bad_utf8,
  bad_topic,
  bad_filter,
  bad_packet_id,
  bad_qos,
  bad_subscription_options,
  bad_reason_code,
  bad_property,
  duplicate_property,
  bad_property_value,
  bad_property_length,
  bad_topic_alias,
  empty_list,
  wrong_direction,
  missing_connect,
  repeated_connect,
  bad_websocket_frame,
  bad_mask,
  text_frame,
  compressed_frame,
};

/// A defect and where it stands, in bytes from the start of the packet.
struct Flaw {
  Flaw(Defect what, std::size_t where) : defect(what), offset(static_cast<std::uint32_t>(where)) {}
  Defect defect;
  std::uint32_t offset;  ///< as a packet's length, which has 28 bits
};

std::span<const DefectInfo> defect_table();

}  // namespace vedette::decoders::mqtt
