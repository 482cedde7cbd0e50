// SPDX-License-Identifier: Apache-2.0
#include "app/paced_source.h"

#include <gtest/gtest.h>

#include "tests/app/packets.h"

namespace vedette::app {
namespace {

std::vector<core::Timestamp> times_of(capture::PacketSource& source) {
  std::vector<core::Timestamp> times;
  for (capture::PacketBatch batch;; batch.clear()) {
    EXPECT_TRUE(source.next(batch, 256));
    if (batch.packets.empty()) return times;
    EXPECT_EQ(batch.packets.size(), 1u) << "a batch would hold its first packets back until its last is due";
    times.push_back(batch.packets.front().time);
  }
}

TEST(PacedSource, ChangesNoPacketAndNoStamp) {
  const auto packets = polled_site(1, 1, 5);
  PacedSource source(std::make_unique<MemorySource>(packets), 1e9, nullptr);
  const auto times = times_of(source);
  ASSERT_EQ(times.size(), packets.size());
  for (std::size_t i = 0; i < times.size(); ++i) EXPECT_EQ(core::to_ns(times[i]), packets[i].time_ns);
  EXPECT_EQ(source.stats().packets, packets.size());
}

// Would take three years if it waited.
TEST(PacedSource, StopEndsTheWaiting) {
  const auto packets = polled_site(1, 1, 100);
  std::atomic<bool> stop = true;
  PacedSource source(std::make_unique<MemorySource>(packets), 1e-6, &stop);
  EXPECT_EQ(times_of(source).size(), packets.size());
}

TEST(PacedSource, StampsThatGoBackAreDueAtOnce) {
  std::vector<StoredPacket> packets = polled_site(1, 1, 2);
  packets.back().time_ns -= std::int64_t{1'000'000'000} * 86'400 * 365;
  PacedSource source(std::make_unique<MemorySource>(packets), 1e9, nullptr);
  EXPECT_EQ(times_of(source).size(), packets.size());
}

// From the year 1970 to 2262 and back: the span in nanoseconds is near the end of what 64 bits hold.
TEST(PacedSource, StampsFarApartDoNotOverflow) {
  std::vector<StoredPacket> packets = polled_site(1, 1, 1);
  packets.front().time_ns = std::numeric_limits<std::int64_t>::min() + 1;
  packets.back().time_ns = std::numeric_limits<std::int64_t>::max();
  std::atomic<bool> stop = true;
  PacedSource source(std::make_unique<MemorySource>(packets), 1e-6, &stop);
  EXPECT_EQ(times_of(source).size(), packets.size());
}

}  // namespace
}  // namespace vedette::app
