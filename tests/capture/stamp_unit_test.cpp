// SPDX-License-Identifier: Apache-2.0
#include "capture/stamp_unit.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vedette::capture {
namespace {

using core::TimePrecision;
__extension__ using Wide = __int128;

TEST(StampUnit, KnowsItsPrecision) {
  constexpr std::pair<int, TimePrecision> cases[] = {
      {0, TimePrecision::seconds},
      {3, TimePrecision::milliseconds},
      {6, TimePrecision::microseconds},
      {7, TimePrecision::nanoseconds},
      {9, TimePrecision::nanoseconds},
      {12, TimePrecision::nanoseconds},
      {0x80, TimePrecision::seconds},
      {0x80 | 9, TimePrecision::milliseconds},
      {0x80 | 10, TimePrecision::microseconds},  // 1/1024 s is finer than a millisecond
      {0x80 | 30, TimePrecision::nanoseconds},
  };
  for (const auto& [resolution, precision] : cases) {
    EXPECT_EQ(StampUnit::of(static_cast<std::uint8_t>(resolution), 0).value().precision(), precision) << resolution;
  }
  EXPECT_EQ(StampUnit{}.precision(), TimePrecision::microseconds);
}

TEST(StampUnit, RefusesWhatIsTooFine) {
  for (int resolution = 0; resolution < 256; ++resolution) {
    const bool fits = resolution <= 19 || (resolution >= 0x80 && resolution <= 0x80 + 63);
    EXPECT_EQ(StampUnit::of(static_cast<std::uint8_t>(resolution), 0).has_value(), fits) << resolution;
  }
}

/// floor(stamp / unit * 10^9) in 128 bits; whole seconds are held within +-9'000'000'000.
std::int64_t by_definition(std::uint64_t stamp, unsigned power, bool of_two, std::int64_t offset) {
  Wide unit = 1;
  for (unsigned i = 0; i < power; ++i) unit *= of_two ? 2 : 10;
  constexpr Wide limit = 9'000'000'000, billion = 1'000'000'000;
  const Wide seconds = std::clamp<Wide>(Wide{stamp} / unit + offset, -limit, limit);
  return static_cast<std::int64_t>(seconds * billion + Wide{stamp} % unit * billion / unit);
}

RC_GTEST_PROP(StampUnitProperty, IsWhatTheDefinitionSays, ()) {
  const bool of_two = *rc::gen::arbitrary<bool>();
  const auto power = *rc::gen::inRange(0u, of_two ? 64u : 20u);
  const auto stamp =
      *rc::gen::oneOf(rc::gen::map(rc::gen::pair(rc::gen::arbitrary<std::uint64_t>(), rc::gen::inRange(0, 64)),
                                   [](auto pair) { return pair.first >> pair.second; }),
                      rc::gen::element<std::uint64_t>(0, UINT64_MAX, 9'000'000'000'000'000'000u));
  const auto offset = *rc::gen::element<std::int64_t>(0, 1, -1, 1'700'000'000, -1'700'000'000, 8'000'000'000);
  const auto unit = StampUnit::of(static_cast<std::uint8_t>(power | (of_two ? 0x80u : 0u)), offset);
  RC_ASSERT(unit.has_value());
  RC_ASSERT(core::to_ns((*unit)(stamp)) == by_definition(stamp, power, of_two, offset));
}

TEST(StampUnit, NothingOverflows) {
  for (const std::int64_t offset : {INT64_MIN, INT64_MAX}) {
    for (const int resolution : {0, 6, 9, 19, 0x80, 0x80 | 32, 0x80 | 33, 0x80 | 63}) {
      const auto unit = StampUnit::of(static_cast<std::uint8_t>(resolution), offset).value();
      EXPECT_EQ(core::to_ns(unit(0)), offset < 0 ? -9'000'000'000'000'000'000 : 9'000'000'000'000'000'000);
      const std::int64_t end = core::to_ns(unit(UINT64_MAX));
      EXPECT_TRUE(offset < 0 || end >= 9'000'000'000'000'000'000);
    }
  }
}

}  // namespace
}  // namespace vedette::capture
