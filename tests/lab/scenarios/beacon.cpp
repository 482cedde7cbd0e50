// SPDX-License-Identifier: Apache-2.0
// 9: a device of the site calls its new master on the internet, again and again, and asks what to do.
#include "tests/lab/traffic/outbound.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  const Host& device = broken_into(scene);
  const bool plain = scene.intensity == Intensity::loud;
  const std::string name = scene.by("panel.badhost.example", "cdn-7f3a91.example.net", "updates.device-care.example");
  auto& outbound = scene.site.add_actor<Outbound>(scene, device, name, plain);
  const unsigned calls = scene.by(120u, 36u, 24u);
  const Duration period = scene.by(Duration{30s}, Duration{5min}, Duration{20min});
  const double jitter = scene.by(0.002, 0.1, 0.3);
  Timestamp at = scene.at;
  for (unsigned i = 0; i < calls; ++i) {
    outbound.call(at, {.sent = static_cast<std::size_t>(scene.random.between(110, 180)),
                       .received = static_cast<std::size_t>(scene.random.between(40, 90))});
    const double off = jitter * scene.random.uniform(-1, 1);
    at += period + Duration{static_cast<std::int64_t>(static_cast<double>(period.count()) * off)};
  }
}

}  // namespace

extern const Scenario beacon;
const Scenario beacon{.name = "beacon",
                      .number = 9,
                      .description = "A device of the site calls out to the internet at intervals",
                      .protocol = {},
                      .intensities = {"every 30 seconds, jitter 0.2 %, 120 times, HTTP to a bare address",
                                      "every 5 minutes, jitter 10 %, 36 times, TLS to a name of its own",
                                      "every 20 minutes, jitter 30 %, 24 times, TLS to a name like a vendor's"},
                      .attack = {"T0869", "T0884"},
                      .causes = {"peer", "service", "function", "side", "object", "domain", "connects", "requests",
                                 "beacon", "timing", "volume"},
                      .usual_length = 8h,
                      .plan = plan};

}  // namespace vedette::lab
