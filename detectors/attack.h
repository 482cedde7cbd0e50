// SPDX-License-Identifier: Apache-2.0
// Techniques of MITRE ATT&CK for ICS that detectors name. Kept as data in one place, since ids get renumbered.
#pragma once

#include <string_view>
#include <vector>

#include "core/alert.h"

namespace vedette::detectors {

/// The release of ATT&CK that the ids are taken from.
inline constexpr std::string_view attack_version = "18";

/// The technique with its name; an id that isn't in the table gives none.
std::vector<core::AttackTechnique> attack(std::string_view id);

}  // namespace vedette::detectors
