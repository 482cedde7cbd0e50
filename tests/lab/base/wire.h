// SPDX-License-Identifier: Apache-2.0
// Frames with right lengths and checksums: Ethernet, ARP, IPv4, UDP, TCP.
#pragma once

#include <cstdint>

#include "core/address.h"
#include "tests/lab/base/host.h"
#include "tests/lab/base/octets.h"
#include "tests/lab/base/sink.h"
#include "tests/lab/base/time.h"

namespace vedette::lab {

/// To whom a frame goes on the link and on the network.
struct Address {
  core::MacAddress mac;
  core::IpAddress ip;
};
inline Address address_of(const Host& host) {
  return {host.mac, host.ip};
}
/// Everybody on the link, at the subnet's broadcast address.
Address broadcast(const core::IpAddress& subnet_broadcast);

struct Ip {
  std::uint16_t id = 0;
  std::uint8_t hop_limit = 64;
};

void send_udp(Sink& sink, Timestamp at, const Host& from, std::uint16_t source_port, const Address& to,
              std::uint16_t target_port, View payload, std::uint16_t ip_id);
/// With the addresses as given: for hosts that have none yet (DHCP) or lie about theirs.
void send_udp(Sink& sink, Timestamp at, const Address& from, std::uint16_t source_port, const Address& to,
              std::uint16_t target_port, View payload, Ip ip);

struct TcpFields {
  std::uint16_t source_port = 0, target_port = 0;
  std::uint32_t sequence = 0, acknowledgement = 0;
  std::uint8_t flags = 0;
  std::uint16_t window = 0;
  View options;  ///< a multiple of four octets
};
void send_tcp(Sink& sink, Timestamp at, const Address& from, const Address& to, const TcpFields& tcp, View payload,
              Ip ip);

struct Arp {
  std::uint16_t operation = 1;  ///< 1 request, 2 reply
  Address sender, target;       ///< of the message; need not be those of the frame
};
void send_arp(Sink& sink, Timestamp at, const core::MacAddress& from, const core::MacAddress& to, const Arp& arp);

}  // namespace vedette::lab
