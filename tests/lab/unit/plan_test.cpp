// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/plan.h"

#include <gtest/gtest.h>
#include <set>

namespace vedette::lab {
namespace {

SiteOptions options(std::string kind, Duration length) {
  SiteOptions made;
  made.kind = std::move(kind);
  made.start = core::parse_time("2026-03-02T00:00:00Z").value();
  made.length = length;
  return made;
}
void make(Site& site) {
  for (const SiteKind* kind : all_site_kinds())
    if (kind->name == site.options().kind) kind->make(site);
}

TEST(LabPlan, RequestsAreRead) {
  const auto full = parse_play_request("rogue_master:stealthy@day9T03:30");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->scenario, "rogue_master");
  EXPECT_EQ(full->intensity, Intensity::stealthy);
  EXPECT_EQ(full->after, 9 * 24h + 3h + 30min);
  const auto bare = parse_play_request("reboot");
  ASSERT_TRUE(bare);
  EXPECT_FALSE(bare->intensity || bare->after);
  for (const auto* wrong : {"x:quiet", "x@9", "x@dayx", "x@day1T3:30", "x@day1T24:00", "x@day1T12:60", "x@day99999"})
    EXPECT_FALSE(parse_play_request(wrong)) << wrong;
}

TEST(LabPlan, MistakesNameWhatIsAllowed) {
  Site site(options("brewery", 24h));
  make(site);
  EXPECT_NE(make_plan(site, {.attacks = {"nonsense"}}).error().message.find("rogue_master"), std::string::npos);
  EXPECT_NE(make_plan(site, {.attacks = {"reboot"}}).error().message.find("is no attack"), std::string::npos);
  EXPECT_NE(make_plan(site, {.hard_cases = {"rogue_master"}}).error().message.find("is no hard case"), std::string::npos);
  EXPECT_NE(make_plan(site, {.attacks = {"rogue_master@day1"}}).error().message.find("after the end"), std::string::npos);
}

TEST(LabPlan, ScenariosAreNumberedAsInTheListAndSayWhatIntensitiesMean) {
  std::set<unsigned> numbers;
  for (const Scenario* scenario : all_scenarios()) {
    EXPECT_FALSE(scenario->description.empty()) << scenario->name;
    EXPECT_NE(scenario->plan, nullptr) << scenario->name;
    if (scenario->benign()) continue;
    EXPECT_TRUE(numbers.insert(scenario->number).second) << scenario->name;
    EXPECT_FALSE(scenario->attack.empty() || scenario->causes.empty()) << scenario->name;
    for (const auto text : scenario->intensities)
      EXPECT_NE(text.find_first_of("0123456789"), std::string_view::npos) << scenario->name << ": " << text;
  }
  for (unsigned number = 1; number <= 30; ++number) EXPECT_TRUE(numbers.contains(number)) << number;
}

}  // namespace
}  // namespace vedette::lab
