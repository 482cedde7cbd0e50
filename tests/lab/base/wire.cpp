// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/base/wire.h"

#include <algorithm>
#include <array>

namespace vedette::lab {
namespace {

constexpr std::size_t ethernet_size = 14, ip_size = 20, udp_size = 8, tcp_size = 20, smallest_frame = 60;

/// Writes over room that was made for it.
class Writer {
 public:
  explicit Writer(std::span<std::uint8_t> room) : room_(room) {}
  Writer& u8(std::uint64_t value) {
    room_[at_++] = static_cast<std::uint8_t>(value);
    return *this;
  }
  Writer& u16(std::uint64_t value) { return u8(value >> 8).u8(value); }
  Writer& u32(std::uint64_t value) { return u16(value >> 16).u16(value); }
  Writer& bytes(View value) {
    std::ranges::copy(value, room_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ += value.size();
    return *this;
  }

 private:
  std::span<std::uint8_t> room_;
  std::size_t at_ = 0;
};

/// RFC 1071.
class Checksum {
 public:
  Checksum& add(View bytes) {
    std::size_t i = 0;
    for (; i + 1 < bytes.size(); i += 2) sum_ += static_cast<std::uint32_t>(bytes[i] << 8 | bytes[i + 1]);
    if (i < bytes.size()) sum_ += static_cast<std::uint32_t>(bytes[i] << 8);
    return *this;
  }
  Checksum& add(std::uint32_t value) {
    sum_ += (value >> 16) + (value & 0xffff);
    return *this;
  }
  std::uint16_t value() const {
    std::uint64_t sum = sum_;
    while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
  }

 private:
  std::uint64_t sum_ = 0;
};

void set_u16(std::span<std::uint8_t> room, std::size_t at, std::uint16_t value) {
  room[at] = static_cast<std::uint8_t>(value >> 8);
  room[at + 1] = static_cast<std::uint8_t>(value);
}

/// Makes a frame with its Ethernet and IPv4 headers; gives the room behind them.
std::span<std::uint8_t> ipv4_frame(Sink& sink, Timestamp at, const Address& from, const Address& to,
                                   std::uint8_t protocol, std::size_t size, Ip ip) {
  const std::size_t total = ip_size + size;
  auto frame = sink.frame(at, std::max(smallest_frame, ethernet_size + total));
  Writer(frame).bytes(to.mac.octets).bytes(from.mac.octets).u16(0x0800);
  const auto header = frame.subspan(ethernet_size, ip_size);
  Writer(header).u8(0x45).u8(0).u16(total).u16(ip.id).u16(0x4000).u8(ip.hop_limit).u8(protocol).u16(0)
      .bytes(from.ip.octets()).bytes(to.ip.octets());
  set_u16(header, 10, Checksum{}.add(View{header}).value());
  return frame.subspan(ethernet_size + ip_size, size);
}

std::uint16_t transport_checksum(const Address& from, const Address& to, std::uint8_t protocol, View segment) {
  return Checksum{}
      .add(from.ip.octets())
      .add(to.ip.octets())
      .add(protocol)
      .add(static_cast<std::uint32_t>(segment.size()))
      .add(segment)
      .value();
}

constexpr core::MacAddress everybody{{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};

}  // namespace

Address broadcast(const core::IpAddress& subnet_broadcast) {
  return {everybody, subnet_broadcast};
}

void send_udp(Sink& sink, Timestamp at, const Address& from, std::uint16_t source_port, const Address& to,
              std::uint16_t target_port, View payload, Ip ip) {
  constexpr std::uint8_t udp = 17;
  const std::size_t size = udp_size + payload.size();
  const auto room = ipv4_frame(sink, at, from, to, udp, size, ip);
  Writer(room).u16(source_port).u16(target_port).u16(size).u16(0).bytes(payload);
  const std::uint16_t sum = transport_checksum(from, to, udp, room);
  set_u16(room, 6, sum == 0 ? 0xffff : sum);
}

void send_udp(Sink& sink, Timestamp at, const Host& from, std::uint16_t source_port, const Address& to,
              std::uint16_t target_port, View payload, std::uint16_t ip_id) {
  send_udp(sink, at, address_of(from), source_port, to, target_port, payload, {ip_id, from.stack.hop_limit});
}

void send_tcp(Sink& sink, Timestamp at, const Address& from, const Address& to, const TcpFields& tcp, View payload,
              Ip ip) {
  constexpr std::uint8_t protocol = 6;
  const std::size_t header = tcp_size + tcp.options.size();
  const auto room = ipv4_frame(sink, at, from, to, protocol, header + payload.size(), ip);
  Writer(room).u16(tcp.source_port).u16(tcp.target_port).u32(tcp.sequence).u32(tcp.acknowledgement)
      .u16(header / 4 << 12 | tcp.flags).u16(tcp.window).u32(0).bytes(tcp.options).bytes(payload);
  set_u16(room, 16, transport_checksum(from, to, protocol, room));
}

void send_arp(Sink& sink, Timestamp at, const core::MacAddress& from, const core::MacAddress& to, const Arp& arp) {
  const auto frame = sink.frame(at, smallest_frame);
  Writer(frame).bytes(to.octets).bytes(from.octets).u16(0x0806).u16(1).u16(0x0800).u8(6).u8(4).u16(arp.operation)
      .bytes(arp.sender.mac.octets).bytes(arp.sender.ip.octets()).bytes(arp.target.mac.octets)
      .bytes(arp.target.ip.octets());
}

}  // namespace vedette::lab
