// SPDX-License-Identifier: Apache-2.0
// 10: a device of the site sends data to the internet.
#include "tests/lab/traffic/outbound.h"

namespace vedette::lab {
namespace {

void plan(Scene& scene) {
  const Host& device = broken_into(scene);
  const bool plain = scene.intensity == Intensity::loud;
  const std::string name = scene.by("drop.badhost.example", "share-4410.example.net", "storage.cloud-parts.example");
  auto& outbound = scene.site.add_actor<Outbound>(scene, device, name, plain);
  const unsigned uploads = scene.by(80u, 20u, 15u);
  const std::size_t octets = scene.by(250'000u, 150'000u, 20'000u);
  const Duration apart = scene.by(Duration{8s}, Duration{3min}, Duration{24min});
  Timestamp at = scene.at;
  for (unsigned i = 0; i < uploads; ++i) {
    outbound.call(at, {.sent = static_cast<std::size_t>(static_cast<double>(octets) * scene.random.uniform(0.8, 1.2)),
                       .received = static_cast<std::size_t>(scene.random.between(60, 140))});
    at += Duration{static_cast<std::int64_t>(static_cast<double>(apart.count()) * scene.random.uniform(0.8, 1.2))};
  }
}

}  // namespace

extern const Scenario exfiltration;
const Scenario exfiltration{.name = "exfiltration",
                            .number = 10,
                            .description = "A device of the site sends data to the internet",
                            .protocol = {},
                            .intensities = {"20 MB in 80 uploads within 11 minutes, HTTP to a bare address",
                                            "3 MB in 20 uploads within an hour, TLS to a name of its own",
                                            "300 kB in 15 uploads within 6 hours, TLS to a name like a cloud's"},
                            .attack = {"T0869", "T0882"},
                            .causes = {"peer", "service", "function", "side", "object", "domain", "connects",
                                       "requests", "volume", "beacon", "timing"},
                            .usual_length = 6h,
                            .plan = plan};

}  // namespace vedette::lab
