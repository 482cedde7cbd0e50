// SPDX-License-Identifier: Apache-2.0
// One DHCP or BOOTP message as read. It points into the datagram, but for options that came in parts: those are put
// together in its own memory, which keeps its capacity.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/address.h"
#include "core/bytes.h"

namespace vedette::decoders::dhcp {

/// An option, or a part of one, in the order in which they count (RFC 3396, 5: options, file, sname).
struct OptionPart {
  std::uint8_t code = 0;
  core::Bytes value;
};

struct Message {
  bool has_header = false;
  std::uint8_t op = 0;  ///< 1: from a client, 2: from a server
  std::uint32_t transaction_id = 0;
  core::MacAddress client_mac;  ///< zero where the client's link has no such addresses
  core::IpAddress client_ip, assigned_ip, next_server_ip, relay_ip;  ///< unset where 0.0.0.0
  std::optional<std::uint8_t> type;                                  ///< option 53; none of BOOTP
  core::Bytes host_name, vendor_class, parameters, client_id, domain, fqdn, routers, dns_servers, ntp_servers;
  core::Bytes circuit_id, remote_id, user_class, boot_file, tftp_server;
  core::IpAddress requested_ip, server_ip, subnet_mask;
  std::optional<std::uint32_t> lease_time;
  bool fqdn_is_encoded = false;  ///< as labels, not as text (RFC 4702, 2.1)

  std::vector<OptionPart> parts;
  std::vector<std::uint8_t> joined;  ///< options that came in parts

  void clear();
};

}  // namespace vedette::decoders::dhcp
