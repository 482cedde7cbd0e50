// SPDX-License-Identifier: Apache-2.0
// The virtual links under BACnet's network layer: BACnet/IP (Annex J) and BACnet/IPv6 (Annex U). On Ethernet (clause 7)
// there is none: the frame carries the network layer at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/address.h"
#include "core/bytes.h"
#include "core/observation.h"
#include "decoders/bacnet/defects.h"

namespace vedette::decoders::bacnet {

inline constexpr std::uint8_t type_ip = 0x81, type_ipv6 = 0x82;

/// The functions of both kinds (J.2, U.2), which number them differently.
enum class LinkFunction : std::uint8_t {
  result,
  write_broadcast_distribution_table,
  read_broadcast_distribution_table,
  read_broadcast_distribution_table_ack,
  forwarded_npdu,
  register_foreign_device,
  read_foreign_device_table,
  read_foreign_device_table_ack,
  delete_foreign_device_table_entry,
  distribute_broadcast_to_network,
  original_unicast_npdu,
  original_broadcast_npdu,
  secure_bvll,
  address_resolution,
  forwarded_address_resolution,
  address_resolution_ack,
  virtual_address_resolution,
  virtual_address_resolution_ack,
};
inline constexpr std::size_t link_function_count = 18;
std::string_view to_string(LinkFunction function);

/// An address of BACnet/IP (J.1.2) or BACnet/IPv6 (U.1.2).
struct LinkAddress {
  core::IpAddress ip;
  core::Port port;
};

struct LinkHeader {
  std::uint8_t type = 0;  ///< 0 where there is no virtual link
  std::optional<std::uint8_t> function_code;
  std::optional<LinkFunction> function;
  std::optional<std::uint16_t> result, ttl;                     ///< ttl in seconds (J.5.2.1)
  std::optional<std::uint32_t> virtual_source, virtual_target;  ///< 22 bits (U.5); of address resolution its subject
  std::optional<LinkAddress> originator;                        ///< of what is forwarded
  std::optional<LinkAddress> entry;                             ///< of a foreign device that is to be deleted
  core::Bytes table;                                            ///< entries of ten octets: see next_table_entry()
};

/// Reads a datagram. `npdu` is what the network layer gets: nothing where the function carries none.
std::optional<Flaw> read_link(core::Bytes datagram, LinkHeader& link, std::optional<core::Bytes>& npdu);

/// One entry of a table: of broadcast distribution with a mask (J.4.1), of foreign devices with times (J.5.2.1.1).
inline constexpr std::size_t table_entry_size = 10;
struct TableEntry {
  LinkAddress address;
  core::IpAddress mask;
  std::uint16_t ttl = 0, remaining = 0;
};
TableEntry table_entry(core::Bytes ten);

/// "register_foreign_device_nak" (J.2.1, U.2.1); empty where the code has no name.
std::string_view result_name(std::uint8_t type, std::uint16_t result);
/// The function that a refusal answers; nothing where the code says none.
std::optional<LinkFunction> refused_function(std::uint8_t type, std::uint16_t result);

/// What a function does by itself, whatever it carries.
core::Verb verb_of(LinkFunction function);

}  // namespace vedette::decoders::bacnet
