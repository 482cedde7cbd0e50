// SPDX-License-Identifier: Apache-2.0
#include "exporters/channel.h"

#include <atomic>
#include <future>
#include <gtest/gtest.h>
#include <thread>

namespace vedette::exporters {
namespace {

using namespace std::chrono_literals;

TEST(Channel, HandsOutInOrderAndThenSaysClosed) {
  Channel channel{4};
  EXPECT_TRUE(channel.push("a"));
  EXPECT_TRUE(channel.push("b"));
  channel.close();
  EXPECT_FALSE(channel.push("c"));
  std::string frame;
  EXPECT_EQ(channel.pop(frame), Channel::Popped::frame);
  EXPECT_EQ(frame, "a");
  EXPECT_EQ(channel.pop(frame), Channel::Popped::frame);
  EXPECT_EQ(frame, "b");
  EXPECT_EQ(channel.pop(frame), Channel::Popped::closed);
}

TEST(Channel, WaitsNoLongerThanItsDeadline) {
  Channel channel;
  std::string frame;
  EXPECT_EQ(channel.pop(frame, std::chrono::steady_clock::now()), Channel::Popped::nothing_yet);
}

TEST(Channel, PushWaitsForRoom) {
  constexpr int frames = 1000;
  constexpr std::size_t capacity = 2;
  Channel channel{capacity};
  std::atomic<std::size_t> pushed = 0;
  std::jthread producer([&] {
    for (int i = 0; i < frames; ++i, ++pushed) channel.push(std::to_string(i));
    channel.close();
  });
  std::string frame;
  std::size_t popped = 0;
  while (channel.pop(frame) == Channel::Popped::frame) {
    EXPECT_EQ(frame, std::to_string(popped++));
    EXPECT_LE(pushed, popped + capacity);
  }
  EXPECT_EQ(popped, frames);
}

TEST(Channel, CloseEndsAPushThatWaits) {
  Channel channel{1};
  channel.push("fills it");
  auto waiting = std::async(std::launch::async, [&] { return channel.push("has no room"); });
  channel.close();
  EXPECT_FALSE(waiting.get());
}

}  // namespace
}  // namespace vedette::exporters
