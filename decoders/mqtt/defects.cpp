// SPDX-License-Identifier: Apache-2.0
#include "decoders/mqtt/defects.h"

#include <array>

namespace vedette::decoders::mqtt {
namespace {

// Sections are those of MQTT Version 5.0 (OASIS, 2019) where nothing else is said.
constexpr std::array<DefectInfo, 28> table{{
    {"bad_packet_type", "packet type 0, or AUTH before version 5 (section 2.1.2)"},
    {"bad_flags", "the fixed header's flags are not those of the packet type (section 2.1.3)"},
    {"bad_remaining_length", "the remaining length takes more than four bytes (section 1.5.5)"},
    {"bad_length", "the packet is shorter or longer than its type and content have it (sections 2.1.4 and 3)"},
    {"truncated", "the stream ended inside a packet (section 2.1.4)"},
    {"bad_protocol_name", "CONNECT with a protocol name other than MQTT or, in 3.1, MQIsdp (section 3.1.2.1)"},
    {"bad_protocol_version", "CONNECT with a version other than 3, 4, 5, or one that its name contradicts (3.1.2.2)"},
    {"bad_connect_flags",
     "CONNECT with its reserved bit set, will QoS 3, will settings without will, or before version 5 a password "
     "without user name (section 3.1.2.3)"},
    {"bad_utf8", "a string that is not well-formed UTF-8, or holds U+0000 (section 1.5.4)"},
    {"bad_topic", "a topic name that is empty or has a wildcard (sections 3.3.2.1 and 4.7)"},
    {"bad_filter", "a topic filter that is empty or has a wildcard where none may stand (section 4.7)"},
    {"bad_packet_id", "packet identifier 0 (section 2.2.1)"},
    {"bad_qos", "QoS 3 (sections 3.3.1.2 and 3.8.3.1)"},
    {"bad_subscription_options",
     "reserved bits, retain handling 3, or no local on a shared subscription (section 3.8.3.1)"},
    {"bad_reason_code", "a reason, return or acknowledge code that the packet can't have (sections 2.4 and 3.2.2.1)"},
    {"bad_property", "a property that is not assigned, or doesn't belong to the packet (section 2.2.2.2)"},
    {"duplicate_property", "a property stands twice that may stand once (section 2.2.2.2)"},
    {"bad_property_value", "a property has a value that it can't have (sections 3.1.2.11 and 3.2.2.3)"},
    {"bad_property_length", "the properties are longer than the packet, or their last is cut (section 2.2.2.1)"},
    {"bad_topic_alias", "topic alias 0, or above the maximum that the receiver has named (section 3.3.2.3.4)"},
    {"empty_list", "SUBSCRIBE or UNSUBSCRIBE without filter, or its answer without code (sections 3.8.3 to 3.11.3)"},
    {"wrong_direction", "a packet that only the other end may send (section 2.1.2)"},
    {"missing_connect", "the client's first packet is not CONNECT (section 3.1)"},
    {"repeated_connect", "a second CONNECT on one connection (section 3.1)"},
    {"bad_websocket_frame",
     "a WebSocket frame with a reserved bit or opcode, a length not in its shortest form, a control frame that is "
     "fragmented or longer than 125 bytes, or a fragment out of order (RFC 6455, sections 5.2 to 5.5)"},
    {"bad_mask", "a WebSocket client that doesn't mask, or a server that does (RFC 6455, section 5.1); told once"},
    {"text_frame", "a WebSocket text frame: MQTT is carried in binary ones (section 6.0)"},
    {"compressed_frame", "a compressed WebSocket message (RFC 7692), which is not read"},
}};

}  // namespace

std::span<const DefectInfo> defect_table() {
  return table;
}

}  // namespace vedette::decoders::mqtt
