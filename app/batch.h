// SPDX-License-Identifier: Apache-2.0
// What travels through the pipeline: packets with their time and frames, the ticks between them, and what each worker
// made of them.
#pragma once

#include <cstdint>
#include <vector>

#include "capture/source.h"
#include "core/tick.h"
#include "decoders/engine.h"
#include "decoders/frame.h"

namespace vedette::app {

struct TickAt {
  core::Tick tick;
  std::size_t before;  ///< index of the packet that it stands before
};

/// One worker's observations, cut where a tick stands: the pieces are packets, tick, packets, tick … packets, and at
/// the end of the input one more for what was given up then.
struct WorkerOutput {
  decoders::ObservationBatch observations;
  std::vector<std::size_t> cuts;  ///< end of each piece

  void clear() {
    observations.clear();
    cuts.clear();
  }
  void cut() { cuts.push_back(observations.items.size()); }
  std::span<const core::Observation> piece(std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : cuts[i - 1];
    return std::span{observations.items}.subspan(begin, cuts[i] - begin);
  }
};

struct Batch {
  capture::PacketBatch packets;
  std::vector<core::Timestamp> times;  ///< packet time of each
  std::vector<decoders::Frame> frames;
  core::Arena datagrams;  ///< those put together of fragments
  std::vector<TickAt> ticks;
  bool last = false;
  std::vector<WorkerOutput> outputs;  ///< by worker
  capture::SourceStats progress;

  void clear() {
    packets.clear();
    times.clear();
    frames.clear();
    datagrams.reset();
    ticks.clear();
    last = false;
    for (auto& output : outputs) output.clear();
  }
};

}  // namespace vedette::app
