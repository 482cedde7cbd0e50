// SPDX-License-Identifier: Apache-2.0
// Labels and alerts made by hand, for the tests of what `backtest` makes of them.
#pragma once

#include <string>
#include <vector>

#include "app/backtest/figures.h"

namespace vedette::app::backtest {

/// Seconds from the beginning of the captures below.
inline core::Timestamp at(double seconds) {
  return core::timestamp_from_ns(1'772'438'400'000'000'000 + static_cast<std::int64_t>(seconds * 1e9));
}

constexpr double hour = 3600, day = 86'400;

/// A week of ten devices: plc-1 to plc-9 at 10.0.0.1 to 10.0.0.9, and a stranger at 10.0.0.66.
inline models::Labels a_week() {
  models::Labels labels;
  labels.from = at(0);
  labels.to = at(7 * day);
  labels.packets = 1'000'000;
  labels.devices = 10;
  for (int i = 1; i <= 9; ++i) {
    labels.parties["plc-" + std::to_string(i)] = {{*core::IpAddress::parse("10.0.0." + std::to_string(i))},
                                                  {*core::MacAddress::parse("02:00:00:00:00:0" + std::to_string(i))}};
  }
  labels.parties["stranger"] = {{*core::IpAddress::parse("10.0.0.66")}, {}};
  return labels;
}

inline models::LabelledEvent attack(std::string id, double from, double to, std::string attacker, std::string victim) {
  models::LabelledEvent event;
  event.id = std::move(id);
  event.scenario = "rogue_master";
  event.attack = {"T0855"};
  event.intensity = "loud";
  event.from = at(from);
  event.to = at(to);
  event.attacker = std::move(attacker);
  event.victims = {std::move(victim)};
  event.protocol = "modbus";
  event.causes = {"peer", "sender"};
  return event;
}

inline models::LabelledEvent hard_case(std::string id, double from, double to, std::string device) {
  models::LabelledEvent event;
  event.id = std::move(id);
  event.scenario = "maintenance";
  event.benign = true;
  event.from = at(from);
  event.to = at(to);
  event.victims = {std::move(device)};
  return event;
}

inline Raised alert(double seconds, std::string ip, std::string peer_ip = {}) {
  Raised raised;
  raised.time = at(seconds);
  raised.device.ip = std::move(ip);
  raised.peer.ip = std::move(peer_ip);
  raised.detector = "novelty";
  raised.role = "plc";
  raised.protocol = "modbus";
  raised.cause = "peer";
  return raised;
}

inline Exposure exposure_of(const models::Labels& labels) {
  return {labels.from, labels.to, static_cast<double>(labels.devices), {{"plc", 9.0}, {"hmi", 1.0}}};
}

inline Figures measured(const models::Labels& labels, const std::vector<Raised>& raised) {
  return measure(labels, raised, exposure_of(labels));
}

}  // namespace vedette::app::backtest
