// SPDX-License-Identifier: Apache-2.0
// The number of workers and the size of batches can't be seen in anything that the ordered side is told or makes of it.
#include "app/pipeline.h"

#include <filesystem>
#include <gtest/gtest.h>

#include "app/knowledge.h"
#include "capture/open.h"
#include "models/model.h"
#include "tests/app/packets.h"
#include "tests/app/stages.h"

namespace vedette::app {
namespace {

struct Shape {
  unsigned workers;
  std::size_t batch_packets;
};
constexpr Shape shapes[] = {{1, 1},   {1, 7},    {1, 256}, {1, 4096}, {2, 1},   {2, 7},
                            {2, 256}, {2, 4096}, {8, 1},   {8, 7},    {8, 256}, {8, 4096}};

PipelineOptions options_of(const Shape& shape, const std::atomic<bool>* stop = nullptr) {
  PipelineOptions options;
  options.workers = shape.workers;
  options.batch_packets = shape.batch_packets;
  options.stop = stop;
  return options;
}

std::unique_ptr<capture::PacketSource> open(const std::string& path) {
  const std::vector<std::string> paths{path};
  auto source = capture::open_captures(paths);
  EXPECT_TRUE(source) << source.error().message;
  return source ? std::move(*source) : nullptr;
}

std::string recorded(capture::PacketSource& source, const Shape& shape) {
  RecordingStage stage;
  const auto stats = run_pipeline(source, stage, options_of(shape));
  EXPECT_TRUE(stats);
  EXPECT_EQ(stats->observations, stage.observations);
  return stage.text + fmt::format("{} flows, {} messages, {} gaps, {} malformed\n", stats->engine.flows,
                                  stats->engine.messages, stats->engine.gaps, stats->engine.malformed);
}

std::string judged(capture::PacketSource& source, const Shape& shape) {
  JudgingStage stage;
  EXPECT_TRUE(run_pipeline(source, stage, options_of(shape)));
  stage.finish();
  return stage.alerts + models::write_model(stage.model());
}

std::vector<std::string> captures_below(const std::filesystem::path& folder, std::uintmax_t max_bytes) {
  std::vector<std::string> paths;
  if (!std::filesystem::is_directory(folder)) return paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const bool capture = entry.path().extension() == ".pcap" || entry.path().extension() == ".pcapng";
    if (capture && entry.file_size() <= max_bytes) paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

void same_for_every_shape(const std::vector<std::string>& paths) {
  for (const auto& path : paths) {
    SCOPED_TRACE(path);
    const std::string first_recorded = recorded(*open(path), shapes[0]);
    const std::string first_judged = judged(*open(path), shapes[0]);
    for (const auto& shape : shapes) {
      // Not EXPECT_EQ: a difference would print megabytes.
      EXPECT_TRUE(recorded(*open(path), shape) == first_recorded)
          << shape.workers << " workers, batches of " << shape.batch_packets;
      EXPECT_TRUE(judged(*open(path), shape) == first_judged)
          << shape.workers << " workers, batches of " << shape.batch_packets;
    }
  }
}

TEST(Pipeline, OwnCapturesGiveTheSameForEveryShape) {
  const auto paths = captures_below(VEDETTE_SOURCE_DIR "/pcaps/modbus", 1 << 20);
  ASSERT_GE(paths.size(), 4u);
  same_for_every_shape(paths);
}

TEST(Pipeline, RealCapturesGiveTheSameForEveryShape) {
  const auto paths = captures_below(VEDETTE_SHARED_DIR "/pcaps/modbus", 200 << 10);
  if (paths.empty()) GTEST_SKIP() << "no real captures beside the checkout";
  same_for_every_shape(paths);
}

TEST(Pipeline, DamagedCapturesGiveTheSameForEveryShape) {
  std::vector<std::string> paths;
  for (const auto& path : captures_below(VEDETTE_SHARED_DIR "/pcaps/malformed/ntop", 100 << 10)) {
    const std::vector<std::string> one{path};
    if (capture::open_captures(one)) paths.push_back(path);
  }
  if (paths.empty()) GTEST_SKIP() << "no damaged captures beside the checkout";
  same_for_every_shape(paths);
}

// A silence of many ticks, stamps that go back and one from far ahead: all that batches could be cut through.
TEST(Pipeline, OddTimesGiveTheSameForEveryShape) {
  auto packets = polled_site(3, 3, 40);
  const std::int64_t second = 1'000'000'000;
  for (std::size_t i = packets.size() / 2; i < packets.size(); ++i) packets[i].time_ns += 5'000 * second;
  for (std::size_t i = 3 * packets.size() / 4; i < packets.size(); ++i) packets[i].time_ns -= 600 * second;
  packets[packets.size() / 4].time_ns += 1'000'000 * second;
  MemorySource source(packets);
  const std::string first = recorded(source, shapes[0]);
  EXPECT_GT(std::ranges::count(first, '\n'), 700);
  for (const auto& shape : shapes) {
    MemorySource again(packets);
    EXPECT_TRUE(recorded(again, shape) == first) << shape.workers << " workers, batches of " << shape.batch_packets;
  }
}

TEST(Pipeline, ObservationsComeInOrderAndTicksBetweenThem) {
  struct Watching : OrderedStage {
    void observe(const core::Observation& o) override {
      EXPECT_TRUE(o.seq > seq || (o.seq == seq && o.part > part) || first);
      EXPECT_GE(o.time, time);
      seq = o.seq, part = o.part, time = o.time, first = false;
      ++observations;
    }
    void tick(const core::Tick& tick) override {
      EXPECT_LE(seq, tick.seq);
      EXPECT_LE(time, tick.time);
      EXPECT_EQ(core::to_ns(tick.time) % core::to_ns(core::tick_period), 0);
      time = tick.time;
      ++ticks;
    }
    std::uint64_t seq = 0;
    std::uint32_t part = 0;
    core::Timestamp time;
    bool first = true;
    int observations = 0, ticks = 0;
  };
  const auto packets = polled_site(4, 4, 100);
  for (const unsigned workers : {1u, 3u}) {
    MemorySource source(packets);
    Watching stage;
    ASSERT_TRUE(run_pipeline(source, stage, options_of({workers, 16})));
    EXPECT_EQ(stage.ticks, 10);
    EXPECT_GE(stage.observations, 4 * 4 * 100 * 2);
  }
}

// An answer is missing and the one after it is held back, until a tick falls after the patience with the hole.
TEST(Pipeline, WhatATickBringsComesBeforeTheTick) {
  Polling conversation(100, 10);
  std::vector<StoredPacket> packets;
  std::int64_t now = 1'700'000'000'000'000'000;
  const auto add = [&](Octets bytes) { packets.push_back({now += 1'000'000, std::move(bytes)}); };
  add(conversation.syn());
  add(conversation.syn_ack());
  add(conversation.ack());
  add(conversation.request());
  conversation.response();  // never seen
  add(conversation.ack());
  add(conversation.request());
  add(conversation.response());
  now += 30'000'000'000;
  add(conversation.ack());

  struct Watching : OrderedStage {
    void observe(const core::Observation& o) override {
      if (o.part < decoders::Engine::tick_part) return;
      ++brought;
      EXPECT_GT(o.time, last_tick);
    }
    void tick(const core::Tick& tick) override { last_tick = tick.time; }
    int brought = 0;
    core::Timestamp last_tick;
  };
  for (const auto& shape : shapes) {
    MemorySource source(packets);
    Watching stage;
    ASSERT_TRUE(run_pipeline(source, stage, options_of(shape)));
    EXPECT_GT(stage.brought, 0);
  }
}

TEST(Pipeline, AnErrorOfTheSourceEndsItAfterWhatCameBefore) {
  const auto packets = polled_site(2, 2, 10);
  RecordingStage whole;
  MemorySource good(packets);
  ASSERT_TRUE(run_pipeline(good, whole, {}));
  for (const auto& shape : shapes) {
    MemorySource source(packets);
    source.error = core::Error{core::ErrorKind::unavailable, "the disk went away"};
    RecordingStage stage;
    const auto stats = run_pipeline(source, stage, options_of(shape));
    ASSERT_FALSE(stats);
    EXPECT_EQ(stats.error().message, "the disk went away");
    EXPECT_EQ(stage.text, whole.text);
  }
}

TEST(Pipeline, StopsAfterTheBatchAtHand) {
  const auto packets = polled_site(2, 2, 50);
  for (const unsigned workers : {1u, 2u}) {
    MemorySource source(packets);
    std::atomic<bool> stop = false;
    source.before_packet = [&](std::size_t i) { stop = stop || i >= 100; };
    RecordingStage stage;
    const auto stats = run_pipeline(source, stage, options_of({workers, 10}, &stop));
    ASSERT_TRUE(stats);
    EXPECT_TRUE(stats->stopped);
    EXPECT_GE(stats->engine.packets, 100u);
    EXPECT_LE(stats->engine.packets, 110u);
  }
}

TEST(Pipeline, NothingInNothingOut) {
  const std::vector<StoredPacket> none;
  for (const auto& shape : shapes) {
    MemorySource source(none);
    RecordingStage stage;
    const auto stats = run_pipeline(source, stage, options_of(shape));
    ASSERT_TRUE(stats);
    EXPECT_EQ(stage.text, "");
    EXPECT_EQ(stats->engine.packets, 0u);
  }
}

}  // namespace
}  // namespace vedette::app
