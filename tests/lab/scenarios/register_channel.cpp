// SPDX-License-Identifier: Apache-2.0
// 21: registers carry somebody's data: written by one machine, read by another one.
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

constexpr unsigned set_point = 100, idle_registers = 64, states = 0;

Octets payload(Random& random, unsigned first, unsigned count) {
  std::array<std::uint16_t, 16> words{};
  for (auto& word : words) word = static_cast<std::uint16_t>(random.next());
  return modbus::write_registers(first, std::span{words}.first(count));
}

/// Two bits in the last digits of a set point: at most 0.3 degrees off.
Octets hidden(Random& random, unsigned base) {
  return modbus::write_register(set_point, base + random.below(4));
}

void plan(Scene& scene) {
  ModbusServer& server = choose_target(scene);
  const bool loud = scene.intensity == Intensity::loud;
  ModbusLink& link = loud ? server.add_link(intruder_beside(scene, server), {.leaves_after = 5s}, scene.at)
                          : taken_over(scene, server);
  const unsigned times = scene.by(1200u, 360u, 240u);
  const Duration pause = scene.by(Duration{500ms}, Duration{5s}, Duration{60s});
  const auto base = std::make_shared<unsigned>(0);
  Timestamp at = scene.at;
  for (unsigned i = 0; i < times; ++i) {
    server.at(at, scene.tag, [&server, &link, base, i, how = scene.intensity](Timestamp now, Sink& sink) {
      Random& random = link.random();
      if (i == 0) *base = server.memory().holding(set_point) & ~3u;
      switch (how) {
        case Intensity::loud:
          server.ask(link, now, payload(random, states, 16), sink);
          break;
        case Intensity::medium:
          server.ask(link, now, payload(random, idle_registers, 4), sink);
          break;
        case Intensity::stealthy:
          server.ask(link, now, hidden(random, *base), sink);
          break;
      }
    });
    at += scene.random.log_normal(pause, 0.1);
  }
}

}  // namespace

extern const Scenario register_channel;
const Scenario register_channel{
    .name = "register_channel",
    .number = 21,
    .description = "Data leaves by way of a controller's registers",
    .protocol = "modbus",
    .intensities = {"a new machine writes 16 registers twice a second for 10 minutes: 38 kilobytes",
                    "the HMI writes 4 registers that nobody uses every 5 s for 30 minutes: 2.9 kilobytes",
                    "the HMI writes one set point every 60 s for 4 hours, 2 bits in its last digit: 60 octets, never "
                    "more than 0.3 degrees off"},
    .attack = {"T0869", "T0885"},
    .causes = {"peer", "device", "sender", "side", "service", "function", "object", "value", "writes", "requests",
               "volume", "timing", "order", "beacon"},
    .usual_length = 4h,
    .plan = plan};

}  // namespace vedette::lab
