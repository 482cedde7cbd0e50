// SPDX-License-Identifier: Apache-2.0
// Segmented messages: however a message is cut, and whatever is repeated or lost on the way, it is whole in the end or
// a defect says why not.
#include "decoders/bacnet/segments.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <vector>

namespace vedette::decoders::bacnet {
namespace {

using Octets = std::vector<std::uint8_t>;
constexpr std::uint8_t service = 12;

class Line {
 public:
  explicit Line(const KeepLimits& limits = {}) : keep_(limits, 1) {}
  Memory& memory() { return memory_; }
  Collected give(core::Bytes bytes, std::size_t number, bool more, unsigned max_segments = 0,
                 std::uint64_t message = 1) {
    return collect(memory_, {.message = message,
                             .service = service,
                             .sequence_number = static_cast<std::uint8_t>(number),
                             .more_follows = more,
                             .max_segments = max_segments,
                             .bytes = bytes});
  }

 private:
  Keep keep_;
  KeepShare share_;
  Memory memory_{keep_, share_};
};

/// Cut at any places, also twice at the same: segments may be empty.
std::vector<Octets> any_cut(const Octets& message) {
  auto cuts = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, message.size() + 1));
  cuts.push_back(message.size());
  std::ranges::sort(cuts);
  std::vector<Octets> parts;
  for (std::size_t at = 0; const std::size_t cut : cuts) {
    parts.emplace_back(message.begin() + static_cast<std::ptrdiff_t>(at),
                       message.begin() + static_cast<std::ptrdiff_t>(cut));
    at = cut;
  }
  return parts;
}

RC_GTEST_PROP(Segments, GiveTheMessageWhateverIsRepeatedOrLate, ()) {
  const auto message = *rc::gen::scale(5.0, rc::gen::arbitrary<Octets>());
  const auto parts = any_cut(message);
  // What disturbs before each segment: nothing, an earlier one again, or one whose turn it is not yet.
  const auto disturbances = *rc::gen::container<std::vector<std::pair<bool, std::size_t>>>(
      rc::gen::pair(rc::gen::arbitrary<bool>(), rc::gen::inRange<std::size_t>(0, 100)));
  Line line;
  for (std::size_t next = 0; next < parts.size(); ++next) {
    const auto [early, distance] = next < disturbances.size() ? disturbances[next] : std::pair{false, std::size_t{0}};
    if (!early && distance > 0 && distance <= next) {
      const Collected got = line.give(parts[next - distance], next - distance, true);
      RC_ASSERT(!got.defect && got.repeated && !got.whole);
      RC_ASSERT(got.segments == next - distance + 1);
    } else if (early && next > 0 && distance > 0 && next + distance < parts.size()) {
      const std::size_t ahead = next + distance;
      RC_ASSERT(line.give(parts[ahead], ahead, ahead + 1 < parts.size()).defect == Defect::segment_out_of_order);
    }
    const bool more = next + 1 < parts.size();
    const Collected got = line.give(parts[next], next, more);
    RC_ASSERT(!got.defect && !got.repeated);
    RC_ASSERT(got.segments == next + 1);
    RC_ASSERT(got.whole.has_value() == !more);
    if (!more) RC_ASSERT(std::ranges::equal(*got.whole, message));
  }
}

RC_GTEST_PROP(Segments, NeverGiveAMessageThatLacksOne, ()) {
  const auto message = *rc::gen::scale(5.0, rc::gen::arbitrary<Octets>());
  const auto parts = any_cut(message);
  const auto lost = *rc::gen::inRange<std::size_t>(0, parts.size());
  Line line;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i == lost) continue;
    const Collected got = line.give(parts[i], i, i + 1 < parts.size());
    RC_ASSERT(!got.whole);
    if (i < lost) RC_ASSERT(!got.defect);
    // After 256 numbers a later segment looks like the lost one.
    if (i > lost && i - lost < 128)
      RC_ASSERT(got.defect == (lost == 0 ? Defect::segment_without_start : Defect::segment_out_of_order));
    if (i - lost == 255) break;
  }
}

RC_GTEST_PROP(Segments, OfManyMessagesInLittleMemoryAreWholeOrNamed, ()) {
  Line line{{.bytes_per_share = 1024, .bytes_in_all = 1024}};
  const auto steps = *rc::gen::container<std::vector<std::tuple<std::uint8_t, std::uint8_t, bool>>>(rc::gen::tuple(
      rc::gen::inRange<std::uint8_t>(0, 6), rc::gen::inRange<std::uint8_t>(0, 200), rc::gen::arbitrary<bool>()));
  std::vector<std::size_t> next(6);
  for (const auto& [which, size, more] : steps) {
    const Octets part(size, which);
    const Collected got = line.give(part, next[which], more, 0, which);
    RC_ASSERT(got.defect || got.segments == next[which] + 1);
    if (got.whole) RC_ASSERT(std::ranges::all_of(*got.whole, [&](std::uint8_t octet) { return octet == which; }));
    next[which] = got.defect || !more ? 0 : next[which] + 1;
  }
}

TEST(Segments, MayBeMoreThanThereAreNumbers) {
  Line line;
  for (std::size_t i = 0; i < 600; ++i) {
    const Octets part{static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8)};
    const Collected got = line.give(part, i, i < 599);
    ASSERT_FALSE(got.defect) << i;
    ASSERT_EQ(got.whole.has_value(), i == 599);
    if (got.whole) {
      EXPECT_EQ(got.whole->size(), 1200u);
    }
  }
}

TEST(Segments, AreDroppedWhereTheMessageIsTooLong) {
  Line line;
  const Octets part(1400);
  std::size_t i = 0;
  for (; i < 46; ++i) ASSERT_FALSE(line.give(part, i, true).defect) << i;
  EXPECT_EQ(line.give(part, i, true).defect, Defect::segmented_too_long);  // 64 KiB
  EXPECT_EQ(line.give(part, i + 1, true).defect, Defect::segment_without_start);
  EXPECT_FALSE(line.give(part, 0, true).defect);
}

TEST(Segments, AreDroppedWhereTheReceiverTakesFewer) {
  Line line;
  const Octets part(4);
  EXPECT_FALSE(line.give(part, 0, true, 2).defect);
  EXPECT_FALSE(line.give(part, 1, true, 2).defect);
  EXPECT_EQ(line.give(part, 2, false, 2).defect, Defect::segmented_too_long);
}

TEST(Segments, AreKnownAsRepeatedAfterTheMessageWasHandedOut) {
  Line line;
  const Octets first(4), second(6);
  line.give(first, 0, true);
  ASSERT_TRUE(line.give(second, 1, false).whole);
  EXPECT_TRUE(line.give(second, 1, false).repeated);
  release(line.memory(), 1);
  EXPECT_TRUE(line.give(second, 1, false).repeated);
  EXPECT_EQ(line.give(first, 1, false).defect, Defect::segment_contradiction);
  EXPECT_EQ(line.give(second, 2, false).defect, Defect::segment_without_start);
  line.give(first, 0, true);
  EXPECT_EQ(line.give(second, 1, false).whole->size(), 10u);
}

TEST(Segments, OfTwoMessagesDoNotMix) {
  Line line;
  line.give(Octets{1}, 0, true, 0, 1);
  line.give(Octets{2}, 0, true, 0, 2);
  const Collected one = line.give(Octets{3}, 1, false, 0, 1);
  ASSERT_TRUE(one.whole);
  EXPECT_TRUE(std::ranges::equal(*one.whole, Octets{1, 3}));
  const Collected two = line.give(Octets{4}, 1, false, 0, 2);
  ASSERT_TRUE(two.whole);
  EXPECT_TRUE(std::ranges::equal(*two.whole, Octets{2, 4}));
}

TEST(Segments, OfAnAbortedMessageAreForgotten) {
  Line line;
  line.give(Octets{1}, 0, true);
  abandon(line.memory(), 1);
  EXPECT_EQ(line.give(Octets{2}, 1, false).defect, Defect::segment_without_start);
}

}  // namespace
}  // namespace vedette::decoders::bacnet
