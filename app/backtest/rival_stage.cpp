// SPDX-License-Identifier: Apache-2.0
#include "app/backtest/rival_stage.h"

#include "app/backtest/incidents.h"

namespace vedette::app::backtest {
namespace {

Who who(const rivals::Device& device) {
  if (device.family() != core::IpFamily::link) return {.name = {}, .ip = device.to_string(), .mac = {}};
  return {.name = {}, .ip = {}, .mac = core::MacAddress::from(device.octets()).to_string()};
}

}  // namespace

RivalStage::RivalStage(const models::Labels& labels) : matcher_(labels) {
  for (auto& rival : rivals::all_rivals()) entries_.push_back({std::move(rival), {}, {}});
}

void RivalStage::observe(const core::Observation& observation) {
  if (!frozen_ && observation.time < judge_from_) {
    for (Entry& entry : entries_) entry.rival->learn(observation);
    return;
  }
  for (Entry& entry : entries_) {
    if (!frozen_) entry.rival->freeze();
    alarms_.clear();
    entry.rival->observe(observation, alarms_);
    for (const rivals::Alarm& alarm : alarms_) take_down(entry, alarm);
  }
  frozen_ = true;
}

void RivalStage::take_down(Entry& entry, const rivals::Alarm& alarm) {
  Raised raised{.time = alarm.time,
                .device = who(alarm.device),
                .peer = who(alarm.peer),
                .detector = std::string{entry.rival->name()},
                .role = {},
                .protocol = std::string{alarm.protocol},
                .cause = std::string{alarm.feature},
                .incident = {},
                .frames = {}};
  if (alarm.frame != 0) raised.frames.push_back(alarm.frame);
  const auto [at, is_new] = entry.told.try_emplace({alarm.device, matcher_.match(raised)}, alarm.time);
  if (!is_new && alarm.time >= at->second && alarm.time - at->second <= incident_span) return;
  at->second = alarm.time;
  entry.raised.push_back(std::move(raised));
}

}  // namespace vedette::app::backtest
