// SPDX-License-Identifier: Apache-2.0
// Frames with right lengths and checksums, and the classic pcap file that takes them.
#pragma once

#include <array>
#include <cstdint>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"

namespace vedette::benchmark {

using Octets = std::vector<std::uint8_t>;
using View = std::span<const std::uint8_t>;

/// Ethernet, microseconds.
class PcapFile {
 public:
  explicit PcapFile(const std::string& path);

  void add(std::int64_t at_us, View frame);
  /// How many frames were written.
  core::Result<std::uint64_t> close();

  std::uint64_t packets() const { return packets_; }
  std::uint64_t bytes() const { return bytes_; }  ///< of frames, without what the file adds

 private:
  void flush();

  std::string path_, out_;
  std::ofstream file_;
  std::uint64_t packets_ = 0, bytes_ = 0;
};

/// Of classic pcap: 2026-01-01.
inline constexpr std::int64_t epoch_us = 1'767'225'600'000'000;

void put_be16(Octets& out, std::uint32_t value);
void put_be32(Octets& out, std::uint32_t value);
void put(Octets& out, View bytes);

/// One end: an address of 4 or 16 octets and the MAC that goes with it.
struct Host {
  std::array<std::uint8_t, 6> mac{};
  std::array<std::uint8_t, 16> ip{};
  bool v6 = false;

  View address() const { return View{ip}.first(v6 ? 16 : 4); }
  static Host v4(std::uint32_t address);
  /// In fd00::/64.
  static Host local_v6(std::uint32_t number);
};

/// What stands between the Ethernet addresses and IP.
struct Link {
  std::vector<std::uint16_t> vlans;  ///< outermost first
};

struct Tcp {
  std::uint16_t source_port = 0, target_port = 0;
  std::uint32_t sequence = 0, acknowledgement = 0;
  std::uint8_t flags = 0x10;
  bool timestamps = false;  ///< RFC 7323: twelve octets of options
  std::uint32_t stamp = 0, echo = 0;
};

struct Ipv4Fragment {
  std::uint16_t id = 0, offset_units = 0;  ///< of eight octets
  bool more = false;
};

Octets tcp_segment(const Host& source, const Host& target, const Tcp& tcp, View payload);
Octets udp_datagram(const Host& source, const Host& target, std::uint16_t source_port, std::uint16_t target_port,
                    View payload);
Octets icmp_echo(const Host& source, const Host& target, bool reply, std::uint16_t sequence, View payload);

Octets ip_packet(const Host& source, const Host& target, std::uint8_t protocol, View payload,
                 const Ipv4Fragment& fragment = {});
Octets ethernet(const Host& source, const Host& target, const Link& link, std::uint16_t ether_type, View payload);
Octets ip_frame(const Host& source, const Host& target, const Link& link, std::uint8_t protocol, View payload);

}  // namespace vedette::benchmark
