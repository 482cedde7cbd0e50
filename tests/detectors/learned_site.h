// SPDX-License-Identifier: Apache-2.0
// A small site: two controllers (11, 12) polled by an HMI (21), the first also by a historian (22). Learned like
// `vedette learn` does it, through a model and its file, and then judged.
#pragma once

#include <gtest/gtest.h>
#include <memory>
#include <vector>

#include "baselines/behaviour.h"
#include "baselines/model_io.h"
#include "models/role_template.h"
#include "tests/baselines/observations.h"

namespace vedette::testing {

inline baselines::BehaviourConfig shipped_config(bool learning) {
  baselines::BehaviourConfig config;
  config.learning = learning;
  for (const auto& role : models::shipped_templates()) {
    if (role.likely.serves.empty() && role.likely.uses.empty()) continue;
    config.role_rules.push_back({role.name, role.likely.serves, role.likely.uses});
  }
  return config;
}

/// Polling every second from `from` on, handed to `observe` and `tick`.
template <typename Observe, typename Tick>
void poll(core::Timestamp from, int seconds, Observe observe, Tick tick) {
  for (int s = 0; s < seconds; ++s) {
    const core::Timestamp time = from + s * 1s;
    if (s > 0 && s % 10 == 0) tick(core::Tick{time, 0, 1, false});
    for (const auto& o : {read(time, 21, 11), read(time + 10ms, 21, 12, 300), read(time + 20ms, 22, 11, 0, 50)}) {
      observe(o);
      observe(answer(o));
    }
  }
  tick(core::Tick{from + seconds * 1s, 0, 1, false});
}

/// What polling for so long teaches, from the model's file. `learning` goes on with it.
inline std::unique_ptr<baselines::Behaviour> learned_site(int seconds, bool learning = false) {
  baselines::Behaviour first(shipped_config(true));
  poll(
      start, seconds,
      [&](const core::Observation& o) {
        first.observe(o);
        first.accept();
      },
      [&](const core::Tick& tick) { first.tick(tick); });
  const auto loaded = models::parse_model_yaml(
      "model.yaml", models::write_model(baselines::export_model(first, {"site", "sensor", 0})));
  EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().message);
  auto config = shipped_config(learning);
  if (loaded) baselines::add_devices(config.inventory, loaded->model);
  auto behaviour = std::make_unique<baselines::Behaviour>(std::move(config));
  if (loaded) baselines::import_model(*behaviour, loaded->model);
  return behaviour;
}

inline baselines::EntityId id_of(baselines::Behaviour& behaviour, std::uint8_t last) {
  return behaviour.entities().resolve(host(last), behaviour.now());
}

}  // namespace vedette::testing
