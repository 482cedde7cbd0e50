// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmark/wire.h"

#include <algorithm>
#include <fmt/format.h>

namespace vedette::benchmark {
namespace {

void put_le(std::string& out, std::uint64_t value, unsigned octets) {
  for (unsigned i = 0; i < octets; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

/// RFC 1071, over one part after the other; each but the last of even length.
class Checksum {
 public:
  void add(View bytes) {
    for (std::size_t i = 0; i < bytes.size(); i += 2)
      sum_ += static_cast<std::uint32_t>(bytes[i] << 8) + (i + 1 < bytes.size() ? bytes[i + 1] : 0u);
  }
  void add(std::uint32_t word) { sum_ += word; }
  std::uint16_t value() const {
    std::uint64_t sum = sum_;
    while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
  }

 private:
  std::uint64_t sum_ = 0;
};

void write_at(Octets& out, std::size_t at, std::uint16_t value) {
  out[at] = static_cast<std::uint8_t>(value >> 8);
  out[at + 1] = static_cast<std::uint8_t>(value);
}

void add_pseudo_header(Checksum& sum, const Host& source, const Host& target, std::uint8_t protocol, std::size_t size) {
  sum.add(source.address());
  sum.add(target.address());
  sum.add(protocol);
  sum.add(static_cast<std::uint32_t>(size));
}

}  // namespace

PcapFile::PcapFile(const std::string& path) : path_(path), file_(path, std::ios::binary | std::ios::trunc) {
  put_le(out_, 0xa1b2c3d4, 4);  // microseconds
  put_le(out_, 2, 2);
  put_le(out_, 4, 2);
  put_le(out_, 0, 8);
  put_le(out_, 262'144, 4);
  put_le(out_, 1, 4);  // LINKTYPE_ETHERNET
}

void PcapFile::add(std::int64_t at_us, View frame) {
  const auto stamp_us = static_cast<std::uint64_t>(epoch_us + at_us);
  put_le(out_, stamp_us / 1'000'000, 4);
  put_le(out_, stamp_us % 1'000'000, 4);
  put_le(out_, frame.size(), 4);
  put_le(out_, frame.size(), 4);
  out_.append(frame.begin(), frame.end());
  ++packets_;
  bytes_ += frame.size();
  if (out_.size() > 1 << 20) flush();
}

void PcapFile::flush() {
  file_ << out_;
  out_.clear();
}

core::Result<std::uint64_t> PcapFile::close() {
  flush();
  if (!file_.flush()) return core::unavailable(fmt::format("{}: can't be written", path_));
  return packets_;
}

void put_be16(Octets& out, std::uint32_t value) {
  out.push_back(static_cast<std::uint8_t>(value >> 8));
  out.push_back(static_cast<std::uint8_t>(value));
}
void put_be32(Octets& out, std::uint32_t value) {
  put_be16(out, value >> 16);
  put_be16(out, value);
}
void put(Octets& out, View bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

Host Host::v4(std::uint32_t address) {
  Host host;
  for (unsigned i = 0; i < 4; ++i) host.ip[i] = static_cast<std::uint8_t>(address >> (24 - 8 * i));
  host.mac = {0x02, 0x00, host.ip[0], host.ip[1], host.ip[2], host.ip[3]};
  return host;
}

Host Host::local_v6(std::uint32_t number) {
  Host host = v4(number);
  host.ip = {0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, host.ip[0], host.ip[1], host.ip[2], host.ip[3]};
  host.v6 = true;
  return host;
}

Octets tcp_segment(const Host& source, const Host& target, const Tcp& tcp, View payload) {
  const std::size_t header = tcp.timestamps ? 32 : 20;
  Octets out;
  out.reserve(header + payload.size());
  put_be16(out, tcp.source_port);
  put_be16(out, tcp.target_port);
  put_be32(out, tcp.sequence);
  put_be32(out, tcp.acknowledgement);
  put_be16(out, static_cast<std::uint32_t>(header / 4 << 12 | tcp.flags));
  put_be16(out, 64'240);
  put_be32(out, 0);  // checksum, urgent
  if (tcp.timestamps) {
    put_be32(out, 0x0101'080a);
    put_be32(out, tcp.stamp);
    put_be32(out, tcp.echo);
  }
  put(out, payload);
  Checksum sum;
  add_pseudo_header(sum, source, target, 6, out.size());
  sum.add(View{out});
  write_at(out, 16, sum.value());
  return out;
}

Octets udp_datagram(const Host& source, const Host& target, std::uint16_t source_port, std::uint16_t target_port,
                    View payload) {
  Octets out;
  put_be16(out, source_port);
  put_be16(out, target_port);
  put_be16(out, static_cast<std::uint32_t>(8 + payload.size()));
  put_be16(out, 0);
  put(out, payload);
  Checksum sum;
  add_pseudo_header(sum, source, target, 17, out.size());
  sum.add(View{out});
  write_at(out, 6, sum.value() == 0 ? 0xffff : sum.value());
  return out;
}

Octets icmp_echo(const Host& source, const Host& target, bool reply, std::uint16_t sequence, View payload) {
  Octets out;
  const unsigned request = source.v6 ? 128 : 8, answer = source.v6 ? 129 : 0;
  put_be16(out, (reply ? answer : request) << 8);
  put_be16(out, 0);
  put_be16(out, 1);
  put_be16(out, sequence);
  put(out, payload);
  Checksum sum;
  if (source.v6) add_pseudo_header(sum, source, target, 58, out.size());
  sum.add(View{out});
  write_at(out, 2, sum.value());
  return out;
}

Octets ip_packet(const Host& source, const Host& target, std::uint8_t protocol, View payload,
                 const Ipv4Fragment& fragment) {
  Octets out;
  out.reserve(40 + payload.size());
  if (source.v6) {
    put_be32(out, 6u << 28);
    put_be16(out, static_cast<std::uint32_t>(payload.size()));
    put_be16(out, static_cast<std::uint32_t>(protocol << 8 | 64));
  } else {
    put_be16(out, 0x4500);
    put_be16(out, static_cast<std::uint32_t>(20 + payload.size()));
    put_be16(out, fragment.id);
    put_be16(out, (fragment.more ? 0x2000u : 0u) | fragment.offset_units);
    put_be16(out, static_cast<std::uint32_t>(64 << 8 | protocol));
    put_be16(out, 0);
  }
  put(out, source.address());
  put(out, target.address());
  if (!source.v6) {
    Checksum sum;
    sum.add(View{out});
    write_at(out, 10, sum.value());
  }
  put(out, payload);
  return out;
}

Octets ethernet(const Host& source, const Host& target, const Link& link, std::uint16_t ether_type, View payload) {
  Octets out;
  out.reserve(14 + 4 * link.vlans.size() + payload.size());
  put(out, target.mac);
  put(out, source.mac);
  for (const std::uint16_t vlan : link.vlans) {
    put_be16(out, 0x8100);
    put_be16(out, vlan);
  }
  put_be16(out, ether_type);
  put(out, payload);
  if (out.size() < 60) out.resize(60);  // IEEE 802.3, 3.2.8
  return out;
}

Octets ip_frame(const Host& source, const Host& target, const Link& link, std::uint8_t protocol, View payload) {
  return ethernet(source, target, link, source.v6 ? 0x86dd : 0x0800, ip_packet(source, target, protocol, payload));
}

}  // namespace vedette::benchmark
