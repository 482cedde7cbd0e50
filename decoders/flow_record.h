// SPDX-License-Identifier: Apache-2.0
// What is told of a conversation when it ends, is forgotten, or the input ends. docs/reference/flow.md has the words.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/flow_key.h"
#include "core/observation.h"
#include "core/time.h"
#include "decoders/frame.h"

namespace vedette::decoders {

/// One direction of a conversation. Copies that mirrors made are counted apart.
struct FlowCounts {
  std::uint64_t packets = 0, bytes = 0;  ///< frames on the wire, as long as they were there
  std::uint64_t copies = 0, copy_bytes = 0;
  std::uint64_t gaps = 0, gap_bytes = 0, retransmitted_bytes = 0, conflicting_overlaps = 0;
  std::uint64_t stream_bytes = 0;  ///< of TCP, delivered in order
};

struct FlowRecord {
  core::FlowId id;
  core::FlowKey key;
  core::Endpoint client, server;     ///< as each was seen as sender; else as receiver
  core::Direction to_server{};       ///< which way client to server is in the key
  bool answered = false;             ///< the server was seen as sender
  std::string_view state, reason;    ///< static: what the conversation had come to, and why it is told now
  std::string_view application;      ///< static; empty where unknown
  std::array<FlowCounts, 2> counts;  ///< [0] to the server, [1] to the client
  std::array<Tunnel, max_tunnels> tunnels{};
  std::uint8_t tunnel_count = 0;
  core::Timestamp first, last;  ///< as stamped
  core::TimePrecision precision = core::TimePrecision::microseconds;
  std::uint64_t last_frame = 0;

  /// Of the client and of the server; of ICMP what stands for them in the key.
  core::Port client_port() const { return to_server == core::Direction::a_to_b ? key.port_a : key.port_b; }
  core::Port server_port() const { return to_server == core::Direction::a_to_b ? key.port_b : key.port_a; }
};

/// Takes conversations. Called in order, from one thread.
class FlowSink {
 public:
  virtual ~FlowSink() = default;
  virtual void add(const FlowRecord& flow) = 0;
  /// Bytes of a TCP direction, in order, each once; only asked for where wants_streams().
  virtual bool wants_streams() const { return false; }
  virtual void stream(core::FlowId, core::Direction, core::Bytes) {}
  /// Somebody was said to be something (Observation::claim), before the conversations that end after it.
  virtual void claimed(const core::Observation&) {}
};

struct Flow;
/// What a flow has come to. `reason` is the one that holds if it hadn't ended by itself.
enum class FlowEnd : std::uint8_t;
FlowRecord record_of(const Flow& flow, FlowEnd reason);

}  // namespace vedette::decoders
