// SPDX-License-Identifier: Apache-2.0
// The rules of docs/reference/backtest.md, one by one.
#include <gtest/gtest.h>

#include "app/backtest/matching.h"
#include "tests/app/backtest_cases.h"

using namespace vedette::app::backtest;
using vedette::models::Labels;

namespace {

/// Id of the event that the alert belongs to; empty where there is none.
std::string matched(const Labels& labels, const Raised& raised) {
  const auto event = Matcher(labels).match(raised);
  return event ? labels.events[*event].id : std::string{};
}

}  // namespace

TEST(BacktestMatching, ByDeviceOrPeerWithinTheEventAndAnHour) {
  Labels labels = a_week();
  labels.events = {attack("a", 1000, 1060, "stranger", "plc-1")};
  EXPECT_EQ(matched(labels, alert(1000, "10.0.0.66")), "a");
  EXPECT_EQ(matched(labels, alert(1060 + hour, "10.0.0.66")), "a");
  EXPECT_EQ(matched(labels, alert(1030, "10.0.0.1")), "a");
  EXPECT_EQ(matched(labels, alert(1030, "10.0.0.2", "10.0.0.1")), "a");
  EXPECT_EQ(matched(labels, alert(999.9, "10.0.0.66")), "");
  EXPECT_EQ(matched(labels, alert(1060.1 + hour, "10.0.0.66")), "");
  EXPECT_EQ(matched(labels, alert(1030, "10.0.0.2", "10.0.0.3")), "");
  EXPECT_EQ(matched(labels, alert(1030, "10.0.0.6")), "") << "the beginning of an address is not the address";
}

TEST(BacktestMatching, ByNameAndByMac) {
  Labels labels = a_week();
  labels.events = {attack("a", 1000, 1060, "stranger", "plc-1")};
  Raised by_name = alert(1030, "");
  by_name.device.name = "plc-1";
  EXPECT_EQ(matched(labels, by_name), "a");
  Raised by_mac = alert(1030, "");
  by_mac.peer.mac = "02:00:00:00:00:01";
  EXPECT_EQ(matched(labels, by_mac), "a");
  EXPECT_EQ(matched(labels, alert(1030, "")), "") << "what is not known is nobody's";
}

TEST(BacktestMatching, EvidenceCountsWhateverTheDevice) {
  Labels labels = a_week();
  labels.events = {attack("a", 1000, 1060, "stranger", "plc-1")};
  labels.events[0].frames = {{7, 7}, {12, 40}};
  Raised raised = alert(1060 + 5 * hour, "10.0.0.5");
  for (const std::uint64_t frame : {7U, 12U, 20U, 40U}) {
    raised.frames = {3, frame};
    EXPECT_EQ(matched(labels, raised), "a") << frame;
  }
  raised.frames = {6, 8, 11, 41};
  EXPECT_EQ(matched(labels, raised), "");
}

TEST(BacktestMatching, OneAlertBelongsToOneEvent) {
  Labels labels = a_week();
  labels.events = {attack("first", 1000, 1060, "stranger", "plc-1"), attack("second", 2000, 2060, "stranger", "plc-1"),
                   hard_case("case", 1990, 4000, "plc-1")};
  labels.events[0].frames = {{100, 110}};
  EXPECT_EQ(matched(labels, alert(1500, "10.0.0.66")), "first");
  EXPECT_EQ(matched(labels, alert(2030, "10.0.0.66")), "second") << "what is going on before what is over";
  EXPECT_EQ(matched(labels, alert(3000, "10.0.0.66")), "second") << "of two that are over the later one";
  EXPECT_EQ(matched(labels, alert(3000, "10.0.0.1")), "second") << "an attack before a hard case";
  EXPECT_EQ(matched(labels, alert(1995, "10.0.0.1")), "first");
  Raised shown = alert(2030, "10.0.0.66");
  shown.frames = {105};
  EXPECT_EQ(matched(labels, shown), "first") << "evidence before all else";
}

TEST(BacktestMatching, TheFirstCauseIsRightOrNot) {
  const auto event = attack("a", 0, 1, "stranger", "plc-1");
  Raised raised = alert(0.5, "10.0.0.66");
  EXPECT_EQ(right_cause(raised, event), true);
  raised.protocol = "mqtt";
  EXPECT_EQ(right_cause(raised, event), false);
  raised.protocol = "";
  EXPECT_EQ(right_cause(raised, event), true) << "a count of all that a device does has no protocol";
  raised.cause = "reads";
  EXPECT_EQ(right_cause(raised, event), false);
  auto unknown = event;
  unknown.causes.clear();
  EXPECT_EQ(right_cause(raised, unknown), true) << "the protocol is all that is known";
  unknown.protocol.clear();
  EXPECT_EQ(right_cause(raised, unknown), std::nullopt);
}

TEST(BacktestMatching, OnlyTheFirstRevisionAndFramesThatAreEvidence) {
  vedette::core::Alert alert;
  alert.detector = "novelty";
  alert.severity = vedette::core::Severity::medium;
  alert.first_seen = at(5);
  alert.last_seen = at(500);
  alert.device = {.name = "plc-1", .role = "plc", .ip = "10.0.0.1", .mac = {}, .zone = {}, .identity = {}};
  alert.contributions = {{"novelty: peer", 0.75}, {"rate: requests", 0.25}};
  alert.evidence = {{7, at(5), "1:abc="}, {9, at(5), ""}};
  const Raised one = raised(alert);
  EXPECT_EQ(one.time, at(5));
  EXPECT_EQ(one.cause, "peer");
  EXPECT_EQ(one.role, "plc");
  EXPECT_EQ(one.frames, std::vector<std::uint64_t>{7}) << "the end of a window points at no frame";
  EXPECT_FALSE(one.sighting);
  alert.severity = vedette::core::Severity::info;
  EXPECT_TRUE(raised(alert).sighting);
}
