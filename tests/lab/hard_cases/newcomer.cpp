// SPDX-License-Identifier: Apache-2.0
// One more device of a role that is there: it joins the network, does what its siblings do, and stays.
#include "tests/lab/scenario.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  const auto& ways = scene.site.newcomers;
  if (ways.empty()) return;
  const auto which = scene.random.below(static_cast<std::uint32_t>(ways.size()));
  scene.victim(ways[which](scene.at, scene.tag));
  scene.lasts(scene.at, scene.at + 1h);
}

}  // namespace

extern const Scenario newcomer;
const Scenario newcomer{.name = "newcomer",
                        .description = "One more device of a role that is there joins and stays",
                        .protocol = "mqtt",
                        .intensities = {},
                        .attack = {},
                        .causes = {},
                        .usual_length = 1h,
                        .plan = plan};

}  // namespace vedette::lab
