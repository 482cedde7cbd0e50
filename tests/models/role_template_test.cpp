// SPDX-License-Identifier: Apache-2.0
#include "models/role_template.h"

#include <gtest/gtest.h>

#include "core/digest.h"
#include "models/file.h"

using namespace vedette::models;
using namespace std::chrono_literals;

namespace {

std::string refusal(const std::string& text) {
  const auto parsed = parse_role_template("t.yaml", "version: 1\nname: t\n" + text);
  return parsed ? "accepted" : parsed.error().message;
}

/// First sights per device-day that a role's history of nothing leaves likely.
double rate(const FirstSightPrior* prior) {
  return prior->events / prior->device_days;
}

}  // namespace

TEST(ShippedTemplates, AreTheFilesOfTheFolder) {
  ASSERT_EQ(shipped_templates().size(), 7U);
  for (const auto* name :
       {"modbus_server", "modbus_client", "bacnet_device", "bacnet_client", "mqtt_broker", "mqtt_client", "other"}) {
    const auto* shipped = shipped_template(name);
    ASSERT_NE(shipped, nullptr) << name;
    const auto text = read_file(std::string{VEDETTE_SOURCE_DIR} + "/models/templates/" + name + ".yaml", 1 << 20);
    ASSERT_TRUE(text);
    EXPECT_EQ(shipped->digest, vedette::core::sha256_hex(*text));
    EXPECT_EQ(shipped->settle, 60s);
    EXPECT_FALSE(shipped->likely.because.empty());
  }
  EXPECT_EQ(shipped_template("no_such"), nullptr);
}

TEST(ShippedTemplates, GiveEveryDeviceALikelyRole) {
  EXPECT_EQ(likely_template({"modbus"}, {}).name, "modbus_server");
  EXPECT_EQ(likely_template({}, {"modbus"}).name, "modbus_client");
  EXPECT_EQ(likely_template({"modbus"}, {"modbus"}).name, "modbus_server");  // a gateway
  EXPECT_EQ(likely_template({"bacnet"}, {"bacnet"}).name, "bacnet_device");
  EXPECT_EQ(likely_template({}, {"bacnet"}).name, "bacnet_client");
  EXPECT_EQ(likely_template({"mqtt"}, {"mqtt"}).name, "mqtt_broker");  // a bridge
  EXPECT_EQ(likely_template({"http"}, {"mqtt", "dns"}).name, "mqtt_client");
  EXPECT_EQ(likely_template({"http"}, {"dns"}).name, "other");
  EXPECT_EQ(likely_template({}, {}).name, "other");
}

TEST(ShippedTemplates, BoundEveryRateOfEveryWindow) {
  for (const auto& shipped : shipped_templates()) {
    for (const auto* rate : {"requests", "served", "reads", "writes", "connects", "errors"}) {
      for (const auto window : {10s, 60s, 3600s})
        EXPECT_NE(shipped.rate(rate, window), nullptr) << shipped.name << ' ' << rate;
    }
  }
}

TEST(ShippedTemplates, LeaveTheSlowLaneItsShare) {
  for (const auto& shipped : shipped_templates()) {
    double sum = 0;
    for (const auto& share : shipped.budget_shares) sum += share.share;
    EXPECT_LE(sum, 0.8) << shipped.name;
    EXPECT_GE(shipped.share("novelty", "write"), shipped.share("novelty", "read")) << shipped.name;
    EXPECT_EQ(shipped.share("no_such", ""), 0);
  }
}

// detection.md, "Short histories": with the default budget and no history at all, what nearly never happens in the
// field is rarer than its share, and what is common is not.
TEST(ShippedTemplates, AlertOnWhatNearlyNeverHappensAndNothingElse) {
  constexpr double budget = 0.001;
  const auto& server = *shipped_template("modbus_server");
  const auto alerts = [&](const char* feature, const char* verb_class, PriorLevel level) {
    return rate(server.prior(feature, verb_class, level)) <= budget * server.share("novelty", verb_class);
  };
  for (const auto* verb_class : {"contact", "read", "write", "admin"}) {
    EXPECT_TRUE(alerts("side", verb_class, PriorLevel::device)) << verb_class;
  }
  EXPECT_TRUE(alerts("peer", "write", PriorLevel::role));
  EXPECT_TRUE(alerts("peer", "admin", PriorLevel::device));
  EXPECT_TRUE(alerts("function", "admin", PriorLevel::device));
  EXPECT_TRUE(alerts("sibling", "contact", PriorLevel::device));
  EXPECT_FALSE(alerts("peer", "read", PriorLevel::role));
  EXPECT_FALSE(alerts("peer", "contact", PriorLevel::role));
  EXPECT_FALSE(alerts("function", "write", PriorLevel::role));
  EXPECT_FALSE(alerts("object", "read", PriorLevel::device));
  EXPECT_FALSE(alerts("object", "write", PriorLevel::device));
}

TEST(ShippedTemplates, ExpectNoMoreFalseAlertsThanTheBudget) {
  constexpr double budget = 0.001;
  for (const auto& shipped : shipped_templates()) {
    for (const auto* verb_class : {"contact", "read", "write", "admin"}) {
      double expected = 0;
      const double allowed = budget * shipped.share("novelty", verb_class);
      for (const auto& prior : shipped.priors) {
        if (prior.verb_class == verb_class && rate(&prior) <= allowed) expected += rate(&prior);
      }
      EXPECT_LE(expected, allowed) << shipped.name << ' ' << verb_class;
    }
  }
}

TEST(RoleTemplate, RefusesNumbersWithoutAReason) {
  EXPECT_EQ(refusal("priors: [{ feature: side, class: read, events: 1, device_days: 2 }]\n"),
            "t.yaml:3:10: priors[0].because: missing; allowed: the reason for the numbers");
}

TEST(RoleTemplate, RefusesWhatMakesNoSense) {
  EXPECT_EQ(
      refusal("priors: [{ feature: sides, class: read }]\n"),
      "t.yaml:3:21: priors[0].feature: found 'sides'; did you mean 'side'? allowed: side, sibling, peer, service, "
      "function, object");
  EXPECT_EQ(refusal("priors: [{ feature: side, class: read, events: 0, device_days: 2, because: x }]\n"),
            "t.yaml:3:48: priors[0].events: found 0; allowed: a number above 0: nothing is impossible");
  EXPECT_EQ(refusal("rates: [{ rate: reads, shape_cap: 1, because: x }]\n"),
            "t.yaml:3:9: rates[0].window: missing; allowed: a duration such as 10s");
  EXPECT_EQ(refusal("budget_shares: [{ family: a, share: 0.6, because: x }, { family: b, share: 0.5, because: x }]\n"),
            "t.yaml:3:16: budget_shares: the shares add up to 1.1; allowed: at most 1");
}
