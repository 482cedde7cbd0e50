// SPDX-License-Identifier: Apache-2.0
// Behaviour into a model and back: what was learned leaves and enters as sufficient statistics.
#pragma once

#include <string>

#include "baselines/behaviour.h"
#include "models/model.h"

namespace vedette::baselines {

/// What a model needs to say of its making, beside what Behaviour knows.
struct LearnedFrom {
  std::string site, sensor;
  std::uint64_t packets = 0;
};

/// Everything learned so far, prior models included.
models::Model export_model(Behaviour& behaviour, const LearnedFrom& from);

/// The devices that a model knows, for an inventory: those of the site file keep what the file says of them.
void add_devices(Inventory& inventory, const models::Model& model);

/// Puts a model's statistics behind the entities that have its names. Call before the first observation.
void import_model(Behaviour& behaviour, const models::Model& model);

}  // namespace vedette::baselines
