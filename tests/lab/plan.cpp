// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/plan.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace vedette::lab {
namespace {

constexpr Duration apart = 2h;       // of events from each other, and from both ends of the run
constexpr unsigned tries = 1'000;    // to find such a place

std::optional<unsigned> number_of(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "day9" or "day9T03:30", days counted from 0.
std::optional<Duration> parse_after(std::string_view text) {
  if (!text.starts_with("day")) return std::nullopt;
  text.remove_prefix(3);
  const auto at = text.find('T');
  const auto day = number_of(text.substr(0, at));
  if (!day || *day > 10'000) return std::nullopt;
  const Duration days = std::chrono::hours{24} * *day;
  if (at == std::string_view::npos) return days;
  const auto clock = text.substr(at + 1);
  if (clock.size() != 5 || clock[2] != ':') return std::nullopt;
  const auto hours = number_of(clock.substr(0, 2)), minutes = number_of(clock.substr(3));
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return days + std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
}

struct Placed {
  const Scenario* scenario;
  Intensity intensity;
  std::optional<Timestamp> at;
};

std::vector<std::string_view> names(bool benign) {
  std::vector<std::string_view> list;
  for (const Scenario* scenario : all_scenarios())
    if (scenario->benign() == benign) list.push_back(scenario->name);
  return list;
}

class Planner {
 public:
  Planner(Site& site, const PlanOptions& options) : site_(site), options_(options), random_(site.behaviour("plan")) {}

  core::Result<void> plan() {
    for (const bool benign : {false, true}) {
      for (const auto& text : benign ? options_.hard_cases : options_.attacks) {
        if (auto ok = text == "all" ? add_all(benign) : add(text, benign); !ok) return ok;
      }
    }
    for (auto& placed : placed_)
      if (!placed.at) place(placed);
    for (const auto& placed : placed_) play(*placed.scenario, site_, placed.intensity, *placed.at);
    return {};
  }

 private:
  core::Result<void> add_all(bool benign) {
    unsigned turn = random_.below(3);
    for (const Scenario* scenario : all_scenarios()) {
      if (scenario->benign() != benign || !can_play(*scenario, site_)) continue;
      placed_.push_back({scenario, options_.intensity.value_or(static_cast<Intensity>(turn++ % 3)), {}});
    }
    return {};
  }

  core::Result<void> add(const std::string& text, bool benign) {
    const auto request = parse_play_request(text);
    if (!request) return std::unexpected(request.error());
    const Scenario* scenario = find_scenario(request->scenario);
    if (!scenario || scenario->benign() != benign) {
      return core::wrong_usage(fmt::format("'{}' is no {}; allowed: {}", request->scenario,
                                           benign ? "hard case" : "attack", fmt::join(names(benign), ", ")));
    }
    if (!can_play(*scenario, site_)) {
      return core::wrong_usage(fmt::format("{} needs a site that speaks {}; {} does not", scenario->name,
                                           scenario->protocol, site_.options().kind));
    }
    Placed placed{scenario, request->intensity.value_or(options_.intensity.value_or(Intensity::stealthy)), {}};
    if (request->after) {
      if (*request->after >= site_.options().length)
        return core::wrong_usage(fmt::format("'{}' begins after the end of the run", text));
      placed.at = site_.options().start + *request->after;
    }
    placed_.push_back(placed);
    return {};
  }

  bool is_free(Timestamp from, Timestamp to) const {
    return std::ranges::none_of(placed_, [&](const Placed& other) {
      return other.at && *other.at < to + apart && *other.at + other.scenario->usual_length + apart > from;
    });
  }
  void place(Placed& placed) {
    const Timestamp start = site_.options().start;
    const Duration length = placed.scenario->usual_length, room = site_.options().length - length;
    const Duration margin = room > 4 * apart ? apart : Duration{0};
    for (unsigned i = 0; i < tries; ++i) {
      placed.at = std::nullopt;
      const Timestamp at = start + random_.between(margin, std::max(margin, room - margin));
      if (i + 1 == tries || is_free(at, at + length)) {
        placed.at = at;
        return;
      }
    }
  }

  Site& site_;
  const PlanOptions& options_;
  Random random_;
  std::vector<Placed> placed_;
};

}  // namespace

core::Result<PlayRequest> parse_play_request(std::string_view text) {
  const auto refuse = [&](std::string_view what, std::string_view allowed) {
    return core::wrong_usage(fmt::format("'{}': {}; allowed: {}", text, what, allowed));
  };
  PlayRequest request;
  const auto at = text.find('@');
  const auto head = text.substr(0, at);
  const auto colon = head.find(':');
  request.scenario = head.substr(0, colon);
  if (colon != std::string_view::npos) {
    request.intensity = parse_intensity(head.substr(colon + 1));
    if (!request.intensity) return refuse("no such intensity", "loud, medium, stealthy");
  }
  if (at != std::string_view::npos) {
    request.after = parse_after(text.substr(at + 1));
    if (!request.after) return refuse("no such time", "@day9 or @day9T03:30, days from 0");
  }
  return request;
}

core::Result<void> make_plan(Site& site, const PlanOptions& options) {
  return Planner(site, options).plan();
}

}  // namespace vedette::lab
