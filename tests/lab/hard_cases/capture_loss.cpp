// SPDX-License-Identifier: Apache-2.0
// The tap is overwhelmed: for an hour the capture misses one frame in twenty, of everybody.
#include "tests/lab/scenario.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  constexpr double share = 0.05;
  scene.site.lossy.push_back({scene.at, scene.at + 1h, share});
  scene.lasts(scene.at, scene.at + 1h);
  for (const Host& host : scene.site.hosts())
    if (!host.role.empty()) scene.victim(host);
}

}  // namespace

extern const Scenario capture_loss;
const Scenario capture_loss{.name = "capture_loss",
                            .description = "The capture misses 5 % of all frames for an hour; the site is as ever",
                            .protocol = {},
                            .usual_length = 1h,
                            .plan = plan};

}  // namespace vedette::lab
