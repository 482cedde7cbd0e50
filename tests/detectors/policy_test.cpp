// SPDX-License-Identifier: Apache-2.0
#include "detectors/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/baselines/observations.h"

namespace vedette::detectors {
namespace {

using namespace vedette::testing;
using core::Observation;
using core::Severity;
using core::Value;
using ::testing::HasSubstr;

/// hmi (21) and historian (22) may do this at a plc (11); 31 is a drive, of which the file says nothing.
Policy plant() {
  Policy policy;
  policy["plc"]["modbus"] = {
      {{"hmi", "historian"}, {"read_holding_registers"}, {}},
      {{"hmi"},
       {"write_single_register", "write_multiple_registers"},
       {{"holding", 100, 109, 0.0, 500.0}, {"holding", 110, 119, {}, {}}}},
  };
  policy["gateway"]["modbus"] = {};
  policy["meter"]["modbus"] = {{{}, {"read_holding_registers"}, {}}};
  return policy;
}

class PolicyTest : public ::testing::Test {
 protected:
  explicit PolicyTest(Policy policy = plant(), std::vector<Prohibition> prohibitions = {})
      : behaviour(config()), detector(std::move(policy), std::move(prohibitions), behaviour) {}

  static baselines::BehaviourConfig config() {
    baselines::BehaviourConfig config;
    config.inventory.devices = {{"plc-1", "plc", {host(11).ip}, {}},        {"gate", "gateway", {host(12).ip}, {}},
                                {"meter", "meter", {host(13).ip}, {}},      {"hmi-1", "hmi", {host(21).ip}, {}},
                                {"hist-1", "historian", {host(22).ip}, {}}, {"drive", "drive", {host(31).ip}, {}}};
    return config;
  }
  /// Why it is forbidden; empty where it isn't.
  std::string reason(const Observation& o) {
    verdicts.clear();
    seen = o;
    detector.observe(behaviour.observe(seen), verdicts);
    return verdicts.empty() ? "" : std::string{verdicts.front().feature};
  }
  core::Finding finding() { return detector.explain(verdicts.front(), &seen); }

  baselines::Behaviour behaviour;
  PolicyDetector detector;
  std::vector<Verdict> verdicts;
  Observation seen;
};

Observation write_many(std::uint8_t client, std::uint8_t server, std::uint64_t first, std::uint32_t count) {
  return request(start, client, server, core::Verb::write, "write_multiple_registers", 16,
                 {"holding", first, count, {}, 0});
}

TEST_F(PolicyTest, SaysNothingOfWhatIsAllowed) {
  EXPECT_EQ(reason(read(start, 21, 11)), "");
  EXPECT_EQ(reason(read(start, 22, 11)), "");
  EXPECT_EQ(reason(write(start, 21, 11, 105)), "");
}

TEST_F(PolicyTest, NamesTheSenderThatMayNot) {
  EXPECT_EQ(reason(write(start, 31, 11, 105)), "sender");
  const auto what = finding();
  EXPECT_EQ(what.device.name, "drive");
  EXPECT_EQ(what.peer.name, "plc-1");
  EXPECT_EQ(what.severity, Severity::high);
  EXPECT_THAT(what.expected.text, ::testing::AllOf(HasSubstr("hmi"), ::testing::Not(HasSubstr("historian"))));
  EXPECT_THAT(what.attack, ::testing::ElementsAre(::testing::Field(&core::AttackTechnique::id, "T0848")));
  EXPECT_EQ(reason(read(start, 66, 11)), "sender");  // nobody knows its role
  EXPECT_EQ(verdicts.front().severity, Severity::medium);
}

TEST_F(PolicyTest, NamesTheFunctionThatTheSenderMayNotUse) {
  EXPECT_EQ(reason(write(start, 22, 11, 105)), "function");
  EXPECT_THAT(finding().expected.text,
              ::testing::AllOf(HasSubstr("read holding registers"), ::testing::Not(HasSubstr("write"))));
  EXPECT_EQ(reason(restart(start, 21, 11)), "function");
  EXPECT_EQ(verdicts.front().severity, Severity::critical);
}

TEST_F(PolicyTest, NamesTheObjectOutsideTheScopes) {
  EXPECT_EQ(reason(write(start, 21, 11, 99)), "object");
  EXPECT_EQ(reason(write(start, 21, 11, 120)), "object");
  EXPECT_THAT(finding().expected.text, ::testing::AllOf(HasSubstr("holding 100-109"), HasSubstr("holding 110-119")));
  auto coil = write(start, 21, 11, 105);
  coil.object = core::hashed({"coil", 105, 1, {}, 0});
  EXPECT_EQ(reason(coil), "object");
}

TEST_F(PolicyTest, ARangeMayCrossScopesThatTouch) {
  EXPECT_EQ(reason(write_many(21, 11, 105, 10)), "");
  EXPECT_EQ(reason(write_many(21, 11, 100, 20)), "");
  EXPECT_EQ(reason(write_many(21, 11, 99, 10)), "object");   // begins outside
  EXPECT_EQ(reason(write_many(21, 11, 115, 10)), "object");  // ends outside
  EXPECT_EQ(reason(write_many(21, 11, 90, 100)), "object");  // holds them all
}

struct GapPolicy : PolicyTest {
  static Policy with_gap() {
    Policy policy;
    policy["plc"]["modbus"] = {
        {{}, {}, {{"holding", 0, 9, {}, {}}, {"holding", 11, 20, {}, {}}, {"holding", 5, 30, {}, 7.0}}}};
    return policy;
  }
  GapPolicy() : PolicyTest(with_gap()) {}
};

TEST_F(GapPolicy, ScopesMayOverlap) {
  EXPECT_EQ(reason(write_many(21, 11, 8, 5)), "");  // register 10 lies in the third only
  EXPECT_EQ(reason(write_many(21, 11, 30, 2)), "object");
}

TEST_F(GapPolicy, AValueNeedsOneScopeThatTakesIt) {
  auto o = write_many(21, 11, 9, 3);
  std::vector<Value> values{{9, 1'000}, {10, 7}, {11, 1'000}};
  o.values = values;
  EXPECT_EQ(reason(o), "");
  values[1].number = 8;
  EXPECT_EQ(reason(o), "value");
}

TEST_F(PolicyTest, NamesTheValueOutsideItsBounds) {
  auto o = write_many(21, 11, 108, 4);
  std::vector<Value> values{{108, 500}, {109, 0}, {110, 9'999}, {111, -3}};
  o.values = values;
  EXPECT_EQ(reason(o), "");
  values[1].number = 500.5;
  EXPECT_EQ(reason(o), "value");
  EXPECT_THAT(finding().observed, ::testing::AllOf(HasSubstr("109"), HasSubstr("500.5")));
  EXPECT_THAT(finding().expected.text, ::testing::AllOf(HasSubstr("0"), HasSubstr("500")));
  values[1].number = -0.5;
  EXPECT_EQ(reason(o), "value");
}

TEST_F(PolicyTest, JudgesValuesOfWhatIsFamiliarToo) {
  auto o = write(start, 21, 11, 105);
  std::vector<Value> values{{105, 50}};
  o.values = values;
  EXPECT_EQ(reason(o), "");
  behaviour.accept();
  EXPECT_EQ(reason(o), "");
  ASSERT_TRUE(behaviour.observe(o).familiar);
  values[0].number = 5'000;
  EXPECT_EQ(reason(o), "value");
}

TEST_F(PolicyTest, ARoleWithoutRulesIsFreeAndOneWithEmptyRulesClosed) {
  EXPECT_EQ(reason(write(start, 66, 31)), "");       // drive: no word of it
  EXPECT_EQ(reason(read(start, 21, 12)), "sender");  // gateway: nobody may ask anything
  EXPECT_THAT(finding().expected.text, HasSubstr("gateway"));
  auto other = read(start, 21, 12);
  other.protocol = {"bacnet"};
  EXPECT_EQ(reason(other), "");  // the rules are of one protocol
}

TEST_F(PolicyTest, AnEmptyListAllowsAny) {
  EXPECT_EQ(reason(read(start, 66, 13)), "");
  EXPECT_EQ(reason(write(start, 66, 13)), "function");
}

TEST_F(PolicyTest, JudgesRequestsOnly) {
  EXPECT_EQ(reason(answer(write(start, 31, 11, 105))), "");
  EXPECT_EQ(reason(connect(start, 66, 12, 502)), "");
}

TEST_F(PolicyTest, DifferentActsAreDifferentCauses) {
  reason(read(start, 66, 11));
  const auto reading = verdicts.front().cause;
  reason(write(start, 66, 11));
  const auto writing = verdicts.front().cause;
  auto coil = write(start, 66, 11);
  coil.object = core::hashed({"coil", 0, 1, {}, 0});
  reason(coil);
  EXPECT_NE(reading, writing);
  EXPECT_NE(writing, verdicts.front().cause);
  reason(write(start + 1s, 66, 11, 7));
  EXPECT_EQ(writing, verdicts.front().cause);
}

struct Prohibited : PolicyTest {
  static std::vector<Prohibition> rules() {
    Prohibition hmi;
    hmi.device = "hmi-1";
    hmi.peer_role = "plc";
    hmi.protocol = "modbus";
    hmi.operations = {"write_single_register"};
    hmi.object = ObjectScope{"holding", 104, 106, {}, {}};
    hmi.reason = "pump in maintenance";
    hmi.expires = start + 1h;
    Prohibition anybody;
    anybody.peer = "drive";
    anybody.reason = "locked out";
    anybody.expires = start + 1h;
    return {hmi, anybody};
  }
  Prohibited() : PolicyTest(plant(), rules()) {}
};

TEST_F(Prohibited, ForbidsWhatTheSiteAllowsUntilItExpires) {
  EXPECT_EQ(reason(write(start, 21, 11, 105)), "prohibition");
  EXPECT_THAT(finding().expected.text, HasSubstr("pump in maintenance"));
  EXPECT_EQ(reason(write(start + 1h - 1ns, 21, 11, 105)), "prohibition");
  EXPECT_EQ(reason(write(start + 1h, 21, 11, 105)), "");
}

TEST_F(Prohibited, FitsOnlyWhatItNames) {
  EXPECT_EQ(reason(write(start, 21, 11, 103)), "");
  EXPECT_EQ(reason(write(start, 21, 11, 106)), "prohibition");
  EXPECT_EQ(reason(write(start, 21, 11, 107)), "");
  EXPECT_EQ(reason(write_many(21, 11, 104, 2)), "");         // another function
  EXPECT_EQ(reason(write(start, 22, 11, 105)), "function");  // another device: the site's own rules
  EXPECT_EQ(reason(read(start, 66, 31)), "prohibition");     // a stranger, at a role without rules
  EXPECT_EQ(reason(read(start, 31, 21)), "");                // the drive itself may ask
}

}  // namespace
}  // namespace vedette::detectors
