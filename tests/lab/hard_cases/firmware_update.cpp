// SPDX-License-Identifier: Apache-2.0
// The engineering notebook brings new firmware to controllers, as announced: file, restart, a look whether it runs.
#include "tests/lab/traffic/bacnet_targets.h"

namespace vedette::lab {
namespace {

constexpr std::uint32_t firmware_file = 2;
constexpr unsigned activate = 7;

void plan(Scene& scene) {
  const auto notebooks = scene.site.with_role("engineering");
  if (notebooks.empty()) return;
  scene.victim(*notebooks.front());
  const auto targets = choose_controllers(scene, 2 + scene.random.below(4), has_files);
  const std::uint32_t size = 40'000 + scene.random.below(40'000);
  Duration after{};
  for (BacnetDevice* device : targets) {
    BacnetClient& client = device->client_of(*notebooks.front());
    const bacnet::Request version = bacnet::read({device->objects().device(), bacnet::Property::firmware_revision, {}});
    at(scene, *device, after, [=, &client](Timestamp now, Sink& sink) {
      now = device->ask(client, now, version, sink).at;
      now = write_file(*device, client, now, firmware_file, size, 10ms, sink);
      device->objects().set_firmware("4.0.0");
      device->ask(client, now + 2s, bacnet::reinitialize({activate, {}}), sink);
    });
    ask(scene, *device, client, after + 4min, version);
    after += scene.random.between(Duration{6min}, Duration{12min});
  }
}

}  // namespace

extern const Scenario firmware_update;
const Scenario firmware_update{
    .name = "firmware_update",
    .description = "The engineering notebook writes new firmware into 2 to 5 controllers and activates it",
    .protocol = "bacnet",
    .usual_length = 1h,
    .plan = plan};

}  // namespace vedette::lab
