// SPDX-License-Identifier: Apache-2.0
// Between the plain model and the schema's. Of model*.cpp alone.
#pragma once

#include "models/checks.h"
#include "models/model.h"
#include "models/schema/model.pb.h"

namespace vedette::models {

v1::Model to_message(const Model& model);
/// Checks every statement against the others while reading; `root` names the places.
core::Result<Model> from_message(const v1::Model& message, const Place& root);

}  // namespace vedette::models
