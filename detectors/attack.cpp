// SPDX-License-Identifier: Apache-2.0
#include "detectors/attack.h"

#include <array>
#include <string>
#include <utility>

namespace vedette::detectors {
namespace {

// https://attack.mitre.org/techniques/ics/
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> techniques{{
    {"T0806", "Brute Force I/O"},
    {"T0814", "Denial of Service"},
    {"T0815", "Denial of View"},
    {"T0816", "Device Restart/Shutdown"},
    {"T0836", "Modify Parameter"},
    {"T0846", "Remote System Discovery"},
    {"T0848", "Rogue Master"},
    {"T0855", "Unauthorized Command Message"},
    {"T0861", "Point & Tag Identification"},
    {"T0864", "Transient Cyber Asset"},
    {"T0866", "Exploitation of Remote Services"},
    {"T0869", "Standard Application Layer Protocol"},
    {"T0885", "Commonly Used Port"},
    {"T0886", "Remote Services"},
    {"T0888", "Remote System Information Discovery"},
}};

}  // namespace

std::vector<core::AttackTechnique> attack(std::string_view id) {
  for (const auto& [known, name] : techniques) {
    if (known == id) return {{std::string{id}, std::string{name}, std::string{attack_version}}};
  }
  return {};
}

}  // namespace vedette::detectors
