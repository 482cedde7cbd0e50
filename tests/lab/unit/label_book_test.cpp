// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/base/label_book.h"

#include <gtest/gtest.h>

#include "tests/lab/base/time.h"

namespace vedette::lab {
namespace {

constexpr Timestamp start{std::chrono::hours{490'000}};

models::LabelledEvent event(std::string scenario) {
  models::LabelledEvent made;
  made.scenario = std::move(scenario);
  return made;
}

TEST(LabLabels, FramesOfAnEventBecomeRangesAndTimes) {
  LabelBook book;
  const EventTag tag = book.add(event("sweep"));
  for (std::uint64_t frame = 1; frame <= 10; ++frame)
    book.note(frame == 3 || frame == 4 || frame == 8 ? tag : EventTag{}, frame, start + frame * 1s);
  const auto labels = book.finish();
  ASSERT_EQ(labels.events.size(), 1u);
  EXPECT_EQ(labels.events[0].frames, (std::vector<models::FrameRange>{{3, 4}, {8, 8}}));
  EXPECT_EQ(labels.events[0].from, start + 3s);
  EXPECT_EQ(labels.events[0].to, start + 8s);
  EXPECT_EQ(labels.packets, 10u);
  EXPECT_EQ(labels.to, start + 10s);
}

TEST(LabLabels, EventsComeInOrderAndThoseWithoutTraceAreLeftOut) {
  LabelBook book;
  const EventTag late = book.add(event("sweep")), never = book.add(event("sweep")), silent = book.add(event("silence"));
  EXPECT_EQ(book.event(never).id, "sweep-2");
  book.event(silent).from = start;
  book.event(silent).to = start + 5s;
  book.note(late, 1, start + 1s);
  const auto labels = book.finish();
  ASSERT_EQ(labels.events.size(), 2u);
  EXPECT_EQ(labels.events[0].id, "silence-1");
  EXPECT_EQ(labels.events[1].id, "sweep-1");
}

TEST(LabLabels, TimesThatAScenarioSetAreOnlyWidened) {
  LabelBook book;
  const EventTag tag = book.add(event("outage"));
  book.event(tag).from = start;
  book.event(tag).to = start + 60s;
  book.note(tag, 1, start + 30s);
  book.note(tag, 2, start + 70s);
  EXPECT_EQ(book.finish().events[0].from, start);
  EXPECT_EQ(book.finish().events[0].to, start + 70s);
}

}  // namespace
}  // namespace vedette::lab
