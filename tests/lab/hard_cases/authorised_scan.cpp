// SPDX-License-Identifier: Apache-2.0
// An inventory: the operator station asks who is there, then every controller what it is and which objects it has.
#include "tests/lab/traffic/bacnet_targets.h"

namespace vedette::lab {
namespace {

using bacnet::Property;

bacnet::Request what_it_is(BacnetDevice& device) {
  const bacnet::ObjectId id = device.objects().device();
  std::vector<bacnet::PropertyRef> what;
  for (const Property property : {Property::object_name, Property::vendor_name, Property::model_name,
                                  Property::firmware_revision, Property::location})
    what.push_back({id, property, {}});
  return bacnet::read_multiple(std::move(what));
}

void plan(Scene& scene) {
  const auto stations = scene.site.with_role("operator_station");
  if (stations.empty()) return;
  scene.site.bacnet.front()->network().ask({.at = scene.at, .asker = stations.front(), .event = scene.tag});
  scene.victim(*stations.front());
  Duration after = 30s;
  for (BacnetDevice* device : bacnet_controllers(scene.site)) {
    scene.victim(device->host());
    BacnetClient& client = device->client_of(*stations.front());
    at(scene, *device, after, [device, &client, request = what_it_is(*device)](Timestamp now, Sink& sink) {
      const auto known = device->ask(client, now, request, sink);
      if (known.ok()) read_object_list(*device, client, known.at, sink);
    });
    after += scene.random.between(Duration{500ms}, Duration{4s});
  }
}

}  // namespace

extern const Scenario authorised_scan;
const Scenario authorised_scan{
    .name = "authorised_scan",
    .description = "The operator station takes an inventory of all controllers: who-is, identity, object lists",
    .protocol = "bacnet",
    .usual_length = 1h,
    .plan = plan};

}  // namespace vedette::lab
