// SPDX-License-Identifier: Apache-2.0
// One MQTT packet as read. Texts, lists and properties stay in the bytes: the message points there, and is walked by
// those who ask. Where a packet came in parts, its bytes are in the message's own buffers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/bytes.h"
#include "decoders/mqtt/packet_types.h"
#include "decoders/mqtt/properties.h"
#include "decoders/mqtt/sparkplug.h"

namespace vedette::decoders::mqtt {

/// What a client says of itself (section 3.1). The password isn't kept, only that there is one.
struct Connect {
  struct Will {
    core::Bytes topic;
    std::uint8_t qos = 0;
    bool retain = false;
    std::optional<std::size_t> length;  ///< of its payload, where it was read so far
    Properties properties;
  };
  std::optional<core::Bytes> client_id, user_name;
  std::optional<std::uint16_t> keep_alive;
  bool has_flags = false;
  bool clean_start = false, password_present = false, has_will = false;
  bool bridge = false;  ///< the version's highest bit, by which brokers tell that they are no ordinary client
  Will will;
};

/// What is reset for each packet. Small, since it is done for each.
struct Packet {
  PacketType type = PacketType::reserved;
  Version version = Version::unknown;
  std::uint8_t qos = 0;
  bool dup = false, retain = false;
  bool from_client = false, direction_known = false;
  bool has_reasons = false;  ///< in the form of version 5
  bool incomplete = false;   ///< too long to be held: what stands behind the held part wasn't read
  bool websocket = false;
  bool topic_unknown = false;  ///< its alias stands for a topic that isn't known
  bool session_known = false, session_present = false;
  bool matched = false;
  bool unmatched = false;  ///< an acknowledgement of nothing, where everything was seen
  bool has_flaw = false;
  bool has_payload = false;

  std::size_t size = 0;  ///< of the packet with its header
  std::size_t payload_length = 0;
  std::optional<std::uint16_t> packet_id;
  std::optional<std::uint8_t> reason_code;
  core::Bytes topic;    ///< as sent, or what its alias stands for
  core::Bytes payload;  ///< of PUBLISH, as far as it is held
  core::Bytes list;     ///< filters with options, or filters alone, or reason codes: as far as they are in order
  Properties properties;
  core::Bytes assigned_client_id;  ///< that the client got in CONNACK, on the client's first packet after it
  std::uint64_t request_frame = 0;
  std::uint64_t retransmitted_frame = 0;  ///< of the publish that this one repeats
};

struct Message : Packet {
  Connect connect;                     ///< of CONNECT only
  std::optional<Sparkplug> sparkplug;  ///< of PUBLISH under a topic of Sparkplug
  std::vector<std::uint8_t> assembled, unmasked, resolved_topic, claimed_id;
  std::vector<std::uint8_t> matched_filters;  ///< each behind its length in two bytes

  void reset() {
    static_cast<Packet&>(*this) = {};
    sparkplug.reset();
    unmasked.clear();
    matched_filters.clear();
  }
};

/// One filter of SUBSCRIBE (with options) or UNSUBSCRIBE (without), out of Packet::list.
struct Filter {
  core::Bytes text;
  std::uint8_t options = 0;
};
inline Filter next_filter(core::ByteCursor& in, bool with_options) {
  Filter filter{.text = counted(in)};
  if (with_options) filter.options = in.u8();
  return filter;
}

}  // namespace vedette::decoders::mqtt
