// SPDX-License-Identifier: Apache-2.0
#include "app/ring.h"

#include <gtest/gtest.h>
#include <thread>
#include <vector>

namespace vedette::app {
namespace {

TEST(Ring, HandsOutInTheOrderItWasGivenAcrossItsEnd) {
  Ring<int, 3> ring;
  for (int lap = 0; lap < 5; ++lap) {
    ring.push(2 * lap);
    ring.push(2 * lap + 1);
    EXPECT_EQ(ring.pop(), 2 * lap);
    EXPECT_EQ(ring.pop(), 2 * lap + 1);
  }
}

TEST(Ring, ProducerWaitsForRoomAndConsumerForItems) {
  constexpr int items = 20'000;
  Ring<int, 2> there, back;
  std::jthread echo([&] {
    for (int i = 0; i < items; ++i) back.push(there.pop());
  });
  std::jthread producer([&] {
    for (int i = 0; i < items; ++i) there.push(i);
  });
  for (int i = 0; i < items; ++i) ASSERT_EQ(back.pop(), i);
}

}  // namespace
}  // namespace vedette::app
