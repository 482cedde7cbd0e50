// SPDX-License-Identifier: Apache-2.0
// The rivals on traffic whose answer is known by hand: silent on what they learned, and each finds what it is made for.
#include <gtest/gtest.h>

#include "app/backtest/rival_stage.h"
#include "tests/app/backtest_cases.h"
#include "tests/lab/rivals/rival.h"

using namespace vedette;
using app::backtest::at;

namespace {

core::Endpoint end(const std::string& ip, std::uint16_t port) {
  core::Endpoint endpoint;
  endpoint.ip = *core::IpAddress::parse(ip);
  endpoint.port.number = port;
  return endpoint;
}

core::Observation read(double seconds, std::uint64_t address, const std::string& from = "10.0.0.21") {
  core::Observation o;
  o.time = at(seconds);
  o.frame = 1;
  o.kind = core::MessageKind::request;
  o.verb = core::Verb::read;
  o.protocol = {"modbus"};
  o.operation = "read_holding_registers";
  o.code = 3;
  o.bytes = 12;
  o.source = end(from, 40'000);
  o.target = end("10.0.0.1", 502);
  o.object = core::hashed({.space = "holding", .first = address, .count = 10, .text = {}});
  return o;
}

core::Observation contact(double seconds, std::uint16_t port, bool answer, bool refused) {
  core::Observation o = read(seconds, 0);
  o.protocol = {"tcp"};
  o.verb = core::Verb::connect;
  o.bytes = 0;
  o.object = {};
  o.target.port.number = port;
  if (answer) {
    std::swap(o.source, o.target);
    o.kind = core::MessageKind::response;
    o.refused = refused;
  }
  return o;
}

/// An hour of two reads in turn each second, a hair early or late.
void learn(rivals::Rival& rival) {
  for (int i = 0; i < 3600; ++i) rival.learn(read(i + (i % 3) * 0.01, i % 2 == 0 ? 0 : 100));
  rival.freeze();
}

std::vector<rivals::Alarm> quiet(rivals::Rival& rival) {
  std::vector<rivals::Alarm> alarms;
  for (int i = 0; i < 600; ++i) rival.observe(read(86'400 + i + (i % 3) * 0.01, i % 2 == 0 ? 0 : 100), alarms);
  return alarms;
}

std::string features(const std::vector<rivals::Alarm>& alarms) {
  std::string text;
  for (const auto& alarm : alarms) text += (text.empty() ? "" : " ") + std::string{alarm.feature};
  return text;
}

}  // namespace

TEST(BacktestRivals, AreSilentOnWhatTheyLearned) {
  for (const auto& rival : rivals::all_rivals()) {
    learn(*rival);
    EXPECT_EQ(features(quiet(*rival)), "") << rival->name();
  }
}

TEST(BacktestRivals, AutomatonKnowsOrderRequestsAndClients) {
  const auto rival = rivals::make_automaton();
  learn(*rival);
  std::vector<rivals::Alarm> alarms;
  rival->observe(read(86'400, 0), alarms);
  rival->observe(read(86'401, 100), alarms);
  rival->observe(read(86'402, 100), alarms);
  rival->observe(read(86'403, 50), alarms);
  rival->observe(read(86'404, 0, "10.0.0.66"), alarms);
  EXPECT_EQ(features(alarms), "order function peer");
}

TEST(BacktestRivals, BoxPlotSeesTooManyAndTooFew) {
  const auto rival = rivals::make_box_plot();
  learn(*rival);
  std::vector<rivals::Alarm> alarms;
  for (int i = 0; i < 60; ++i) rival->observe(read(86'400 + i * 0.5, 0), alarms);
  EXPECT_EQ(features(alarms), "") << "sixty a minute are as always";
  rival->observe(read(86'431, 0), alarms);
  EXPECT_EQ(features(alarms), "requests requests") << "of both ends, inside the minute";
  alarms.clear();
  rival->observe(read(86'460, 0), alarms);
  rival->observe(read(86'520, 0), alarms);
  EXPECT_EQ(features(alarms), "requests requests") << "one in a minute, told when it is over";
}

TEST(BacktestRivals, BoundsHoldSizesAndValues) {
  const auto rival = rivals::make_bounds();
  const auto written = [](double seconds, double number, core::Value& value) {
    core::Observation o = read(seconds, 7);
    o.verb = core::Verb::write;
    o.operation = "write_single_register";
    value = {7, number};
    o.values = {&value, 1};
    return o;
  };
  core::Value value;
  for (const double number : {10, 20, 25, 30, 20, 10}) rival->learn(written(1, number, value));
  rival->freeze();
  std::vector<rivals::Alarm> alarms;
  for (const double number : {15, 25, 10, 31, 29}) rival->observe(written(86'400, number, value), alarms);
  EXPECT_EQ(features(alarms), "change value") << "25 to 10 is too fast, 31 too much";
  alarms.clear();
  auto larger = written(86'401, 20, value);
  larger.bytes = 13;
  rival->observe(larger, alarms);
  EXPECT_EQ(features(alarms), "size");
}

TEST(BacktestRivals, InterarrivalWithinFourSigma) {
  const auto rival = rivals::make_interarrival();
  // Gaps of 0.9 and 1.1 in turn: mean 1, sigma 0.1.
  double t = 0;
  for (int i = 0; i < 1000; ++i) rival->learn(read(t += i % 2 == 0 ? 0.9 : 1.1, 0));
  rival->freeze();
  std::vector<rivals::Alarm> alarms;
  t = 86'400;
  for (const double gap : {0.0, 1.39, 0.61, 1.0}) rival->observe(read(t += gap, 0), alarms);
  EXPECT_EQ(features(alarms), "");
  rival->observe(read(t += 1.42, 0), alarms);
  rival->observe(read(t += 0.58, 0), alarms);
  EXPECT_EQ(features(alarms), "timing timing");
}

// Each failure multiplies the likelihood ratio by four: the fourth takes it from 64 beyond 99 (Jung et al. 2004).
TEST(BacktestRivals, RandomWalkTakesFourFailures) {
  const auto rival = rivals::make_random_walk();
  rival->freeze();
  std::vector<rivals::Alarm> alarms;
  for (std::uint16_t port = 1; port <= 4; ++port) {
    EXPECT_EQ(features(alarms), "") << port;
    rival->observe(contact(port, port, false, false), alarms);
    rival->observe(contact(port + 0.1, port, true, true), alarms);
    // Again at the same place is no first contact.
    rival->observe(contact(port + 0.2, port, false, false), alarms);
    rival->observe(contact(port + 0.3, port, true, true), alarms);
  }
  EXPECT_EQ(features(alarms), "connects");
  EXPECT_EQ(alarms[0].device.to_string(), "10.0.0.21");
}

TEST(BacktestRivals, RandomWalkTakesSilenceForAFailure) {
  const auto rival = rivals::make_random_walk();
  rival->freeze();
  std::vector<rivals::Alarm> alarms;
  for (std::uint16_t port = 1; port <= 4; ++port) rival->observe(contact(port, port, false, false), alarms);
  rival->observe(read(8.5, 0), alarms);
  EXPECT_EQ(features(alarms), "");
  rival->observe(read(9.5, 0), alarms);
  EXPECT_EQ(features(alarms), "connects");
}

TEST(BacktestRivals, AlarmsWithinAnHourAreOneAlertOfEachEvent) {
  auto labels = app::backtest::a_week();
  labels.events = {app::backtest::attack("a", 600, 660, "stranger", "plc-1")};
  app::backtest::RivalStage stage(labels);
  stage.judge_from(core::Timestamp::min());
  // Nothing was learned: every request of a client is one too many for the automaton.
  for (const double t : {10, 20, 610, 620, 700}) stage.observe(read(t, 0, "10.0.0.66"));
  const auto& automaton = stage.entries()[2];
  ASSERT_EQ(automaton.rival->name(), "modbus_automaton");
  ASSERT_EQ(automaton.raised.size(), 2U);
  EXPECT_EQ(automaton.raised[0].time, at(10));
  EXPECT_EQ(automaton.raised[1].time, at(610));
}
