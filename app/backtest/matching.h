// SPDX-License-Identifier: Apache-2.0
// Which labelled event an alert belongs to, by device and time. The rules stand in docs/reference/backtest.md; they
// were written before any figure was looked at.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/backtest/raised.h"
#include "models/labels.h"

namespace vedette::app::backtest {

/// After the last frame of an event an alert may still be about it: the longest window that a detector closes is an
/// hour, and an hour is what an incident spans at most.
constexpr core::Duration grace = std::chrono::hours{1};

class Matcher {
 public:
  /// The labels must outlive it.
  explicit Matcher(const models::Labels& labels);

  /// Index of the one event that the alert belongs to; none where it belongs to nothing.
  std::optional<std::size_t> match(const Raised& raised) const;
  /// Its device or its peer takes part in the event.
  bool touches(const Raised& raised, std::size_t event) const;
  /// One of the parties takes part in both.
  bool shares_party(std::size_t a, std::size_t b) const;

 private:
  struct Parties {
    std::set<std::string, std::less<>> names, ips, macs;
    bool contains(const Who& who) const;
  };
  bool shows(const Raised& raised, std::size_t event) const;
  bool in_time(const Raised& raised, std::size_t event) const;

  const models::Labels& labels_;
  std::vector<Parties> parties_;  ///< by event
};

/// The first cause is one of the event's, in the event's protocol. None where the labels don't say what is right.
std::optional<bool> right_cause(const Raised& raised, const models::LabelledEvent& event);

}  // namespace vedette::app::backtest
