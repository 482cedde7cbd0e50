// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/bacnet_targets.h"

#include <algorithm>

#include "tests/lab/traffic/chores.h"

namespace vedette::lab {
namespace {

bool any_object(BacnetDevice& device, auto fits) {
  return std::ranges::any_of(device.objects().all(), fits);
}

}  // namespace

std::vector<BacnetDevice*> choose_controllers(Scene& scene, unsigned how_many, BacnetFits fits) {
  std::vector<BacnetDevice*> all = bacnet_controllers(scene.site), chosen;
  if (fits != nullptr) std::erase_if(all, [&](BacnetDevice* device) { return !fits(*device); });
  while (chosen.size() < how_many && !all.empty()) {
    const auto i = static_cast<std::ptrdiff_t>(scene.random.below(static_cast<std::uint32_t>(all.size())));
    chosen.push_back(all[static_cast<std::size_t>(i)]);
    all.erase(all.begin() + i);
    scene.victim(chosen.back()->host());
  }
  return chosen;
}

bool has_outputs(BacnetDevice& device) {
  return any_object(device, [](const BacnetObject& object) { return object.id.type == bacnet::Type::analog_output; });
}
bool has_limits(BacnetDevice& device) {
  return any_object(device, [](const BacnetObject& object) { return object.limits.has_value(); });
}
bool has_files(BacnetDevice& device) {
  return any_object(device, [](const BacnetObject& object) { return object.id.type == bacnet::Type::file; });
}

const Host& intruder_beside(Scene& scene, const std::vector<BacnetDevice*>& targets) {
  const Host& intruder = scene.intruder(targets.front()->host().ip.octets()[2]);
  for (std::size_t i = 0; BacnetDevice * device : targets) {
    Random random = scene.site.behaviour("arp " + intruder.name + device->host().name);
    device->at(scene.at - 2s + 90ms * i++, scene.tag, [=, &intruder](Timestamp now, Sink& sink) mutable {
      resolve_by_arp(sink, now, intruder, device->host(), true, random);
    });
  }
  return intruder;
}

BacnetClient& taken_over_station(Scene& scene, BacnetDevice& device) {
  BacnetClient& client = *device.client_from("operator_station");
  scene.attacker(client.host());
  return client;
}

void at(Scene& scene, BacnetDevice& device, Duration after, BacnetDeed deed) {
  device.at(scene.at + after, scene.tag, std::move(deed));
}

void ask(Scene& scene, BacnetDevice& device, BacnetClient& client, Duration after, bacnet::Request request) {
  at(scene, device, after, [&device, &client, request = std::move(request)](Timestamp now, Sink& sink) {
    device.ask(client, now, request, sink);
  });
}

}  // namespace vedette::lab
