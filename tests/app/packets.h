// SPDX-License-Identifier: Apache-2.0
// Captures made in memory: a source that hands out packets it was given, and a small site whose clients poll.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "capture/source.h"

namespace vedette::app {

using Octets = std::vector<std::uint8_t>;

struct StoredPacket {
  std::int64_t time_ns = 0;
  Octets bytes;
};

/// Hands out what it was given; may fail after the last.
class MemorySource : public capture::PacketSource {
 public:
  explicit MemorySource(const std::vector<StoredPacket>& packets) : packets_(packets) {}

  core::Result<void> next(capture::PacketBatch& batch, std::size_t max_packets) override {
    if (error && at_ >= packets_.size()) return std::unexpected(*error);
    for (std::size_t n = 0; n < max_packets && at_ < packets_.size(); ++n, ++at_) {
      if (before_packet) before_packet(at_);
      core::Packet packet;
      packet.time = core::timestamp_from_ns(packets_[at_].time_ns);
      packet.seq = at_ + 1;
      packet.bytes = batch.bytes.copy(core::Bytes{packets_[at_].bytes});
      packet.wire_length = static_cast<std::uint32_t>(packet.bytes.size());
      batch.packets.push_back(packet);
    }
    return {};
  }
  capture::SourceStats stats() const override { return {.packets = at_}; }
  std::vector<std::string> warnings() const override { return {}; }

  std::optional<core::Error> error;                ///< told after the last packet
  std::function<void(std::size_t)> before_packet;  ///< with its index

 private:
  const std::vector<StoredPacket>& packets_;
  std::size_t at_ = 0;
};

inline void be16(Octets& out, std::size_t value) {
  out.push_back(static_cast<std::uint8_t>(value >> 8));
  out.push_back(static_cast<std::uint8_t>(value));
}
inline void be32(Octets& out, std::uint32_t value) {
  be16(out, value >> 16);
  be16(out, value & 0xffff);
}

/// Ethernet and IPv4 from 10.0.0.`source` to 10.0.0.`target`. Checksums are left zero, here and above: they are not
/// judged.
inline Octets ip_frame(std::uint8_t source, std::uint8_t target, std::uint8_t protocol, const Octets& content) {
  Octets frame{2, 0, 0, 0, 0, target, 2, 0, 0, 0, 0, source, 8, 0};
  frame.insert(frame.end(), {0x45, 0});
  be16(frame, 20 + content.size());
  frame.insert(frame.end(), {0, 0, 0x40, 0, 64, protocol, 0, 0, 10, 0, 0, source, 10, 0, 0, target});
  frame.insert(frame.end(), content.begin(), content.end());
  frame.resize(std::max<std::size_t>(frame.size(), 60));  // Ethernet pads
  return frame;
}

inline Octets udp_frame(std::uint8_t source, std::uint8_t target, std::uint16_t port, const Octets& payload) {
  Octets datagram;
  be16(datagram, port);
  be16(datagram, port);
  be16(datagram, 8 + payload.size());
  be16(datagram, 0);
  datagram.insert(datagram.end(), payload.begin(), payload.end());
  return ip_frame(source, target, 17, datagram);
}

/// One TCP connection between 10.0.0.`client` and a port of 10.0.0.`server`.
class Connection {
 public:
  Connection(std::uint8_t client, std::uint8_t server, std::uint16_t port)
      : client_(client), server_(server), port_(port) {}

  Octets syn() { return segment(true, syn_flag, {}); }
  Octets syn_ack() { return segment(false, syn_flag | ack_flag, {}); }
  Octets ack() { return segment(true, ack_flag, {}); }
  Octets say(bool from_client, const Octets& payload) { return segment(from_client, psh_flag | ack_flag, payload); }

 private:
  static constexpr std::uint8_t syn_flag = 2, psh_flag = 8, ack_flag = 16;

  Octets segment(bool from_client, std::uint8_t flags, const Octets& payload) {
    std::uint32_t& mine = from_client ? client_next_ : server_next_;
    Octets segment;
    be16(segment, from_client ? 40'000u + client_ : port_);
    be16(segment, from_client ? port_ : 40'000u + client_);
    be32(segment, mine);
    be32(segment, (flags & ack_flag) == 0 ? 0 : from_client ? server_next_ : client_next_);
    segment.insert(segment.end(), {0x50, flags, 0xff, 0xff, 0, 0, 0, 0});
    segment.insert(segment.end(), payload.begin(), payload.end());
    mine += static_cast<std::uint32_t>(payload.size()) + ((flags & syn_flag) != 0 ? 1 : 0);
    return ip_frame(from_client ? client_ : server_, from_client ? server_ : client_, 6, segment);
  }

  std::uint8_t client_, server_;
  std::uint16_t port_;
  std::uint32_t client_next_ = 0xffff'f000, server_next_ = 1000;
};

/// Polls of Modbus.
class Polling : public Connection {
 public:
  Polling(std::uint8_t client, std::uint8_t server) : Connection(client, server, 502) {}

  /// Read 10 holding registers from 0 on.
  Octets request() { return say(true, modbus({1, 3, 0, 0, 0, 10}, ++transaction_)); }
  Octets response() {
    Octets pdu{1, 3, 20};
    pdu.resize(pdu.size() + 20, static_cast<std::uint8_t>(transaction_));
    return say(false, modbus(pdu, transaction_));
  }

 private:
  /// MODBUS Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3: transaction, protocol 0, length, unit and PDU.
  static Octets modbus(const Octets& unit_and_pdu, std::uint16_t transaction) {
    Octets message;
    be16(message, transaction);
    be16(message, 0);
    be16(message, unit_and_pdu.size());
    message.insert(message.end(), unit_and_pdu.begin(), unit_and_pdu.end());
    return message;
  }

  std::uint16_t transaction_ = 0;
};

/// `clients` × `servers` conversations, each polled once a second for `seconds`.
inline std::vector<StoredPacket> polled_site(std::uint8_t clients, std::uint8_t servers, int seconds) {
  std::vector<StoredPacket> packets;
  std::int64_t now = 1'700'000'000'000'000'000;
  const auto add = [&](Octets bytes) { packets.push_back({now += 1'000'000, std::move(bytes)}); };
  std::vector<Polling> conversations;
  for (std::uint8_t c = 0; c < clients; ++c) {
    for (std::uint8_t s = 0; s < servers; ++s) {
      conversations.emplace_back(static_cast<std::uint8_t>(100 + c), static_cast<std::uint8_t>(10 + s));
    }
  }
  for (auto& conversation : conversations) {
    add(conversation.syn());
    add(conversation.syn_ack());
    add(conversation.ack());
  }
  for (int second = 1; second <= seconds; ++second) {
    now = 1'700'000'000'000'000'000 + std::int64_t{second} * 1'000'000'000;
    for (auto& conversation : conversations) {
      add(conversation.request());
      add(conversation.response());
      add(conversation.ack());
    }
  }
  return packets;
}

}  // namespace vedette::app
