// SPDX-License-Identifier: Apache-2.0
#include "app/backtest/raised.h"

namespace vedette::app::backtest {
namespace {

Who who(const core::DeviceRef& device) {
  return {device.name, device.ip, device.mac};
}

/// "novelty: peer" is the feature "peer".
std::string feature_of(const core::Alert& alert) {
  if (alert.contributions.empty()) return {};
  const std::string& named = alert.contributions.front().feature;
  const std::string prefix = alert.detector + ": ";
  return named.starts_with(prefix) ? named.substr(prefix.size()) : named;
}

}  // namespace

Raised raised(const core::Alert& alert) {
  Raised raised{.time = alert.first_seen,
                .device = who(alert.device),
                .peer = who(alert.peer),
                .detector = alert.detector,
                .role = alert.device.role,
                .protocol = alert.protocol,
                .cause = feature_of(alert),
                .incident = alert.incident,
                .frames = {},
                .sighting = alert.severity == core::Severity::info};
  for (const auto& evidence : alert.evidence) {
    // The end of a window names no conversation: its frame is merely the last one before.
    if (!evidence.community_id.empty()) raised.frames.push_back(evidence.pcap_cnt);
  }
  return raised;
}

}  // namespace vedette::app::backtest
