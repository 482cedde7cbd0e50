// SPDX-License-Identifier: Apache-2.0
// Where packets come from. A source fills batches; a batch owns the bytes of its packets and is released whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/arena.h"
#include "core/packet.h"
#include "core/result.h"

namespace vedette::capture {

/// Packets in the order in which they were captured (or merged), with their bytes. Reused: clear() keeps the memory.
struct PacketBatch {
  std::vector<core::Packet> packets;
  core::Arena bytes;
  bool idle = false;  ///< the source has nothing for now: what was read so far must not wait for more

  void clear() {
    packets.clear();
    bytes.reset();
    idle = false;
  }
};

/// What a source has seen so far, for progress and metrics.
struct SourceStats {
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;        ///< captured bytes of packets
  std::uint64_t cut_files = 0;    ///< captures that end inside a record
  std::uint64_t snapped = 0;      ///< packets that the snap length cut
  std::uint64_t total_bytes = 0;  ///< of the files as a whole, 0 where unknown (standard input)
  std::uint64_t read_bytes = 0;   ///< of total_bytes, for the share done
};

class PacketSource {
 public:
  virtual ~PacketSource() = default;

  /// Appends up to max_packets; an empty batch that isn't idle means the end. Errors: a capture that can't be read from
  /// its start is ErrorKind::usage (at opening); one that turns bad later ends there, with a warning (see warnings()).
  virtual core::Result<void> next(PacketBatch& batch, std::size_t max_packets) = 0;
  virtual SourceStats stats() const = 0;
  /// One line for each thing a user should know, each once: "x.pcap: ends inside packet 12; read up to there".
  virtual std::vector<std::string> warnings() const = 0;
};

}  // namespace vedette::capture
