// SPDX-License-Identifier: Apache-2.0
#include "baselines/device.h"

#include <gtest/gtest.h>

#include "tests/baselines/observations.h"

namespace vedette::baselines {
namespace {

using namespace vedette::testing;
using core::VerbClass;

TEST(ThingSet, TakesNoMoreThanItsCap) {
  ThingSet set;
  const Thing thing{Feature::peer, VerbClass::read, 0, 0, 1, start, start};
  for (std::uint64_t key = 1; key <= ThingSet::cap; ++key) {
    EXPECT_FALSE(set.full());
    EXPECT_TRUE(set.add(key, thing));
  }
  EXPECT_TRUE(set.full());
  EXPECT_FALSE(set.add(ThingSet::cap + 1, thing));
  EXPECT_EQ(set.find(ThingSet::cap + 1), nullptr);
  ASSERT_NE(set.find(7), nullptr);
  EXPECT_EQ(set.index_of(set.find(7)), 6U);
  EXPECT_EQ(set.all().size(), ThingSet::cap);
}

TEST(AgeBuckets, AreOctavesOfASecond) {
  EXPECT_EQ(age_bucket(0s), 0U);
  EXPECT_EQ(age_bucket(1999ms), 0U);
  EXPECT_EQ(age_bucket(2s), 1U);
  EXPECT_EQ(age_bucket(255s), 7U);
  EXPECT_EQ(age_bucket(256s), 8U);
  EXPECT_EQ(age_bucket(core::Duration::max()), 31U);  // 9.2e9 s, so past 2^32
}

TEST(SettledSupport, CountsAtTheTwoGreatestAgesOnly) {
  Role role;
  EXPECT_EQ(settled_support(role, Feature::peer, VerbClass::read).device_days, 0);
  auto& events = role.first_sights[static_cast<std::size_t>(Feature::peer)][static_cast<std::size_t>(VerbClass::read)];
  events[3] = 50;  // the first seconds
  events[15] = 2;
  events[16] = 1;
  role.exposure_s[3] = 8;
  role.exposure_s[15] = 32'768;
  role.exposure_s[16] = 53'632;
  const auto support = settled_support(role, Feature::peer, VerbClass::read);
  EXPECT_DOUBLE_EQ(support.events, 3);
  EXPECT_DOUBLE_EQ(support.device_days, 1);  // 32,768 s + 53,632 s
  EXPECT_EQ(settled_support(role, Feature::peer, VerbClass::write).events, 0);
  EXPECT_DOUBLE_EQ(settled_support(role, Feature::peer, VerbClass::write).device_days, 1);
}

}  // namespace
}  // namespace vedette::baselines
