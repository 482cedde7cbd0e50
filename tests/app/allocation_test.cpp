// SPDX-License-Identifier: Apache-2.0
// Replaces operator new to show that the whole path, from packets to judgement, allocates nothing once established
// conversations of known devices have been seen for a while: not for a packet, not for a tick, for any number of
// workers.
#include <atomic>
#include <cstdlib>
#include <gtest/gtest.h>
#include <new>
#include <ostream>
#include <string>
#include <vector>

#include "app/pipeline.h"
#include "tests/app/field_packets.h"
#include "tests/app/packets.h"
#include "tests/app/stages.h"

namespace {
std::atomic<std::size_t> allocations{0};

void* counted(std::size_t size, std::size_t alignment) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  void* memory = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (memory == nullptr) throw std::bad_alloc{};
  return memory;
}
// Not inlined, so that the compiler does not take it for a mismatch.
[[gnu::noinline]] void release(void* memory) {
  std::free(memory);
}
}  // namespace

void* operator new(std::size_t size) {
  return counted(size, alignof(std::max_align_t));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return counted(size, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return std::malloc(size);
}
void operator delete(void* memory) noexcept {
  release(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  release(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  release(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  release(memory);
}

namespace vedette::app {
namespace {

/// Runs the packets and tells how many allocations fell between two of them.
template <typename Stage>
std::size_t allocations_between(const std::vector<StoredPacket>& packets, std::size_t from, std::size_t to,
                                Stage& stage, unsigned workers) {
  MemorySource source(packets);
  std::size_t at_from = 0, at_to = 0;
  source.before_packet = [&](std::size_t i) {
    if (i == from) at_from = allocations;
    if (i == to) at_to = allocations;
  };
  PipelineOptions options;
  options.workers = workers;
  options.batch_packets = 64;
  EXPECT_TRUE(run_pipeline(source, stage, options));
  return at_to - at_from;
}

using Site = std::vector<StoredPacket> (*)();

struct Setup {
  const char* name;
  Site site;
  unsigned workers;
};
void PrintTo(const Setup& setup, std::ostream* out) {
  *out << setup.name << ", " << setup.workers << " workers";
}

class AllocationTest : public testing::TestWithParam<Setup> {};

TEST_P(AllocationTest, NonePerPacketOrTickWhileLearning) {
  const auto packets = GetParam().site();
  JudgingStage stage;
  EXPECT_EQ(allocations_between(packets, packets.size() / 5, packets.size() - 1, stage, GetParam().workers), 0u);
  EXPECT_TRUE(stage.alerts.empty()) << stage.alerts;
}

TEST_P(AllocationTest, NonePerPacketOrTickWithAModel) {
  const auto packets = GetParam().site();
  JudgingStage learner;
  MemorySource source(packets);
  ASSERT_TRUE(run_pipeline(source, learner, {}));
  Knowledge knowledge;
  knowledge.model = models::LoadedModel{learner.model(), "digest"};
  JudgingStage stage(knowledge, Learning::no);
  EXPECT_EQ(allocations_between(packets, packets.size() / 5, packets.size() - 1, stage, GetParam().workers), 0u);
  EXPECT_TRUE(stage.alerts.empty()) << stage.alerts;
}

constexpr Site polled = [] { return polled_site(4, 4, 1000); };
constexpr Site sensors = [] { return sensor_site(12, 600); };
constexpr Site controllers = [] { return building(12, 1000); };

INSTANTIATE_TEST_SUITE_P(Sites, AllocationTest,
                         testing::Values(Setup{"modbus", polled, 1}, Setup{"modbus", polled, 2},
                                         Setup{"mqtt", sensors, 1}, Setup{"mqtt", sensors, 2},
                                         Setup{"bacnet", controllers, 1}, Setup{"bacnet", controllers, 2}),
                         [](const auto& setup) { return setup.param.name + std::to_string(setup.param.workers); });

// The count itself works, and the warm-up is what it is for.
TEST(Allocation, IsCounted) {
  const auto packets = polled_site(2, 2, 20);
  JudgingStage stage;
  EXPECT_GT(allocations_between(packets, 0, packets.size() / 5, stage, 1), 0u);
}

}  // namespace
}  // namespace vedette::app
