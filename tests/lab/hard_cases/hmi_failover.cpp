// SPDX-License-Identifier: Apache-2.0
// An HMI fails; its stand-by does all that it did, until it is repaired.
#include "tests/lab/traffic/modbus_outages.h"
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  const ModbusServer& server = choose_target(scene);
  const Host* hmi = nullptr;
  const Host* standby = nullptr;
  for (const ModbusLink& link : server.links()) {
    if (link.client().role != "hmi") continue;
    (hmi ? standby : hmi) = &link.client();
  }
  if (!standby) return;
  const Timestamp repaired = scene.at + scene.random.between(Duration{1h}, Duration{5h});
  scene.victim(*hmi);
  scene.victim(*standby);
  scene.lasts(scene.at, repaired + 1min);
  fail_over(scene.site, *hmi, *standby, scene.at, repaired, scene.tag);
}

}  // namespace

extern const Scenario hmi_failover;
const Scenario hmi_failover{.name = "hmi_failover",
                            .description = "An HMI fails for 1 to 5 hours; its stand-by polls and writes instead",
                            .protocol = "modbus",
                            .usual_length = 5h,
                            .plan = plan};

}  // namespace vedette::lab
