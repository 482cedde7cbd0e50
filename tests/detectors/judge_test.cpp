// SPDX-License-Identifier: Apache-2.0
#include "detectors/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/baselines/observations.h"

namespace vedette::detectors {
namespace {

using namespace vedette::testing;
using core::Alert;
using core::Finding;
using core::Observation;
using core::Severity;

/// Says what the test wants it to say of everything that isn't familiar.
struct Scripted : Detector {
  DetectorInfo described;
  std::vector<Verdict> says, says_at_ticks;
  std::size_t asked = 0;
  bool for_values;

  explicit Scripted(std::string_view name, bool judges_values = false)
      : described{name, "for tests"}, for_values(judges_values) {}
  const DetectorInfo& info() const override { return described; }
  bool judges_values() const override { return for_values; }
  void observe(const baselines::Sight& sight, std::vector<Verdict>& verdicts) override {
    ++asked;
    for (Verdict verdict : says) verdicts.push_back(completed(verdict, sight.actor));
  }
  void tick(const core::Tick&, std::span<const baselines::OddWindows>, std::vector<Verdict>& verdicts) override {
    for (Verdict verdict : says_at_ticks) verdicts.push_back(completed(verdict, {}));
  }
  Finding explain(const Verdict& verdict, const Observation*) const override {
    Finding finding;
    finding.detector = described.name;
    finding.severity = verdict.severity;
    finding.feature = verdict.feature;
    finding.title = fmt::format("{} {}", described.name, verdict.feature);
    finding.device.name = "device";
    return finding;
  }
  Verdict completed(Verdict verdict, baselines::EntityId device) const {
    verdict.by = this;
    verdict.device = device;
    if (verdict.cause == 0) verdict.cause = cause_key(described.name, device, {}, verdict.feature);
    return verdict;
  }
};

Verdict verdict(std::string_view feature, Severity severity, double per_device_day = 0, bool sighting = false) {
  Verdict v;
  v.feature = feature;
  v.severity = severity;
  v.per_device_day = per_device_day;
  v.sighting = sighting;
  return v;
}

struct Excused : Exceptions {
  std::string detector;
  bool excuses(const Finding& finding, const Observation*, core::Timestamp, const std::string&) const override {
    return finding.detector == detector;
  }
};

class JudgeTest : public ::testing::Test {
 protected:
  JudgeTest() { make_judge(false); }
  void make_judge(bool policy_judges_values) {
    auto a = std::make_unique<Scripted>("policy", policy_judges_values), b = std::make_unique<Scripted>("novelty");
    policy = a.get();
    novelty = b.get();
    std::vector<std::unique_ptr<Detector>> detectors;
    detectors.push_back(std::move(a));
    detectors.push_back(std::move(b));
    judge = std::make_unique<Judge>(
        behaviour, std::move(detectors), AlertContext{}, [this](const Alert& alert) { told.push_back(alert); },
        &excused);
  }
  bool learned(const Observation& o) { return behaviour.observe(o).first_sights.empty(); }

  baselines::Behaviour behaviour{{}};
  Scripted *policy, *novelty;
  Excused excused;
  std::vector<Alert> told;
  std::unique_ptr<Judge> judge;
};

TEST_F(JudgeTest, WhatNobodyMindsIsLearnedAndThenNotAskedAbout) {
  judge->observe(read(start, 21, 11));
  judge->observe(read(start + 1s, 21, 11));
  EXPECT_EQ(policy->asked, 1U);
  EXPECT_TRUE(told.empty());
  EXPECT_TRUE(learned(read(start + 2s, 21, 11)));
}

TEST_F(JudgeTest, ValuesAreAskedAboutEveryTimeWhereADetectorJudgesThem) {
  const std::vector<core::Value> values{{0, 1}};
  auto o = write(start, 21, 11);
  o.values = values;
  for (const bool judged : {true, false}) {
    make_judge(judged);
    judge->observe(o);
    judge->observe(o);
    EXPECT_EQ(policy->asked, judged ? 2U : 0U);
  }
}

TEST_F(JudgeTest, OneObservationIsOneAlertOfTheGravestCause) {
  policy->says = {verdict("sender", Severity::high)};
  novelty->says = {verdict("peer", Severity::high, 1e-4), verdict("side", Severity::critical, 1e-4),
                   verdict("object", Severity::info, 0.1, true)};
  judge->observe(write(start, 66, 11));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].title, "novelty side");
  EXPECT_EQ(told[0].severity, Severity::critical);
  // In tenfolds: 4 each for what is expected once in ten thousand device-days, 5.5 for what is forbidden, 1.
  const double total = 4 + 4 + 5.5 + 1;
  std::map<std::string, double> shares;
  double sum = 0;
  for (const auto& contribution : told[0].contributions) {
    shares[contribution.feature] = contribution.share;
    sum += contribution.share;
  }
  EXPECT_EQ(told[0].contributions.front().feature, "novelty: side");
  EXPECT_NEAR(sum, 1, 0.002);  // each is rounded to a thousandth
  EXPECT_NEAR(shares.at("policy: sender"), 5.5 / total, 0.0006);
  EXPECT_NEAR(shares.at("novelty: peer"), 4 / total, 0.0006);
  EXPECT_NEAR(shares.at("novelty: object"), 1 / total, 0.0006);
}

TEST_F(JudgeTest, OfEqualsTheFirstDetectorSpeaks) {
  policy->says = {verdict("sender", Severity::high)};
  novelty->says = {verdict("peer", Severity::high)};
  judge->observe(write(start, 66, 11));
  EXPECT_EQ(told[0].title, "policy sender");
}

TEST_F(JudgeTest, AnAlertComesBeforeEverySighting) {
  policy->says = {verdict("sender", Severity::critical, 1e-9, true)};
  novelty->says = {verdict("peer", Severity::low, 0.9)};
  judge->observe(write(start, 66, 11));
  EXPECT_EQ(told[0].title, "novelty peer");
  EXPECT_EQ(judge->stats().alerts, 1U);
}

TEST_F(JudgeTest, WhatRaisedAnAlertIsNotLearnedWhatWasSightedIs) {
  novelty->says = {verdict("peer", Severity::high, 1e-4)};
  judge->observe(write(start, 66, 11));
  judge->observe(write(start + 1s, 66, 11));
  EXPECT_FALSE(learned(write(start + 2s, 66, 11)));
  novelty->says = {verdict("peer", Severity::info, 0.1, true)};
  judge->observe(write(start + 3s, 67, 11));
  EXPECT_TRUE(learned(write(start + 4s, 67, 11)));
  EXPECT_EQ(judge->stats().sightings, 1U);
  judge->finish();
  EXPECT_EQ(told.back().count, 2U);  // of the alert
}

TEST_F(JudgeTest, WhatIsExcusedIsLearnedAndCounted) {
  excused.detector = "novelty";
  novelty->says = {verdict("peer", Severity::high, 1e-4)};
  judge->observe(write(start, 66, 11));
  EXPECT_TRUE(told.empty());
  EXPECT_EQ(judge->excused(), 1U);
  EXPECT_TRUE(learned(write(start + 1s, 66, 11)));
}

TEST_F(JudgeTest, ExcusingOneFindingDoesNotSilenceTheOthers) {
  excused.detector = "policy";
  policy->says = {verdict("sender", Severity::critical)};
  novelty->says = {verdict("peer", Severity::high, 1e-4)};
  judge->observe(write(start, 66, 11));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].title, "novelty peer");
  ASSERT_EQ(told[0].contributions.size(), 1U);
  EXPECT_DOUBLE_EQ(told[0].contributions[0].share, 1);
  EXPECT_EQ(judge->excused(), 1U);
  EXPECT_FALSE(learned(write(start + 1s, 66, 11)));
}

TEST_F(JudgeTest, AtATickEveryVerdictIsItsOwnAlert) {
  policy->says_at_ticks = {verdict("reads", Severity::medium, 1e-5), verdict("writes", Severity::medium, 1e-5)};
  judge->tick({start + 10s, 5, 1, false});
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].evidence.front().pcap_cnt, 5U);
  judge->tick({start + 20s, 6, 1, false});
  EXPECT_EQ(told.size(), 2U);
  judge->finish();
  EXPECT_EQ(told.back().count, 2U);
}

}  // namespace
}  // namespace vedette::detectors
