// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <thread>

#include "app/batch.h"
#include "app/ring.h"

namespace vedette::app {
namespace {

/// Reads one batch ahead, because whether a stamp is believed depends on the one after it.
class Reader {
 public:
  Reader(capture::PacketSource& source, const PipelineOptions& options)
      : source_(source), options_(options), dissector_(options.dissector) {}

  /// Fills the batch; the one that is the last says so. After an error nothing more is read.
  void fill(Batch& batch) {
    batch.clear();
    if (ahead_.packets.empty()) read_ahead();
    std::swap(batch.packets, ahead_);
    ahead_.clear();
    // An idle source hands on what it has: the last stamp is then believed without a successor.
    if (!batch.packets.packets.empty()) read_ahead();
    batch.last = ahead_.packets.empty() && !ahead_.idle && !batch.packets.idle;
    stamp(batch);
    for (std::size_t i = 0; i < batch.packets.packets.size(); ++i) {
      const core::Packet& packet = batch.packets.packets[i];
      dissector_.dissect(packet, batch.times[i], batch.datagrams, batch.frames.emplace_back());
      precision_ = std::max(precision_.value_or(packet.precision), packet.precision);
    }
    batch.progress = source_.stats();
  }

  void report(PipelineStats& stats) const {
    stats.source = source_.stats();
    stats.clock = clock_.stats();
    stats.dissector = dissector_.stats();
    stats.precision = precision_.value_or(core::TimePrecision::microseconds);
    stats.stopped = stopped_;
  }
  const std::optional<core::Error>& error() const { return error_; }

 private:
  void read_ahead() {
    stopped_ = stopped_ || (options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed));
    if (error_ || stopped_) return;
    if (auto read = source_.next(ahead_, options_.batch_packets); !read) {
      // A signal may end a read that waits for a pipe.
      stopped_ = options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed);
      if (!stopped_) error_ = read.error();
    }
  }
  void stamp(Batch& batch) {
    const auto& packets = batch.packets.packets;
    for (std::size_t i = 0; i < packets.size(); ++i) {
      std::optional<core::Timestamp> next;
      if (i + 1 < packets.size())
        next = packets[i + 1].time;
      else if (!ahead_.packets.empty())
        next = ahead_.packets.front().time;
      ticks_.clear();
      batch.times.push_back(clock_.advance(packets[i].time, next, packets[i].seq, ticks_));
      for (const auto& tick : ticks_) batch.ticks.push_back({tick, i});
    }
  }

  capture::PacketSource& source_;
  const PipelineOptions& options_;
  capture::PacketClock clock_;
  decoders::Dissector dissector_;
  capture::PacketBatch ahead_;
  std::vector<core::Tick> ticks_;
  std::optional<core::Error> error_;
  std::optional<core::TimePrecision> precision_;
  bool stopped_ = false;
};

/// One worker's engine, and the shards that are its own.
class Worker {
 public:
  Worker(unsigned number, const PipelineOptions& options)
      : number_(number), workers_(options.workers), engine_(options.engine, options.messages, options.flows) {}

  void process(Batch& batch) {
    WorkerOutput& out = batch.outputs[number_];
    const auto& packets = batch.packets.packets;
    std::size_t at = 0;
    for (const auto& [tick, before] : batch.ticks) {
      packets_until(batch, at, before, out);
      out.cut();
      engine_.tick(tick.time, tick.seq, out.observations);
      out.cut();
    }
    packets_until(batch, at, packets.size(), out);
    if (!packets.empty()) {
      last_time_ = batch.times.back();
      last_seq_ = packets.back().seq;
    }
    out.cut();
    if (!batch.last) return;
    engine_.finish(last_time_, last_seq_, out.observations);
    out.cut();
  }
  decoders::EngineStats stats() const { return engine_.stats(); }

 private:
  bool is_own(const decoders::Frame& frame) const { return workers_ == 1 || frame.shard % workers_ == number_; }
  void packets_until(const Batch& batch, std::size_t& at, std::size_t end, WorkerOutput& out) {
    constexpr std::size_t ahead = 6;  // packets take about as long together as memory does
    for (; at < end; ++at) {
      if (at + ahead < batch.frames.size() && is_own(batch.frames[at + ahead]))
        engine_.expect(batch.frames[at + ahead]);
      if (!is_own(batch.frames[at])) continue;
      engine_.packet(batch.packets.packets[at], batch.frames[at], batch.times[at], out.observations);
    }
  }

  unsigned number_, workers_;
  decoders::Engine engine_;
  core::Timestamp last_time_;
  std::uint64_t last_seq_ = 0;
};

/// Hands a batch's observations to the stage in their one order.
class Merger {
 public:
  explicit Merger(OrderedStage& stage) : stage_(stage) {}

  void deliver(const Batch& batch) {
    const std::size_t pieces = batch.outputs.front().cuts.size();
    for (std::size_t i = 0; i < pieces; ++i) {
      merge(batch, i);
      // Pieces alternate: packets, then what a tick brought, after which the tick itself falls.
      if (i % 2 == 1 && i / 2 < batch.ticks.size()) stage_.tick(batch.ticks[i / 2].tick);
    }
  }
  std::uint64_t observations() const { return observations_; }

 private:
  void merge(const Batch& batch, std::size_t piece) {
    if (batch.outputs.size() == 1) {
      for (auto head = batch.outputs.front().piece(piece); !head.empty();) deliver_front(head);
      return;
    }
    heads_.clear();
    for (const auto& output : batch.outputs) heads_.push_back(output.piece(piece));
    for (;;) {
      std::span<const core::Observation>* first = nullptr;
      for (auto& head : heads_) {
        if (!head.empty() && (first == nullptr || before(head.front(), first->front()))) first = &head;
      }
      if (first == nullptr) return;
      deliver_front(*first);
    }
  }
  static bool before(const core::Observation& a, const core::Observation& b) {
    return a.seq != b.seq ? a.seq < b.seq : a.part < b.part;
  }
  void deliver_front(std::span<const core::Observation>& head) {
    constexpr std::size_t ahead = 4;  // they take about as long together as memory does
    if (head.size() > ahead) stage_.expect(head[ahead]);
    ++observations_;
    stage_.observe(head.front());
    head = head.subspan(1);
  }

  OrderedStage& stage_;
  std::vector<std::span<const core::Observation>> heads_;
  std::uint64_t observations_ = 0;
};

void run_in_one(Reader& reader, Worker& worker, Merger& merger, const PipelineOptions& options) {
  Batch batch;
  batch.outputs.resize(1);
  do {
    reader.fill(batch);
    worker.process(batch);
    merger.deliver(batch);
    if (options.progress) options.progress(batch.progress);
  } while (!batch.last);
}

void run_in_many(Reader& reader, std::vector<std::unique_ptr<Worker>>& workers, Merger& merger,
                 const PipelineOptions& options) {
  constexpr std::size_t in_flight = 8;
  using BatchRing = Ring<Batch*, in_flight>;
  std::vector<Batch> batches(in_flight);
  BatchRing free;
  std::vector<std::unique_ptr<BatchRing>> todo, done;
  for (auto& batch : batches) {
    batch.outputs.resize(workers.size());
    free.push(&batch);
  }
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers.size(); ++i) {
    todo.push_back(std::make_unique<BatchRing>());
    done.push_back(std::make_unique<BatchRing>());
    threads.emplace_back([&worker = *workers[i], &in = *todo[i], &out = *done[i]] {
      for (bool last = false; !last;) {
        Batch* batch = in.pop();
        last = batch->last;
        worker.process(*batch);
        out.push(batch);
      }
    });
  }
  threads.emplace_back([&] {
    for (bool last = false; !last;) {
      Batch* batch = free.pop();
      reader.fill(*batch);
      last = batch->last;
      for (auto& ring : todo) ring->push(batch);
    }
  });
  for (bool last = false; !last;) {
    Batch* batch = nullptr;
    // Every worker hands on every batch, in the same order: when all have, it is whole.
    for (auto& ring : done) batch = ring->pop();
    last = batch->last;
    merger.deliver(*batch);
    if (options.progress) options.progress(batch->progress);
    free.push(batch);
  }
}

}  // namespace

core::Result<PipelineStats> run_pipeline(capture::PacketSource& source, OrderedStage& stage,
                                         const PipelineOptions& options) {
  Reader reader(source, options);
  Merger merger(stage);
  std::vector<std::unique_ptr<Worker>> workers;
  for (unsigned i = 0; i < options.workers; ++i) workers.push_back(std::make_unique<Worker>(i, options));
  if (options.workers == 1)
    run_in_one(reader, *workers.front(), merger, options);
  else
    run_in_many(reader, workers, merger, options);

  if (reader.error()) return std::unexpected(*reader.error());
  PipelineStats stats;
  reader.report(stats);
  for (const auto& worker : workers) stats.engine += worker->stats();
  stats.observations = merger.observations();
  return stats;
}

}  // namespace vedette::app
