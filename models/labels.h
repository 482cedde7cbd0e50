// SPDX-License-Identifier: Apache-2.0
// What is known to have happened in captures: attacks, and benign cases that look like them. Read by backtest, written
// by the lab; nothing that scores may see it. Immutable once loaded.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/address.h"
#include "core/result.h"
#include "core/time.h"

namespace vedette::models {

/// Inclusive, 1-based, counted over all captures given.
struct FrameRange {
  std::uint64_t first = 0, last = 0;
  auto operator<=>(const FrameRange&) const = default;
};

/// Who takes part: at least one address.
struct LabelledParty {
  std::vector<core::IpAddress> ip;
  std::vector<core::MacAddress> mac;
};

struct LabelledEvent {
  std::string id, scenario;
  std::vector<std::string> attack;  ///< MITRE ATT&CK for ICS
  std::string intensity;            ///< loud, medium, stealthy; empty for hard cases
  bool benign = false;
  core::Timestamp from, to;
  std::string attacker;              ///< a party; empty where nobody is
  std::vector<std::string> victims;  ///< parties
  std::string protocol;
  std::vector<std::string> causes;  ///< features; an alert's first cause must be one of them
  std::vector<FrameRange> frames;   ///< ascending, apart from each other
  std::uint32_t line = 0;
};

struct Labels {
  std::string capture, site;
  std::optional<std::uint64_t> seed;
  core::Timestamp from, to;  ///< of the first and the last packet
  std::uint64_t packets = 0;
  std::uint32_t devices = 0;
  std::map<std::string, LabelledParty, std::less<>> parties;
  std::vector<LabelledEvent> events;  ///< in the order of the file
};

core::Result<Labels> load_labels(const std::string& path);
/// The same from memory; `name` is what errors call it.
core::Result<Labels> parse_labels(const std::string& name, std::string_view text);
/// What load_labels() reads back equal, but for the lines.
std::string write_labels(const Labels& labels);

}  // namespace vedette::models
