// SPDX-License-Identifier: Apache-2.0
// From frames to observations: conversations, TCP reassembly, and the choice of decoder. One engine belongs to one
// worker and is used from its thread only. Everything that decides an outcome (flow tables, caps, evictions) belongs to
// a virtual shard, and a frame's shard depends on its address pair alone: so the number of workers can't be seen.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/arena.h"
#include "core/observation.h"
#include "core/packet.h"
#include "decoders/decoder.h"
#include "decoders/flow_record.h"
#include "decoders/frame.h"

namespace vedette::decoders {

/// Observations of one batch of packets in (seq, part) order, and the memory behind them.
struct ObservationBatch {
  std::vector<core::Observation> items;
  core::Arena arena;

  void clear() {
    items.clear();
    arena.reset();
  }
};

/// What outsiders can make grow, and how far. Evictions are in a defined order, and counted.
struct EngineLimits {
  std::size_t flows_per_shard = 1024;
  std::size_t stream_bytes_per_flow = 256 * 1024;  ///< held back out of order or as part of a message, per direction
  std::size_t stream_bytes_per_shard = 1024 * 1024;
  std::size_t memory_per_flow = 128 * 1024;  ///< what its decoder remembers
  std::size_t memory_per_shard = 512 * 1024;
  core::Duration tcp_idle = std::chrono::hours{1};        ///< a polled connection may be silent for long
  core::Duration attempt_idle = std::chrono::minutes{2};  ///< SYNs are repeated at most 64 s apart
  core::Duration udp_idle = std::chrono::minutes{3};
  core::Duration closed_linger = std::chrono::seconds{10};  ///< after FIN or RST: late segments still belong to it
  core::Duration hole_patience = std::chrono::seconds{2};   ///< how long an acknowledged hole waits for its bytes
};

struct EngineOptions {
  EngineLimits limits;
  core::VlanInIdentity vlan_in_identity = core::VlanInIdentity::automatic;
  bool judge_checksums = false;  ///< what has a wrong one is not taken for real; else it is only counted
};

struct EngineStats {
  std::uint64_t packets = 0, flows = 0;
  std::uint64_t evicted_flows = 0, evicted_stream_bytes = 0;
  std::uint64_t evicted_variants = 0;        ///< of those: one 5-tuple in too many VLANs
  std::uint64_t copies = 0, copy_bytes = 0;  ///< frames that a mirror showed again
  std::uint64_t vlan_crossings = 0;          ///< conversations seen to go from one VLAN to another
  std::uint64_t bad_checksums = 0;           ///< of the transport, or of IP
  std::uint64_t cut_datagrams = 0;           ///< counted, but not decoded: the capture holds less than was sent
  std::uint64_t gaps = 0, gap_bytes = 0, retransmitted_bytes = 0, conflicting_overlaps = 0;
  std::uint64_t forgotten = 0;  ///< what decoders remembered and had to go for room
  std::uint64_t messages = 0, malformed = 0, unmatched_responses = 0;
  std::uint64_t fragments = 0;
  std::uint64_t frame_defects[frame_defect_count] = {};

  EngineStats& operator+=(const EngineStats& other);
};

class Shard;

class Engine {
 public:
  /// `sink` also gets every message with its fields, and `flows` every conversation at its end, for `vedette decode`;
  /// nullptr for none.
  explicit Engine(const EngineOptions& options, MessageSink* sink = nullptr, FlowSink* flows = nullptr);
  ~Engine();

  /// `now` is monotonic packet time. Appends what became known to `out`, with seq = packet.seq and parts from 0.
  void packet(const core::Packet& packet, const Frame& frame, core::Timestamp now, ObservationBatch& out);
  /// The frame comes a few packets later: memory that it needs is fetched meanwhile. Changes no outcome.
  void expect(const Frame& frame) const;
  /// Expiry in packet time, at an exact place between packets: its observations have the seq of the packet before it
  /// and parts from tick_part on, ordered by shard.
  void tick(core::Timestamp now, std::uint64_t seq, ObservationBatch& out);
  /// The end of the input: what waits for more bytes is given up, holes become gaps. Ordered like a tick.
  void finish(core::Timestamp now, std::uint64_t seq, ObservationBatch& out);

  EngineStats stats() const;

  /// Parts of a tick's observations: tick_part + shard * parts_per_shard + running number.
  static constexpr std::uint32_t tick_part = 0x8000'0000;
  static constexpr std::uint32_t parts_per_shard = 1u << 24;

 private:
  struct Shared;

  template <typename F>
  void for_each_shard(core::Timestamp now, std::uint64_t seq, F&& f);

  EngineOptions options_;
  MessageSink* sink_;
  FlowSink* flow_sink_;
  std::unique_ptr<Shared> shared_;
  std::vector<std::unique_ptr<Shard>> shards_;  // made at their first packet
};

}  // namespace vedette::decoders
