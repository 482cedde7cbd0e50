// SPDX-License-Identifier: Apache-2.0
// Who works with an office building's controllers: stations with their operators, the engineer with a notebook, the
// remote station, and controllers that ask each other.
#pragma once

#include "tests/lab/sites/parts/office_equipment.h"

namespace vedette::lab::building {

struct Controller {
  BacnetDevice* device;
  const Equipment* kind;
  bool simple;
  Points points;
  std::vector<bacnet::Request> subscriptions{};  ///< of its station, each again before it ends
};

/// Everything that an operator station has to do with a controller, day and night.
void look_after(Site& site, Controller& controller, const Host& station, unsigned busy_with);
/// The engineer comes about once in six working days.
void plan_visits(Site& site, BacnetNetwork& network, const Host& notebook, std::vector<Controller>& controllers);
/// Reads key devices over the internet; registered as a foreign device.
void watch_from_afar(Site& site, BacnetNetwork& network, const Host& remote, const Host& bbmd,
                     std::vector<Controller>& controllers);
/// VAV boxes ask their air handling unit, room panels move the set points of their VAV box.
void ask_neighbours(Site& site, std::vector<Controller>& controllers);
/// Stations and BBMDs as devices: the first station looks whether they are alive.
void look_after_stations(Site& site, const Host& first_station, const std::vector<BacnetDevice*>& stations);
/// What the building's site file allows.
void allow(Site& site);

}  // namespace vedette::lab::building
