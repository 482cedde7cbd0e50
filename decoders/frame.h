// SPDX-License-Identifier: Apache-2.0
// One frame taken apart, from its link to its transport. Views into the packet; nothing is copied.
#pragma once

#include <array>
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
  too_many_tunnels,
  truncated_tunnel,   ///< or label stack, service header, PPPoE header
  bad_tunnel_header,  ///< a version or length that no such tunnel has
  tunnel_routing,     ///< GRE with source routes (RFC 1701), which RFC 2784 gave up
  bad_ip_option,      ///< an option whose length can't be; what follows the options is read all the same
  bad_fragment,       ///< reaches beyond the longest or the stated end of a datagram, or is no multiple of 8 octets
  fragment_overlap,   ///< contradicts a piece that was there before
  fragment_evicted,   ///< to hold this piece, another datagram's had to go
};
inline constexpr std::size_t frame_defect_count = 17;
std::string_view to_string(FrameDefect defect);

struct TcpHeader {
  std::uint32_t sequence = 0, acknowledgement = 0;
  std::uint16_t window = 0;
  bool fin = false, syn = false, rst = false, psh = false, ack = false, urg = false;
};

/// Conversations are spread over this many virtual shards, whatever the number of workers.
inline constexpr unsigned shard_count = 64;

/// Who says which address is whose: neighbor discovery (RFC 4861).
enum class ClaimKind : std::uint8_t {
  neighbor_solicitation,
  neighbor_advertisement,
  router_solicitation,
  router_advertisement,
};

/// `sender_mac` and `sender_ip` are what the message says of its sender, not what the link header says. Either is unset
/// where the message doesn't say it (a probe for an address that is still free). One exception: a neighbor
/// advertisement may leave its link-layer address out, which then is that of the frame (RFC 4861, 4.4).
struct AddressClaim {
  ClaimKind kind = ClaimKind::neighbor_solicitation;
  core::MacAddress sender_mac;
  core::IpAddress sender_ip, target_ip;
};

/// What a packet was wrapped in. Names: docs/reference/links.md.
enum class Tunnel : std::uint8_t {
  none,
  gre,
  erspan,
  vxlan,
  geneve,
  gtp_u,
  ip_in_ip,  ///< IPv4 or IPv6 in IPv4
  ip_in_ip6,
  teredo,
  nsh,
  mpls,
  pppoe,
  ether_ip,
};
inline constexpr std::size_t tunnel_name_count = 13;
std::string_view to_string(Tunnel tunnel);
inline constexpr std::size_t max_tunnels = 8;

enum class Fragment : std::uint8_t {
  none,
  piece,  ///< of a datagram that isn't whole (yet): ports and payload were not read
  whole,  ///< the last missing piece of a datagram: the frame stands for all of it
};

/// What a frame without IP carries: an Ethernet type, the destination of an IEEE 802.2 header, or an organisation's own
/// number (SNAP).
enum class LinkProtocol : std::uint64_t { none = 0 };
constexpr LinkProtocol link_by_type(std::uint16_t ether_type) {
  return static_cast<LinkProtocol>(ether_type);
}
constexpr LinkProtocol link_by_llc(std::uint8_t destination) {
  return static_cast<LinkProtocol>(std::uint64_t{1} << 40 | destination);
}
constexpr LinkProtocol link_by_snap(std::uint32_t organisation, std::uint16_t number) {
  return static_cast<LinkProtocol>(std::uint64_t{1} << 41 | std::uint64_t{organisation} << 16 | number);
}

struct Icmp {
  std::uint8_t type = 0, code = 0;
};

struct Frame {
  /// Written out, since of a defaulted one g++ makes a single block clear, which costs as much as the whole dissection.
  Frame() {}  // NOLINT(modernize-use-equals-default)

  core::Endpoint source, target;                        ///< innermost; VLANs and network id in both
  std::uint16_t ether_type = 0;                         ///< of the innermost link header, 0 where the link has none
  LinkProtocol link_protocol = LinkProtocol::none;      ///< where the frame carries no IP, and `payload` is of it
  core::IpProtocol transport = core::IpProtocol::none;  ///< none where the frame carries no IP
  std::uint8_t ip_protocol = 0;  ///< the number as it stands in the header, for transports without a name here
  std::uint64_t pair_hash =
      0;                   ///< of the innermost addresses, of MACs where there is no IP: of both directions the same
  std::uint8_t shard = 0;  ///< below shard_count, from the pair alone: both directions meet
  Fragment fragment = Fragment::none;
  std::uint16_t pieces = 1;                   ///< frames that this one stands for: more where fragment is whole
  std::uint32_t wire_bytes = 0;               ///< what they were on the wire, in all
  std::uint32_t ip_id = 0;                    ///< identification of the innermost IPv4 header; 0 of IPv6
  std::uint8_t ttl = 0;                       ///< or hop limit, of the innermost IP header
  bool bad_ip_checksum = false;               ///< of any IPv4 header on the way in
  bool has_transport = false;                 ///< the header of TCP, UDP, ICMP was there and whole
  bool is_rerouted = false;                   ///< a source route or home address: the ends' own addresses are others
  std::array<Tunnel, max_tunnels> tunnels{};  ///< outermost first
  std::uint8_t tunnel_count = 0;
  TcpHeader tcp;  ///< where transport is tcp
  Icmp icmp;      ///< where transport is icmp or icmpv6
  std::optional<AddressClaim> claim;
  core::Bytes segment;   ///< transport header and payload as captured; empty where there is no transport
  core::Bytes payload;   ///< of the transport; of IP where the transport is another; of the link where there is no IP
  bool snapped = false;  ///< the capture holds less of the payload than the headers promise
  FrameDefect defect = FrameDefect::none;
};

/// Takes a packet apart by itself: fragments stay pieces. Never fails: what could be read stands in the frame beside
/// the defect.
Frame dissect(const core::Packet& packet);

}  // namespace vedette::decoders
