// SPDX-License-Identifier: Apache-2.0
#include "models/tuning.h"

#include <gtest/gtest.h>

using namespace vedette::models;

namespace {

const Vocabulary vocabulary{{"modbus", {{"read_coils", "write_single_coil"}, {"coil", "holding"}}}};
const std::string decision = "decision: { author: ana, reason: agreed, expires: 2027-01-01T00:00:00Z }";

std::string refusal(const std::string& text) {
  const auto tuning = parse_tuning("t.yaml", "version: 1\n" + text, vocabulary);
  return tuning ? "accepted" : tuning.error().message;
}

}  // namespace

TEST(Tuning, ReadsWhatAnAnalystDecided) {
  const auto tuning = parse_tuning("t.yaml",
                                   R"(version: 1
allow:
  - scope: { role: plc, peer: laptop-7, protocol: modbus }
    functions: [write_single_coil]
    object: coil 0-7
    decision: { author: ana, reason: commissioning, expires: 2027-01-01T00:00:00Z }
exceptions:
  - scope: { device: plc-1 }
    detector: novelty
    feature: peer
    what: laptop-7
    decision: { author: ana, reason: known, expires: 2027-01-01T00:00:00Z, alert: a1 }
weights:
  - { detector: rate, scale: 0.5, )" + decision +
                                       R"( }
bounds:
  - { rate: writes, window: 10s, max: 5, )" +
                                       decision + R"( }
)",
                                   vocabulary);
  ASSERT_TRUE(tuning) << tuning.error().message;
  ASSERT_EQ(tuning->allow.size(), 1U);
  EXPECT_EQ(tuning->allow[0].object->last, 7U);
  EXPECT_EQ(tuning->allow[0].decision.author, "ana");
  EXPECT_EQ(tuning->allow[0].decision.line, 3U);
  EXPECT_EQ(tuning->exceptions[0].what, "laptop-7");
  EXPECT_EQ(tuning->weights[0].scale, 0.5);
  EXPECT_EQ(tuning->not_enforced, (std::vector<NotEnforced>{{"bounds", 16}}));
}

TEST(Tuning, DecisionsExpireByPacketTime) {
  const Decision d{
      .author = "a", .reason = "r", .expires = vedette::core::timestamp_from_ns(100), .alert = {}, .line = 0};
  EXPECT_TRUE(d.in_force(vedette::core::timestamp_from_ns(99)));
  EXPECT_FALSE(d.in_force(vedette::core::timestamp_from_ns(100)));
}

TEST(Tuning, EveryEntrySaysWhoWhyAndUntilWhen) {
  EXPECT_EQ(refusal("weights:\n  - { detector: rate, scale: 2 }\n"),
            "t.yaml:3:5: weights[0].decision.author: missing; allowed: who decided it");
  EXPECT_EQ(refusal("weights:\n  - { detector: rate, scale: 2, decision: { author: a } }\n"),
            "t.yaml:3:43: weights[0].decision.reason: missing; allowed: why it was decided");
  EXPECT_EQ(refusal("weights:\n  - { detector: rate, scale: 2, decision: { author: a, reason: b } }\n"),
            "t.yaml:3:43: weights[0].decision.expires: missing; allowed: a time such as 2027-01-01T00:00:00Z");
}

TEST(Tuning, RefusesContradictions) {
  EXPECT_EQ(refusal("weights:\n  - { detector: rate, scale: 11, " + decision + " }\n"),
            "t.yaml:3:30: weights[0].scale: found 11; allowed: a number from 0 to 10");
  EXPECT_EQ(refusal("weights:\n  - { detector: rate, " + decision + " }\n"),
            "t.yaml:3:5: weights[0].scale: missing; allowed: a number from 0 to 10");
  EXPECT_EQ(refusal("weights:\n  - { detector: rate, scale: 1, " + decision + " }\n  - { detector: rate, scale: 2, " +
                    decision + " }\n"),
            "t.yaml:4:17: weights[1].detector: 'rate' stands already at line 3 (weights[0].detector); "
            "allowed: each detector and role once");
  EXPECT_EQ(
      refusal("exceptions:\n  - { feature: peer, " + decision + " }\n"),
      "t.yaml:3:5: exceptions[0]: the exception covers every alert; allowed: one of device, role, peer, peer_role, "
      "detector or what");
  EXPECT_EQ(refusal("exceptions:\n  - { once: true, " + decision + " }\n"),
            "t.yaml:3:29: exceptions[0].decision.alert: missing; allowed: the alert that is excepted once");
  EXPECT_EQ(refusal("allow:\n  - { scope: { protocol: modbus }, functions: [read_coil], " + decision + " }\n"),
            "t.yaml:3:48: allow[0].functions[0]: found 'read_coil'; did you mean 'read_coils'? "
            "allowed: read_coils, write_single_coil");
  EXPECT_EQ(refusal("allow:\n  - { object: holding, " + decision + " }\n"),
            "t.yaml:3:15: allow[0].object: found 'holding'; allowed: a table and a range such as holding 100-119");
  EXPECT_EQ(refusal("bounds:\n  - { rate: reads, min: 5, max: 4, " + decision + " }\n"),
            "t.yaml:3:25: bounds[0].min: found 5, above max (4, line 3); allowed: at most 4");
  EXPECT_EQ(refusal("maintenance:\n  - { from: 2026-01-02T00:00:00Z, to: 2026-01-01T00:00:00Z, " + decision + " }\n"),
            "t.yaml:3:39: maintenance[0].to: found an end before the beginning; allowed: a time after from");
}
