// SPDX-License-Identifier: Apache-2.0
// 30: a machine on the internet registers at a BBMD and from then on hears what is broadcast in the building.
#include <fmt/format.h>

#include "tests/lab/traffic/bacnet_targets.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  BacnetNetwork& network = scene.site.bacnet.front()->network();
  if (network.bbmds().empty()) return;
  const Host& bbmd = *scene.random.pick(std::span<const Host* const>{network.bbmds()});
  const core::IpAddress somewhere =
      core::IpAddress::v4(203u << 24 | 0u << 16 | 113u << 8 | (10 + scene.random.below(200)));
  const Host& intruder = scene.site.add_remote(fmt::format("intruder-{}", scene.tag.number), somewhere);
  scene.attacker(intruder);
  scene.victim(bbmd);
  const Duration stays = scene.by(Duration{10min}, Duration{1h}, Duration{3h});
  const unsigned questions = scene.by(30u, 1u, 0u);
  network.add_foreign({.host = &intruder,
                       .bbmd = &bbmd,
                       .lifetime = scene.by<std::uint16_t>(60, 300, 14'400),
                       .from = scene.at,
                       .to = scene.at + stays,
                       .event = scene.tag});
  for (unsigned i = 0; i < questions; ++i)
    network.ask({.at = scene.at + 3s + stays * i / (questions + 1), .asker = &intruder, .event = scene.tag});
  if (scene.intensity == Intensity::loud) network.read_tables(intruder, bbmd, scene.at + 1s, scene.tag);
  scene.lasts(scene.at, scene.at + stays);
}

}  // namespace

extern const Scenario foreign_device;
const Scenario foreign_device{
    .name = "foreign_device",
    .number = 30,
    .description = "A machine on the internet registers as a foreign device",
    .protocol = "bacnet",
    .intensities = {"registered for 60 s at a time over 10 minutes, both tables read, 30 Who-Is for all",
                    "registered for 300 s at a time over an hour, 1 Who-Is for all",
                    "registered once, for 4 hours, and silent"},
    .attack = {"T0884", "T0846", "T0883"},
    .causes = {"peer", "device", "sender", "side", "service", "function", "requests", "writes", "scan"},
    .usual_length = 3h,
    .plan = plan};

}  // namespace vedette::lab
