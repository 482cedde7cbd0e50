// SPDX-License-Identifier: Apache-2.0
#include "app/backtest/matching.h"

#include <algorithm>
#include <tuple>

namespace vedette::app::backtest {

Matcher::Matcher(const models::Labels& labels) : labels_(labels) {
  for (const models::LabelledEvent& event : labels.events) {
    Parties parties;
    std::vector<std::string> names = event.victims;
    if (!event.attacker.empty()) names.push_back(event.attacker);
    for (const std::string& name : names) {
      parties.names.insert(name);
      const auto party = labels.parties.find(name);
      if (party == labels.parties.end()) continue;
      for (const auto& ip : party->second.ip) parties.ips.insert(ip.to_string());
      for (const auto& mac : party->second.mac) parties.macs.insert(mac.to_string());
    }
    parties_.push_back(std::move(parties));
  }
}

// What is not known is empty, and no party is called that.
bool Matcher::Parties::contains(const Who& who) const {
  return names.contains(who.name) || ips.contains(who.ip) || macs.contains(who.mac);
}

bool Matcher::touches(const Raised& raised, std::size_t event) const {
  return parties_[event].contains(raised.device) || parties_[event].contains(raised.peer);
}

bool Matcher::shares_party(std::size_t a, std::size_t b) const {
  return std::ranges::any_of(parties_[a].names, [&](const auto& name) { return parties_[b].names.contains(name); });
}

bool Matcher::shows(const Raised& raised, std::size_t event) const {
  const auto& ranges = labels_.events[event].frames;
  if (ranges.empty()) return false;
  return std::ranges::any_of(raised.frames, [&](std::uint64_t frame) {
    const auto after = std::ranges::upper_bound(ranges, frame, {}, &models::FrameRange::first);
    return after != ranges.begin() && frame <= std::prev(after)->last;
  });
}

bool Matcher::in_time(const Raised& raised, std::size_t event) const {
  const auto& e = labels_.events[event];
  return e.from <= raised.time && raised.time <= e.to + grace;
}

std::optional<std::size_t> Matcher::match(const Raised& raised) const {
  // Evidence before all else; then attacks before hard cases; then what is going on before what is over; then the one
  // that began last.
  using Rank = std::tuple<bool, bool, bool, core::Timestamp>;
  std::optional<std::size_t> best;
  Rank best_rank{};
  for (std::size_t i = 0; i < labels_.events.size(); ++i) {
    const auto& event = labels_.events[i];
    const bool shown = shows(raised, i);
    if (!shown && !(in_time(raised, i) && touches(raised, i))) continue;
    const Rank rank{shown, !event.benign, raised.time <= event.to, event.from};
    if (best && rank <= best_rank) continue;
    best = i;
    best_rank = rank;
  }
  return best;
}

std::optional<bool> right_cause(const Raised& raised, const models::LabelledEvent& event) {
  if (event.causes.empty() && event.protocol.empty()) return std::nullopt;
  const bool protocol = event.protocol.empty() || raised.protocol.empty() || raised.protocol == event.protocol;
  const bool cause = event.causes.empty() || std::ranges::find(event.causes, raised.cause) != event.causes.end();
  return protocol && cause;
}

}  // namespace vedette::app::backtest
