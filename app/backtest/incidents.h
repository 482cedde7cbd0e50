// SPDX-License-Identifier: Apache-2.0
// Alerts that belong together, counted: by the incident that they name, else by device within an hour.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "app/backtest/raised.h"

namespace vedette::app::backtest {

constexpr core::Duration incident_span = std::chrono::hours{1};

class Incidents {
 public:
  /// In order of time.
  void add(const Raised& raised) {
    if (!raised.incident.empty()) {
      named_.insert(raised.incident);
      return;
    }
    const Who& who = raised.device;
    const auto [at, is_new] = began_.try_emplace(!who.ip.empty()    ? who.ip
                                                 : !who.mac.empty() ? who.mac
                                                                    : who.name,
                                                 raised.time);
    if (!is_new && raised.time - at->second <= incident_span) return;
    at->second = raised.time;
    ++unnamed_;
  }
  std::uint64_t count() const { return named_.size() + unnamed_; }

 private:
  std::set<std::string> named_;
  std::map<std::string, core::Timestamp> began_;  ///< the incident at hand, by device
  std::uint64_t unnamed_ = 0;
};

}  // namespace vedette::app::backtest
