// SPDX-License-Identifier: Apache-2.0
// What can happen at a site beside its daily business: an attack at three intensities, or a hard case, benign but odd.
// One file each in scenarios/ or hard_cases/, that defines one `const Scenario` named after the file.
//
// What an intensity means is written in the file in numbers, was written before any detector was tuned on it, and stays.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/lab/site.h"

namespace vedette::lab {

enum class Intensity : std::uint8_t { loud, medium, stealthy };
std::string_view to_string(Intensity intensity);
std::optional<Intensity> parse_intensity(std::string_view text);

/// Where and when a scenario plays, and its label.
class Scene {
 public:
  Scene(Site& where, EventTag event, Intensity how, Timestamp when, Random chance)
      : site(where), tag(event), intensity(how), at(when), random(chance) {}

  Site& site;
  const EventTag tag;  ///< what actors do under it belongs to the event
  const Intensity intensity;
  const Timestamp at;  ///< when it begins
  Random random;       ///< of this very event

  /// One of three, by intensity: loud, medium, stealthy.
  template <typename T>
  T by(T loud, T medium, T stealthy) const {
    return intensity == Intensity::loud ? loud : intensity == Intensity::medium ? medium : stealthy;
  }
  /// Who does it, and to whom. Each may be said several times; the last attacker counts.
  void attacker(const Host& host);
  void victim(const Host& host);
  /// The label's times where frames alone don't tell them: something that doesn't happen.
  void lasts(Timestamp from, Timestamp to);
  /// A machine that came in from outside: unknown to the site file.
  Host& intruder(unsigned net, Maker maker = Maker::raspberry, const Stack& stack = linux_stack);
};

struct Scenario {
  std::string_view name;  ///< the file's
  unsigned number = 0;    ///< of the list in docs/lab.md; 0 for hard cases
  std::string_view description;
  std::string_view protocol;                      ///< that a site must speak; empty: any site will do
  std::array<std::string_view, 3> intensities{};  ///< in numbers; hard cases have none
  std::vector<std::string_view> attack{};           ///< MITRE ATT&CK for ICS
  std::vector<std::string_view> causes{};           ///< features of which an alert's first must be one
  Duration usual_length{};                        ///< about, so that events can be kept apart
  void (*plan)(Scene&) = nullptr;                 ///< adds actors and deeds
  bool benign() const { return number == 0; }
};

/// All of scenarios/ by number, then all of hard_cases/ by name.
std::span<const Scenario* const> all_scenarios();
const Scenario* find_scenario(std::string_view name);
/// Whether the site speaks what the scenario needs.
bool can_play(const Scenario& scenario, const Site& site);

/// Adds one event to the site's plan.
void play(const Scenario& scenario, Site& site, Intensity intensity, Timestamp at);

}  // namespace vedette::lab
