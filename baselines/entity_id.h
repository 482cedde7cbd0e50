// SPDX-License-Identifier: Apache-2.0
// Names a device within a run.
#pragma once

#include <compare>
#include <cstdint>

namespace vedette::baselines {

struct EntityId {
  std::uint32_t number = 0xffff'ffff;
  bool is_set() const { return number != 0xffff'ffff; }
  auto operator<=>(const EntityId&) const = default;
};

}  // namespace vedette::baselines
