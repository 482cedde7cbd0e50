// SPDX-License-Identifier: Apache-2.0
// The network layer (clause 6): its header, and the messages by which routers speak to each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/bytes.h"
#include "core/observation.h"
#include "decoders/bacnet/defects.h"

namespace vedette::decoders::bacnet {

inline constexpr std::uint16_t global_network = 0xffff;  ///< all networks (6.2.2.1)

/// A device behind a router: the number of its network, and its address there; none means all devices of it.
struct NetworkAddress {
  std::uint16_t network = 0;
  core::Bytes address;
};

struct Npdu {
  std::optional<std::uint8_t> version, control;
  std::optional<NetworkAddress> target, source;
  std::optional<std::uint8_t> hop_count;
  bool carries_message() const { return (*control & 0x80) != 0; }  ///< of the network layer, not of an application
  bool expects_reply() const { return (*control & 0x04) != 0; }
  std::uint8_t priority() const { return *control & 0x03; }
};

/// Reads the header. `content` is what follows, where the header is whole.
std::optional<Flaw> read_npdu(core::Bytes bytes, Npdu& npdu, std::optional<core::Bytes>& content);
std::string_view priority_name(std::uint8_t priority);

/// Names two devices on any network, in the order given: 0 is nobody's.
std::uint64_t hash_of(const std::optional<NetworkAddress>& first, const std::optional<NetworkAddress>& second);

enum class NetworkMessageType : std::uint8_t {
  who_is_router_to_network = 0x00,
  i_am_router_to_network = 0x01,
  i_could_be_router_to_network = 0x02,
  reject_message_to_network = 0x03,
  router_busy_to_network = 0x04,
  router_available_to_network = 0x05,
  initialize_routing_table = 0x06,
  initialize_routing_table_ack = 0x07,
  establish_connection_to_network = 0x08,
  disconnect_connection_to_network = 0x09,
  challenge_request = 0x0a,
  set_master_key = 0x11,
  what_is_network_number = 0x12,
  network_number_is = 0x13,
};

struct NetworkMessage {
  std::uint8_t type = 0;
  std::optional<std::uint16_t> vendor;  ///< of messages from 80 on
  core::Bytes content;
};
std::optional<Flaw> read_network_message(core::Bytes bytes, NetworkMessage& message);

/// One port of a routing table (6.4.7).
struct RoutingPort {
  std::uint16_t network = 0;
  std::uint8_t port = 0;
  core::Bytes info;
};

inline constexpr std::size_t network_message_name_count = 22;
struct NetworkMessageInfo {
  std::string_view name;
  core::Verb verb;
};
/// Vendors' and reserved ones have a name in common.
const NetworkMessageInfo& network_message_info(std::uint8_t type);
std::string_view network_message_name(std::size_t index);   ///< below network_message_name_count, for lists
std::string_view network_reject_name(std::uint8_t reason);  ///< of Reject-Message-To-Network (6.4.4); may be empty

}  // namespace vedette::decoders::bacnet
