// SPDX-License-Identifier: Apache-2.0
// One frame taken apart, from its link to its transport. Views into the packet; nothing is copied.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/address.h"
#include "core/bytes.h"
#include "core/packet.h"

namespace vedette::decoders {

/// Why a frame was not taken apart to its transport payload, or what in it breaks the rules.
enum class FrameDefect : std::uint8_t {
  none,
  unknown_link_type,
  truncated_link,
  truncated_network,
  bad_ip_header,  ///< version, header length or total length contradict each other
  truncated_transport,
  bad_transport_header,
  too_many_tags,
  too_many_extension_headers,
};
inline constexpr std::size_t frame_defect_count = 9;
std::string_view to_string(FrameDefect defect);

struct TcpHeader {
  std::uint32_t sequence = 0, acknowledgement = 0;
  std::uint16_t window = 0;
  bool fin = false, syn = false, rst = false, psh = false, ack = false, urg = false;
};

/// Conversations are spread over this many virtual shards, whatever the number of workers.
inline constexpr unsigned shard_count = 64;

enum class ArpOperation : std::uint16_t { none = 0, request = 1, reply = 2 };

struct ArpClaim {
  ArpOperation operation = ArpOperation::none;
  core::MacAddress sender_mac;
  core::IpAddress sender_ip, target_ip;
};

struct Frame {
  /// Written out, since of a defaulted one g++ makes a single block clear, which costs as much as the whole dissection.
  Frame() {}  // NOLINT(modernize-use-equals-default)

  core::Endpoint source, target;
  std::uint16_t ether_type = 0;                         ///< of the innermost link header, 0 where the link has none
  core::IpProtocol transport = core::IpProtocol::none;  ///< none where the frame carries no IP
  std::uint8_t ip_protocol = 0;  ///< the number as it stands in the header, for transports without a name here
  bool fragment = false;         ///< a piece of a datagram; ports and payload are not read
  std::uint8_t shard = 0;        ///< below shard_count, from the innermost address pair alone: both directions meet
  std::uint32_t network = 0;     ///< tunnel's network id
  TcpHeader tcp;                 ///< where transport is tcp
  std::optional<ArpClaim> arp;
  core::Bytes payload;   ///< of the transport; of IP where the transport is another
  bool snapped = false;  ///< the capture holds less of the payload than the headers promise
  FrameDefect defect = FrameDefect::none;
};

/// Takes a packet apart. Never fails: what could be read stands in the frame beside the defect.
Frame dissect(const core::Packet& packet);

}  // namespace vedette::decoders
