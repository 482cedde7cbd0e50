// SPDX-License-Identifier: Apache-2.0
// The historian was away and fetches what it missed from the controllers' logs, as fast as they give it.
#include "tests/lab/scenario.h"
#include "tests/lab/traffic/modbus_outages.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  const Host* historian = busiest_client(scene.site, "historian");
  if (!historian) return;
  const Timestamp back = scene.at + scene.random.between(Duration{8min}, Duration{90min});
  scene.victim(*historian);
  scene.lasts(scene.at, back + 3min);
  historian_restarts(scene.site, *historian, scene.at, back, scene.tag);
}

}  // namespace

extern const Scenario historian_backfill;
const Scenario historian_backfill{
    .name = "historian_backfill",
    .description = "The historian is away for 8 to 90 minutes, then fetches what it missed in one go",
    .protocol = "modbus",
    .usual_length = 2h,
    .plan = plan};

}  // namespace vedette::lab
