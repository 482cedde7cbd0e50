// SPDX-License-Identifier: Apache-2.0
// Frames made by hand, for tests of the engine: what dissect() would have said of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "decoders/engine.h"
#include "decoders/frame.h"

namespace vedette::decoders {

using Octets = std::vector<std::uint8_t>;

/// The capture that an engine sees: numbers packets, keeps the time.
class Wire {
 public:
  explicit Wire(const EngineOptions& options, MessageSink* sink = nullptr, FlowSink* flows = nullptr)
      : engine(options, sink, flows) {}
  explicit Wire(const EngineLimits& limits = {}, MessageSink* sink = nullptr)
      : Wire(EngineOptions{.limits = limits}, sink) {}

  /// Sends a frame and returns the observations that it made. Each is a packet of its own: IPv4 gives it an
  /// identification, unless it has one already.
  const std::vector<core::Observation>& send(Frame frame) {
    now += std::chrono::milliseconds{1};
    if (frame.ip_id == 0) frame.ip_id = ++last_id;
    return send_as_it_is(frame);
  }
  /// At the time that it is, with what it says.
  const std::vector<core::Observation>& send_as_it_is(const Frame& frame) {
    const core::Packet packet{.time = now, .seq = ++seq, .bytes = {}};
    batch.clear();
    engine.packet(packet, frame, now, batch);
    return batch.items;
  }
  const std::vector<core::Observation>& tick(core::Duration later) {
    now += later;
    batch.clear();
    engine.tick(now, seq, batch);
    return batch.items;
  }
  const std::vector<core::Observation>& finish() {
    batch.clear();
    engine.finish(now, seq, batch);
    return batch.items;
  }

  Engine engine;
  ObservationBatch batch;
  core::Timestamp now = core::timestamp_from_ns(1'000'000'000'000);
  std::uint64_t seq = 0;
  std::uint32_t last_id = 0x1'0000;  // above what 16 bits hold: no test's own
};

inline core::Endpoint endpoint(std::uint8_t last_octet, std::uint16_t port) {
  core::Endpoint end;
  end.ip = core::IpAddress::v4(0x0a000000u + last_octet);
  end.mac.octets = {2, 0, 0, 0, 0, last_octet};
  end.port = {port};
  return end;
}

inline Frame frame_between(const core::Endpoint& source, const core::Endpoint& target, core::IpProtocol transport) {
  Frame frame;
  frame.source = source;
  frame.target = target;
  frame.ether_type = 0x0800;
  frame.transport = transport;
  frame.ip_protocol = static_cast<std::uint8_t>(transport);
  frame.ttl = 64;
  frame.wire_bytes = 60;
  return frame;
}

/// One TCP connection of which every byte is sent by hand. The frames that it makes view the payloads given.
class Connection {
 public:
  Connection(core::Endpoint client_, core::Endpoint server_) : client(client_), server(server_) {}

  Frame syn() { return segment(true, {}, {.sequence = client_next++, .syn = true}); }
  Frame syn_ack() {
    return segment(false, {}, {.sequence = server_next++, .acknowledgement = client_next, .syn = true, .ack = true});
  }
  Frame ack() { return segment(true, {}, {.sequence = client_next, .acknowledgement = server_next, .ack = true}); }
  Frame request(const Octets& bytes) {
    const TcpHeader header{.sequence = client_next, .acknowledgement = server_next, .psh = true, .ack = true};
    client_next += static_cast<std::uint32_t>(bytes.size());
    return segment(true, bytes, header);
  }
  Frame response(const Octets& bytes) {
    const TcpHeader header{.sequence = server_next, .acknowledgement = client_next, .psh = true, .ack = true};
    server_next += static_cast<std::uint32_t>(bytes.size());
    return segment(false, bytes, header);
  }
  Frame fin(bool from_client) {
    std::uint32_t& mine = from_client ? client_next : server_next;
    const std::uint32_t theirs = from_client ? server_next : client_next;
    return segment(from_client, {}, {.sequence = mine++, .acknowledgement = theirs, .fin = true, .ack = true});
  }
  Frame rst(bool from_client) {
    return segment(from_client, {},
                   {.sequence = from_client ? client_next : server_next,
                    .acknowledgement = from_client ? server_next : client_next,
                    .rst = true,
                    .ack = true});
  }
  Frame segment(bool from_client, core::Bytes bytes, const TcpHeader& header) const {
    Frame frame = from_client ? frame_between(client, server, core::IpProtocol::tcp)
                              : frame_between(server, client, core::IpProtocol::tcp);
    frame.tcp = header;
    frame.payload = bytes;
    frame.wire_bytes = static_cast<std::uint32_t>(54 + bytes.size());
    frame.has_transport = true;
    return frame;
  }

  core::Endpoint client, server;
  std::uint32_t client_next = 0xffff'fff0;  // so that numbers wrap early
  std::uint32_t server_next = 1000;
};

/// Modbus: read `quantity` holding registers from address 16 on, and the answer.
inline Octets read_request(std::uint8_t transaction, std::uint8_t quantity = 2) {
  return {0, transaction, 0, 0, 0, 6, 1, 3, 0, 16, 0, quantity};
}
inline Octets read_response(std::uint8_t transaction, std::uint8_t quantity = 2) {
  Octets bytes{0, transaction, 0,
               0, 0,           static_cast<std::uint8_t>(3 + 2 * quantity),
               1, 3,           static_cast<std::uint8_t>(2 * quantity)};
  bytes.resize(bytes.size() + 2u * quantity, 7);
  return bytes;
}

}  // namespace vedette::decoders
