// SPDX-License-Identifier: Apache-2.0
// What a rival is: a simple detector out of the literature, as small as it can be written, fed the same observations as
// the sensor's own detectors. It learns, is frozen, then raises alarms. `vedette backtest --rivals` measures them all
// by the same rules.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "core/observation.h"

namespace vedette::rivals {

/// An address as its device: the IP address, else the link address.
using Device = core::IpAddress;

struct Alarm {
  Device device, peer;  ///< who is odd, and towards whom where that is known
  core::Timestamp time;
  std::string_view feature;   ///< static
  std::string_view protocol;  ///< static; empty where it is about all that a device does
  std::uint64_t frame = 0;    ///< that raised it; 0 where none did
};

class Rival {
 public:
  virtual ~Rival() = default;
  virtual std::string_view name() const = 0;
  virtual std::string_view what() const = 0;  ///< one line
  /// In order of time, before freeze(). Several captures may follow each other.
  virtual void learn(const core::Observation& observation) = 0;
  virtual void freeze() = 0;
  /// In order of time, after freeze(). Appends to `alarms`.
  virtual void observe(const core::Observation& observation, std::vector<Alarm>& alarms) = 0;
};

/// All of them, in the order in which they are reported.
std::vector<std::unique_ptr<Rival>> all_rivals();

/// Unset for group addresses and endpoints without any address.
Device device_of(const core::Endpoint& endpoint);
/// Of the acting device, about `observation`.
Alarm alarm_of(const core::Observation& observation, std::string_view feature);
/// Mixes an address into a key.
std::uint64_t mix(std::uint64_t key, const Device& device);

std::unique_ptr<Rival> make_box_plot();
std::unique_ptr<Rival> make_bounds();
std::unique_ptr<Rival> make_automaton();
std::unique_ptr<Rival> make_interarrival();
std::unique_ptr<Rival> make_random_walk();

}  // namespace vedette::rivals
