// SPDX-License-Identifier: Apache-2.0
// What observations call objects and properties: the words of the standard, hashed once.
#pragma once

#include <cstdint>

#include "core/observation.h"

namespace vedette::decoders::bacnet {

/// The type of an object (10 bits), by its name or as one of a vendor's.
const core::HashedWord& word_of_object_type(std::uint16_t type);
/// The name of a property; empty where the standard has none.
const core::HashedWord& word_of_property(std::uint32_t property);

}  // namespace vedette::decoders::bacnet
