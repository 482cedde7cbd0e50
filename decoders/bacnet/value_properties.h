// SPDX-License-Identifier: Apache-2.0
// Which type the value of a property has (135-2020, clause 12), where its tags alone don't say what it means.
// Properties whose values are plain numbers, texts or booleans are not here.
#pragma once

#include <cstdint>

#include "decoders/bacnet/value_types.h"

namespace vedette::decoders::bacnet {

inline constexpr std::uint32_t present_value = 85, priority_array = 87;

/// nullptr where nothing is known of it.
const Type* type_of_property(std::uint32_t property, std::uint16_t object_type);

}  // namespace vedette::decoders::bacnet
