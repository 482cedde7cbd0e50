// SPDX-License-Identifier: Apache-2.0
// From packets to the ordered stage, for any number of workers with the same result.
//
//   reader   one batch at a time: stamps become packet time, ticks are put between packets, frames are taken apart
//   workers  each does the virtual shards that are its own: conversations, streams, decoders
//   ordered  the workers' observations merged by (seq, part), ticks at their places: baselines and detectors
//
// With one worker nothing is queued: the three are calls, one after the other. With more, batches travel over
// single-producer rings; all workers see every batch, and the ordered stage takes it up when all are done with it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "capture/packet_clock.h"
#include "capture/source.h"
#include "core/result.h"
#include "core/tick.h"
#include "decoders/dissector.h"
#include "decoders/engine.h"

namespace vedette::app {

/// What runs in order, on the caller's thread.
class OrderedStage {
 public:
  virtual ~OrderedStage() = default;
  virtual void observe(const core::Observation& observation) = 0;
  /// It comes a few observations later: memory that it needs is fetched meanwhile. Changes no outcome.
  virtual void expect(const core::Observation&) {}
  virtual void tick(const core::Tick& tick) = 0;
};

struct PipelineOptions {
  unsigned workers = 1;
  std::size_t batch_packets = 256;
  decoders::DissectorLimits dissector;
  decoders::EngineOptions engine;
  decoders::MessageSink* messages = nullptr;  ///< for `decode`: with one worker only
  decoders::FlowSink* flows = nullptr;        ///< likewise
  const std::atomic<bool>* stop = nullptr;    ///< set by a signal: ends after the batch at hand
  /// Called now and then from the caller's thread.
  std::function<void(const capture::SourceStats&)> progress;
};

struct PipelineStats {
  capture::SourceStats source;
  capture::ClockStats clock;
  decoders::DissectorStats dissector;
  decoders::EngineStats engine;
  std::uint64_t observations = 0;
  core::TimePrecision precision = core::TimePrecision::microseconds;  ///< the finest that was seen
  bool stopped = false;                                               ///< before the end of the input
};

/// Runs the source dry (or until stopped). An error of the source ends it; what came before was processed.
core::Result<PipelineStats> run_pipeline(capture::PacketSource& source, OrderedStage& stage,
                                         const PipelineOptions& options);

}  // namespace vedette::app
