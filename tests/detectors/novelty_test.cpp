// SPDX-License-Identifier: Apache-2.0
#include "detectors/novelty.h"

#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/detectors/learned_site.h"

namespace vedette::detectors {
namespace {

using namespace vedette::testing;
using baselines::Feature;
using core::Observation;
using core::Severity;
using core::VerbClass;
using models::PriorLevel;
using ::testing::HasSubstr;

constexpr core::Timestamp later = start + 1h;

class Novelty : public ::testing::Test {
 protected:
  void watch(double per_device_day = 0.001, NoveltyDetector::Options options = {}) {
    budget = Budget(per_device_day);
    detector = std::make_unique<NoveltyDetector>(budget, *behaviour, options);
  }
  Novelty() { watch(); }

  const std::vector<Verdict>& judge(const Observation& o) {
    verdicts.clear();
    seen = o;
    detector->observe(behaviour->observe(seen), verdicts);
    return verdicts;
  }
  core::Finding explain(const Verdict& verdict) { return detector->explain(verdict, &seen); }
  /// The verdict whose thing reads so; none fails the test.
  Verdict on(std::string_view what) {
    for (const Verdict& verdict : verdicts) {
      if (explain(verdict).what == what) return verdict;
    }
    ADD_FAILURE() << "no verdict on " << what;
    return {};
  }
  bool says(std::string_view what) {
    return std::ranges::any_of(verdicts, [&](const Verdict& verdict) { return explain(verdict).what == what; });
  }
  /// What the site has shown at the greatest age: `events` first sights in `days`, and nothing before.
  void site_shows(const std::string& role_name, Feature feature, VerbClass verb_class, std::uint64_t events,
                  std::uint64_t days) {
    auto& role = behaviour->role(role_name);
    role.exposure_s = {};
    role.first_sights = {};
    role.exposure_s[20] = days * 86'400;
    role.first_sights[static_cast<std::size_t>(feature)][static_cast<std::size_t>(verb_class)][20] = events;
  }
  static const models::FirstSightPrior& prior(std::string_view role, std::string_view feature,
                                              std::string_view verb_class, PriorLevel level) {
    const auto* found = models::shipped_template(role)->prior(feature, verb_class, level);
    EXPECT_NE(found, nullptr) << role << ' ' << feature << ' ' << verb_class;
    return *found;
  }

  std::unique_ptr<baselines::Behaviour> behaviour = learned_site(300);
  Budget budget;
  std::unique_ptr<NoveltyDetector> detector;
  std::vector<Verdict> verdicts;
  Observation seen;
};

TEST_F(Novelty, SaysNothingOfWhatIsKnown) {
  EXPECT_THAT(judge(read(later, 21, 11)), ::testing::IsEmpty());
  EXPECT_THAT(judge(read(later, 21, 12, 350)), ::testing::IsEmpty());  // in the same block
}

// The rate is that of prior and site together; an alert where it is within the share, a sighting above.
TEST_F(Novelty, TheRateIsPriorAndSiteTogether) {
  const auto& known = prior("modbus_server", "peer", "write", PriorLevel::role);
  for (const std::uint64_t events : {0U, 1U, 5U}) {
    site_shows("modbus_server", Feature::peer, VerbClass::write, events, 100);
    judge(write(later, 66, 11));
    const double expected = (known.events + static_cast<double>(events)) / (known.device_days + 100);
    EXPECT_DOUBLE_EQ(on("from 10.20.1.66").per_device_day, expected);
  }
}

TEST_F(Novelty, AlertsUpToItsShareOfTheBudget) {
  site_shows("modbus_server", Feature::peer, VerbClass::write, 2, 100);
  const auto& known = prior("modbus_server", "peer", "write", PriorLevel::role);
  const double rate = (known.events + 2) / (known.device_days + 100);
  const double share = models::shipped_template("modbus_server")->share("novelty", "write");
  ASSERT_GT(share, 0);
  watch(rate / share * 1.000'001);
  judge(write(later, 66, 11));
  EXPECT_FALSE(on("from 10.20.1.66").sighting);
  EXPECT_EQ(on("from 10.20.1.66").severity, Severity::high);
  watch(rate / share * 0.999'999);
  judge(write(later, 66, 11));
  EXPECT_TRUE(on("from 10.20.1.66").sighting);
  EXPECT_EQ(on("from 10.20.1.66").severity, Severity::info);
}

TEST_F(Novelty, AWeightScalesTheShare) {
  const auto& known = prior("modbus_server", "peer", "write", PriorLevel::role);
  site_shows("modbus_server", Feature::peer, VerbClass::write, 0, 0);
  const double share = models::shipped_template("modbus_server")->share("novelty", "write");
  const double rate = known.events / known.device_days;
  for (const auto& [role, scale, sighting] :
       {std::tuple{"", 1.01, false}, {"", 0.99, true}, {"modbus_server", 0.99, true}, {"plc", 0.01, false}}) {
    budget = Budget(rate / share, {{"novelty", role, scale}, {"rate", "", 100}});
    judge(write(later, 66, 11));
    EXPECT_EQ(on("from 10.20.1.66").sighting, sighting) << role << scale;
  }
}

TEST_F(Novelty, AStrangerIsJudgedByWhatItDoesToOthersOnly) {
  judge(write(later, 66, 11));
  EXPECT_FALSE(says("uses modbus"));  // of one seen for the first time all is new
  EXPECT_TRUE(says("from 10.20.1.66"));
  EXPECT_EQ(on("from 10.20.1.66").device, id_of(*behaviour, 66));  // who stepped out of its role is the one who acts
  EXPECT_EQ(on("from 10.20.1.66").peer, id_of(*behaviour, 11));
}

TEST_F(Novelty, ADeviceIsJudgedOnceItHasSettled) {
  behaviour = learned_site(300, true);
  watch();
  judge(read(later, 23, 11));
  behaviour->accept();
  const auto settle = models::shipped_template("modbus_client")->settle;
  judge(write(later + settle - 1ns, 23, 11));
  EXPECT_FALSE(says("uses write_single_register"));
  judge(write(later + settle, 23, 11));
  EXPECT_TRUE(says("uses write_single_register"));
}

TEST_F(Novelty, ADeviceOfTheModelIsJudgedFromItsFirstWord) {
  behaviour->device(id_of(*behaviour, 22)).age_before = 1s;
  judge(write(later, 22, 11));
  EXPECT_TRUE(says("uses write_single_register"));
}

TEST_F(Novelty, AControllerThatCommandsItsLikeIsJudgedAsASibling) {
  site_shows("modbus_server", Feature::peer, VerbClass::write, 0, 0);
  judge(write(later, 11, 12, 300));
  const auto& sibling = prior("modbus_server", "sibling", "write", PriorLevel::device);
  EXPECT_DOUBLE_EQ(on("to 10.20.1.12").per_device_day, sibling.events / sibling.device_days);
  EXPECT_FALSE(on("to 10.20.1.12").sighting);
  const auto& side = prior("modbus_server", "side", "write", PriorLevel::device);
  EXPECT_DOUBLE_EQ(on("uses modbus").per_device_day, side.events / side.device_days);
}

// A controller that asks for the time for the first time, weeks after it was plugged in: rare, but no change of its role.
TEST_F(Novelty, AnotherProtocolIsANewServiceNotAnotherSideOfTheOwnOne) {
  Observation time = write(later, 11, 99);
  time.protocol = {"ntp"};
  time.verb = core::Verb::other;
  time.operation = "client";
  site_shows("modbus_server", Feature::side, VerbClass::contact, 0, 0);
  judge(time);
  const auto& service = prior("modbus_server", "service", "contact", PriorLevel::device);
  EXPECT_DOUBLE_EQ(on("uses ntp").per_device_day, service.events / service.device_days);
  EXPECT_TRUE(on("uses ntp").sighting);
}

TEST_F(Novelty, AReaderThatNowWritesIsNoStranger) {
  site_shows("modbus_server", Feature::peer, VerbClass::write, 0, 0);
  judge(write(later, 21, 11));
  EXPECT_FALSE(says("uses modbus"));  // it takes part already
  EXPECT_FALSE(says("serves modbus"));
  const auto& known = prior("modbus_server", "peer", "write", PriorLevel::device);
  EXPECT_DOUBLE_EQ(on("from 10.20.1.21").per_device_day, known.events / known.device_days);
  for (const Verdict& verdict : verdicts) EXPECT_TRUE(verdict.sighting) << explain(verdict).what;
}

TEST_F(Novelty, WhatTheRoleKnowsIsNewToTheDeviceOnly) {
  behaviour = learned_site(300, true);
  watch();
  judge(write(later, 21, 11));
  behaviour->accept();
  site_shows("modbus_client", Feature::function, VerbClass::write, 0, 0);
  judge(write(later + 1s, 22, 11));
  const auto finding = explain(on("uses write_single_register"));
  EXPECT_THAT(finding.explanation, HasSubstr("1 of 2"));
  EXPECT_EQ(finding.expected.samples, 2U);
}

TEST_F(Novelty, ADeviceThatDoesMoreThanFitsIsNotJudged) {
  auto& things = behaviour->device(id_of(*behaviour, 11)).things;
  for (std::uint64_t key = 1; !things.full(); ++key) {
    things.add(key, {Feature::object, VerbClass::read, behaviour->intern("serves holding 0-99"), 0, 1, start, start});
  }
  judge(write(later, 66, 11));
  EXPECT_FALSE(says("from 10.20.1.66"));
}

TEST_F(Novelty, PeersCanBeLeftOut) {
  watch(0.001, {.use_peers = false, .newcomers = false});
  judge(write(later, 11, 12, 300));
  EXPECT_TRUE(says("uses modbus"));
  for (const Verdict& verdict : verdicts) EXPECT_NE(verdict.feature, "peer");
}

TEST_F(Novelty, TellsOfWhoNobodyWroteDown) {
  judge(read(later, 66, 11));
  const auto newcomer = std::ranges::find(verdicts, std::string_view{"device"}, &Verdict::feature);
  ASSERT_NE(newcomer, verdicts.end());
  EXPECT_TRUE(newcomer->sighting);
  EXPECT_EQ(explain(*newcomer).device.name, "10.20.1.66");
  judge(read(later + 1s, 66, 11));
  EXPECT_EQ(std::ranges::count(verdicts, std::string_view{"device"}, &Verdict::feature), 0);
  watch(0.001, {.use_peers = true, .newcomers = false});
  judge(read(later, 67, 11));
  EXPECT_EQ(std::ranges::count(verdicts, std::string_view{"device"}, &Verdict::feature), 0);
}

TEST_F(Novelty, AScanIsOneCauseAndCommandsAreOneEach) {
  judge(connect(later, 21, 31, 445));
  const auto contact = verdicts.front().cause;
  judge(connect(later, 21, 32, 445));
  EXPECT_EQ(verdicts.front().cause, contact);
  judge(write(later, 66, 11));
  const auto write_11 = on("from 10.20.1.66").cause;
  judge(write(later, 66, 12, 300));
  EXPECT_NE(on("from 10.20.1.66").cause, write_11);
}

TEST_F(Novelty, ExplainsItselfInNumbersAndNames) {
  site_shows("modbus_server", Feature::side, VerbClass::write, 0, 0);
  judge(write(later, 11, 12, 305));
  const auto finding = explain(on("uses modbus"));
  const auto& side = prior("modbus_server", "side", "write", PriorLevel::device);
  EXPECT_DOUBLE_EQ(*finding.return_period_device_days, side.device_days / side.events);
  // The rate being Gamma(events, days), a day without any such event has probability (days / (days + 1)) ^ events.
  EXPECT_NEAR(*finding.p_value, 1 - std::pow(side.device_days / (side.device_days + 1), side.events), 1e-12);
  EXPECT_EQ(finding.device.name, "10.20.1.11");
  EXPECT_EQ(finding.peer.name, "10.20.1.12");
  EXPECT_THAT(finding.explanation,
              ::testing::AllOf(HasSubstr("10.20.1.11"), HasSubstr("10.20.1.12"), HasSubstr("holding 305")));
  EXPECT_FALSE(finding.attack.empty());
}

// The classes share one budget, while every feature of a class is judged by itself: what alerts after no history at all
// must fit into the share together.
TEST(ShippedTemplates, WhatAlertsAtOnceFitsIntoItsShareTogether) {
  const Budget budget;
  for (const auto& role : models::shipped_templates()) {
    for (const auto* verb_class : {"contact", "read", "write", "admin"}) {
      const double share = budget.share(role, "novelty", verb_class, role.name);
      std::map<std::string, double> worst;  // of the levels of a feature only one is judged, and a sibling is a peer
      for (const auto& prior : role.priors) {
        const double rate = prior.events / prior.device_days;
        if (prior.verb_class != verb_class || rate > share) continue;
        double& of_feature = worst[prior.feature == "sibling" ? "peer" : prior.feature];
        of_feature = std::max(of_feature, rate);
      }
      double sum = 0;
      for (const auto& [feature, rate] : worst) sum += rate;
      EXPECT_LE(sum, share * (1 + 1e-12)) << role.name << ' ' << verb_class;
    }
  }
}

}  // namespace
}  // namespace vedette::detectors
