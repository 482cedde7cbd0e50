// SPDX-License-Identifier: Apache-2.0
// The promise to a new user: five minutes of learning are enough to see a controller that commands its peer, and not
// enough to raise false alerts over what an ordinary day brings.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "detectors/judge.h"
#include "detectors/novelty.h"
#include "detectors/policy.h"
#include "detectors/rate.h"
#include "tests/detectors/learned_site.h"

namespace vedette::detectors {
namespace {

using namespace vedette::testing;
using core::Alert;
using core::Severity;

class FiveMinutes : public ::testing::TestWithParam<bool> {
 protected:
  FiveMinutes() {
    std::vector<std::unique_ptr<Detector>> detectors;
    detectors.push_back(std::make_unique<PolicyDetector>(Policy{}, std::vector<Prohibition>{}, *behaviour));
    detectors.push_back(std::make_unique<NoveltyDetector>(budget, *behaviour, NoveltyDetector::Options{}));
    detectors.push_back(std::make_unique<RateDetector>(budget, *behaviour));
    judge = std::make_unique<Judge>(*behaviour, std::move(detectors), AlertContext{}, [this](const Alert& alert) {
      (alert.severity == Severity::info ? sightings : alerts).push_back(alert);
    });
  }
  void quiet(core::Timestamp from, int seconds) {
    poll(
        from, seconds, [&](const core::Observation& o) { judge->observe(o); },
        [&](const core::Tick& tick) { judge->tick(tick); });
  }
  void exchange(const core::Observation& o, std::uint32_t status = 0) {
    judge->observe(o);
    judge->observe(answer(o, status));
  }

  static constexpr core::Timestamp then = start + 5min;
  std::unique_ptr<baselines::Behaviour> behaviour = learned_site(300, GetParam());
  Budget budget;
  std::vector<Alert> alerts, sightings;
  std::unique_ptr<Judge> judge;
};

TEST_P(FiveMinutes, AFurtherQuietFiveMinutesRaiseNothing) {
  quiet(then, 300);
  judge->finish();
  EXPECT_TRUE(alerts.empty());
  EXPECT_TRUE(sightings.empty());
}

TEST_P(FiveMinutes, AControllerThatCommandsItsPeerIsOneIncident) {
  quiet(then, 60);
  for (std::uint32_t i = 0; i < 30; ++i) exchange(write(then + 60s + i * 500ms, 11, 12, 300 + i % 4));
  quiet(then + 80s, 60);
  judge->finish();
  ASSERT_FALSE(alerts.empty());
  for (const Alert& alert : alerts) {
    EXPECT_EQ(alert.device.name, "10.20.1.11");
    EXPECT_EQ(alert.device.role, "modbus_server");
    EXPECT_EQ(alert.incident, alerts.front().id) << alert.title;
  }
  EXPECT_EQ(alerts.front().peer.name, "10.20.1.12");
  EXPECT_EQ(alerts.front().severity, Severity::high);
  EXPECT_EQ(alerts.front().first_seen, then + 60s);
  EXPECT_THAT(alerts.front().explanation,
              ::testing::AllOf(::testing::HasSubstr("10.20.1.11"), ::testing::HasSubstr("10.20.1.12")));
}

TEST_P(FiveMinutes, AStrangerThatWritesIsSeenAtOnce) {
  quiet(then, 60);
  exchange(write(then + 60s, 66, 11, 5));
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts.front().device.name, "10.20.1.66");
  EXPECT_EQ(alerts.front().peer.name, "10.20.1.11");
}

TEST_P(FiveMinutes, ARestartIsCriticalWhoeverAsksForIt) {
  quiet(then, 60);
  exchange(restart(then + 60s, 21, 11));
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts.front().severity, Severity::critical);
  EXPECT_EQ(alerts.front().device.name, "10.20.1.21");
}

TEST_P(FiveMinutes, AnOperatorsFirstWriteIsShownAndNoAlert) {
  quiet(then, 60);
  exchange(write(then + 60s, 21, 11, 5));
  exchange(write(then + 61s, 21, 12, 305));
  quiet(then + 70s, 60);
  judge->finish();
  EXPECT_TRUE(alerts.empty());
  ASSERT_FALSE(sightings.empty());
  for (const Alert& sighting : sightings) EXPECT_EQ(sighting.device.name, "10.20.1.21");
}

TEST_P(FiveMinutes, ReadingFasterForAWhileIsNoAlert) {
  quiet(then, 60);
  for (int s = 60; s < 120; ++s) {
    judge->tick({then + s / 10 * 10s, 0, 1, false});
    for (int i = 0; i < 3; ++i) exchange(read(then + s * 1s + i * 100ms, 21, 11));
  }
  judge->finish();
  EXPECT_TRUE(alerts.empty());
}

INSTANTIATE_TEST_SUITE_P(LearningGoesOn, FiveMinutes, ::testing::Bool());

}  // namespace
}  // namespace vedette::detectors
