// SPDX-License-Identifier: Apache-2.0
// 29: firmware is written into controllers by AtomicWriteFile.
#include "tests/lab/traffic/bacnet_targets.h"

namespace vedette::lab {
namespace {

constexpr std::uint32_t firmware_file = 2;
constexpr unsigned activate = 7;

/// One part after the other, far apart, between what the station does anyhow.
void slowly(Scene& scene, BacnetDevice& device) {
  constexpr std::uint32_t size = 4096, part = 400;
  BacnetClient& client = taken_over_station(scene, device);
  for (std::uint32_t start = 0, n = 0; start < size; start += part, ++n) {
    ask(scene, device, client, 90s * n, bacnet::write_file({firmware_file, start, std::min(part, size - start)}));
  }
}

void plan(Scene& scene) {
  const auto targets = choose_controllers(scene, scene.by(3u, 1u, 1u), has_files);
  if (scene.intensity == Intensity::stealthy) return slowly(scene, *targets.front());
  const std::uint32_t size = scene.by(65'536u, 32'768u, 0u);
  const Duration pace = scene.by(Duration{2ms}, Duration{1s}, Duration{0});
  const Host& intruder = intruder_beside(scene, targets);
  for (BacnetDevice* device : targets) {
    BacnetClient& client = device->client_of(intruder);
    at(scene, *device, {}, [=, &client](Timestamp now, Sink& sink) {
      const Timestamp written = write_file(*device, client, now, firmware_file, size, pace, sink);
      device->ask(client, written, bacnet::reinitialize({activate, {}}), sink);
    });
  }
}

}  // namespace

extern const Scenario file_write;
const Scenario file_write{
    .name = "file_write",
    .number = 29,
    .description = "Firmware is written into controllers",
    .protocol = "bacnet",
    .intensities = {"a new machine, 3 controllers at once, 64 KiB each at full speed, then activated",
                    "a new machine, 1 controller, 32 KiB, a part each second, then activated",
                    "the operator station, 1 controller, 4 KiB in parts of 400 octets every 90 s, not activated"},
    .attack = {"T0843", "T0857"},
    .causes = {"peer", "device", "sender", "side", "service", "function", "object", "writes", "requests", "volume"},
    .usual_length = 20min,
    .plan = plan};

}  // namespace vedette::lab
