// SPDX-License-Identifier: Apache-2.0
#include "detectors/alert_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

#include "tests/baselines/observations.h"

namespace vedette::detectors {
namespace {

using namespace vedette::testing;
using core::Alert;
using core::AlertStatus;
using core::Finding;
using core::Observation;
using core::Severity;
using core::Timestamp;

class Book : public ::testing::Test {
 protected:
  /// The same cause for the same number.
  void see(std::uint64_t cause, const Observation& o, bool sighting = false, std::string device = "plc-1") {
    if (book.again(cause, &o, o.time, o.seq)) return;
    Verdict verdict;
    verdict.cause = cause;
    verdict.sighting = sighting;
    Finding finding;
    finding.detector = "policy";
    finding.severity = Severity::high;
    finding.title = fmt::format("cause {}", cause);
    finding.device.name = std::move(device);
    finding.device.ip = "10.20.1.11";
    finding.device.zone = "cell";
    book.open(verdict, std::move(finding), &o, o.time, o.seq);
  }
  void tick(Timestamp time, bool new_epoch = false) { book.tick({time, 0, 1, new_epoch}); }

  std::vector<Alert> told;
  AlertBook book{{"site", "sensor", "m", "s"}, [this](const Alert& alert) { told.push_back(alert); }};
};

Observation numbered(std::uint64_t frame, Timestamp time = start) {
  auto o = write(time, 11, 12, 100 + frame);
  o.frame = o.seq = frame;
  return o;
}

TEST_F(Book, OneCauseIsOneAlertThatIsToldAgainAsItGrows) {
  for (std::uint64_t i = 1; i <= 1'500; ++i) see(7, numbered(i, start + i * 1s));
  std::vector<std::uint64_t> counts;
  for (std::size_t i = 0; i < told.size(); ++i) {
    counts.push_back(told[i].count);
    EXPECT_EQ(told[i].revision, i + 1);
    EXPECT_EQ(told[i].id, told[0].id);
    EXPECT_EQ(told[i].status, i == 0 ? AlertStatus::open : AlertStatus::updated);
  }
  EXPECT_THAT(counts, ::testing::ElementsAre(1, 10, 100, 1'000));
  EXPECT_EQ(book.stats().alerts, 1U);
  EXPECT_EQ(told.back().first_seen, start + 1s);
  EXPECT_EQ(told.back().last_seen, start + 1'000s);
  book.finish();  // what has grown since
  EXPECT_EQ(told.back().count, 1'500U);
  const auto size = told.size();
  book.finish();
  EXPECT_EQ(told.size(), size);
}

TEST_F(Book, TheFirstEightFramesAreTheEvidence) {
  for (std::uint64_t i = 1; i <= 20; ++i) see(7, numbered(i));
  book.finish();
  const auto& evidence = told.back().evidence;
  ASSERT_EQ(evidence.size(), core::max_evidence);
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    EXPECT_EQ(evidence[i].pcap_cnt, i + 1);
    EXPECT_TRUE(evidence[i].community_id.starts_with("1:"));
  }
}

TEST_F(Book, TheObjectIsTheRangeOfAll) {
  see(7, numbered(5));
  see(7, numbered(2));
  auto coil = numbered(900);
  coil.object = core::hashed({"coil", 900, 1, {}, 0});
  see(7, coil);  // another space: not a range with the first
  book.finish();
  EXPECT_EQ(told.back().object, "holding 102-105");
}

TEST_F(Book, AnHourOfQuietClosesAndTheCauseMayComeAgain) {
  see(7, numbered(1));
  tick(start + 1h - 10s);
  EXPECT_EQ(told.size(), 1U);
  see(7, numbered(2, start + 1h - 10s));
  tick(start + 2h - 20s);
  EXPECT_EQ(told.size(), 1U);
  tick(start + 2h - 10s);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[1].status, AlertStatus::closed);
  EXPECT_EQ(told[1].revision, 2U);
  EXPECT_EQ(told[1].count, 2U);
  see(7, numbered(3, start + 3h));
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[2].status, AlertStatus::open);
  EXPECT_EQ(told[2].count, 1U);
  EXPECT_NE(told[2].id, told[0].id);
  EXPECT_EQ(book.stats().alerts, 2U);
}

TEST_F(Book, AStepOfTheClockClosesAll) {
  see(7, numbered(1));
  see(8, numbered(2));
  tick(start + 10s, true);
  ASSERT_EQ(told.size(), 4U);
  EXPECT_EQ(told[2].status, AlertStatus::closed);
  EXPECT_EQ(told[2].title, "cause 7");  // in the order in which they were opened
}

TEST_F(Book, WhatADeviceDoesWithinAnHourIsOneIncident) {
  see(1, numbered(1, start), false, "plc-1");
  see(2, numbered(2, start + 1min), false, "plc-1");
  see(3, numbered(3, start + 1min), false, "hmi-1");
  see(4, numbered(4, start + 1h), false, "plc-1");
  see(5, numbered(5, start + 1h + 1ns), false, "plc-1");
  ASSERT_EQ(told.size(), 5U);
  EXPECT_EQ(told[0].incident, told[0].id);
  EXPECT_EQ(told[1].incident, told[0].id);
  EXPECT_EQ(told[2].incident, told[2].id);
  EXPECT_EQ(told[3].incident, told[0].id);
  EXPECT_EQ(told[4].incident, told[4].id);
}

TEST_F(Book, ASightingIsShownAndNotCounted) {
  see(1, numbered(1), true);
  EXPECT_EQ(told[0].severity, Severity::info);
  EXPECT_EQ(told[0].incident, "");
  EXPECT_EQ(told[0].response.quarantine_identity, "");
  EXPECT_EQ(book.stats().alerts, 0U);
  EXPECT_EQ(book.stats().sightings, 1U);
}

TEST_F(Book, GraveAlertsSayWhatMayBeCutOff) {
  see(1, numbered(1));
  EXPECT_EQ(told[0].response.quarantine_identity, "ip:10.20.1.11");
  EXPECT_EQ(told[0].response.quarantine_segment, "cell");
  EXPECT_EQ(told[0].model_digest, "m");
  EXPECT_EQ(told[0].site_digest, "s");
}

TEST_F(Book, AtItsCapTheOneQuietLongestMakesRoom) {
  for (std::uint64_t i = 0; i < AlertBook::cap; ++i) see(i, numbered(i + 1, start + i * 1ms));
  see(0, numbered(1, start + 1h));  // no longer the quietest
  see(AlertBook::cap, numbered(1, start + 1h));
  EXPECT_EQ(book.stats().crowded_out, 1U);
  ASSERT_EQ(told.size(), AlertBook::cap + 2);
  EXPECT_EQ(told[AlertBook::cap].status, AlertStatus::closed);
  EXPECT_EQ(told[AlertBook::cap].title, "cause 1");
  const auto before = told.size();
  see(1, numbered(1, start + 1h));  // it was closed, so it opens anew
  EXPECT_EQ(told.back().status, AlertStatus::open);
  EXPECT_EQ(told.size(), before + 2);
}

TEST(AlertIds, AreStableAndTellCausesApart) {
  Finding finding;
  finding.detector = "policy";
  finding.title = "Forbidden function";
  finding.device.name = "plc-1";
  finding.peer.name = "plc-2";
  const auto o = write(start, 11, 12, 5);
  const auto id = AlertBook::id_of(finding, &o, start);
  EXPECT_EQ(id, AlertBook::id_of(finding, &o, start));
  EXPECT_THAT(id, ::testing::MatchesRegex("[0-9a-f]{16}"));
  std::set<std::string> ids{id};
  const auto differs = [&](const Finding& f, const Observation* by, Timestamp at) {
    EXPECT_TRUE(ids.insert(AlertBook::id_of(f, by, at)).second);
  };
  differs(finding, &o, start + 1ns);
  differs(finding, nullptr, start);
  auto other = finding;
  other.title = "Forbidden write";
  differs(other, &o, start);
  other = finding;
  other.device.name = "plc-3";
  differs(other, &o, start);
  other = finding;
  other.peer.name = "plc-3";
  differs(other, &o, start);
  other = finding;
  other.detector = "novelty";
  differs(other, &o, start);
  const auto elsewhere = write(start, 11, 12, 6);
  differs(finding, &elsewhere, start);
  // Two functions on the same register, of which a client may send both in one segment.
  const auto reading = read(start, 11, 12, 5, 1);
  differs(finding, &reading, start);
}

}  // namespace
}  // namespace vedette::detectors
