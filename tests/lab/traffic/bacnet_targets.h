// SPDX-License-Identifier: Apache-2.0
// What scenarios need: whom to attack, from where.
#pragma once

#include <vector>

#include "tests/lab/scenario.h"
#include "tests/lab/traffic/bacnet_habits.h"

namespace vedette::lab {

using BacnetFits = bool (*)(BacnetDevice&);
/// Field devices, drawn without return, that fit; each is a victim.
std::vector<BacnetDevice*> choose_controllers(Scene& scene, unsigned how_many, BacnetFits fits = nullptr);
bool has_outputs(BacnetDevice& device);
bool has_limits(BacnetDevice& device);
bool has_files(BacnetDevice& device);

/// A new machine on the subnet of the first of them; it resolves all of them by ARP when it begins.
const Host& intruder_beside(Scene& scene, const std::vector<BacnetDevice*>& targets);
/// The operator station that looks after the device, in an attacker's hands.
BacnetClient& taken_over_station(Scene& scene, BacnetDevice& device);

/// A deed of the scene's.
using BacnetDeed = std::function<void(Timestamp, Sink&)>;
void at(Scene& scene, BacnetDevice& device, Duration after, BacnetDeed deed);
/// One request at that time after the beginning.
void ask(Scene& scene, BacnetDevice& device, BacnetClient& client, Duration after, bacnet::Request request);

}  // namespace vedette::lab
