// SPDX-License-Identifier: Apache-2.0
// What is known of a kind of device before any of it was seen: priors, each with its reason. The shipped ones are the
// YAML files of models/templates/, built into the binary.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace vedette::models {

enum class PriorLevel : std::uint8_t { role, device };

/// As if `events` first sights of this kind had been counted in `device_days` of such devices.
struct FirstSightPrior {
  std::string feature;     ///< "side", "sibling", "peer", "service", "function", "object"
  std::string verb_class;  ///< "contact", "read", "write", "admin"
  PriorLevel level = PriorLevel::device;
  double events = 0, device_days = 0;
  std::string because;
};

/// Bounds on what a short history may claim of a count per window, see models/schema/template.proto.
struct RatePrior {
  std::string rate;
  core::Duration window{};
  double shape_cap = 0, floor = 0;
  std::string because;
};

struct BudgetShare {
  std::string family, verb_class;  ///< empty class: the family has none
  double share = 0;
  std::string because;
};

struct LikelyRule {
  std::uint32_t order = 0;
  std::vector<std::string> serves, uses;  ///< protocols; all of them must hold
  std::string because;
};

struct RoleTemplate {
  std::string name, title, description;
  LikelyRule likely;
  core::Duration settle{};
  std::vector<FirstSightPrior> priors;
  std::vector<RatePrior> rates;
  std::vector<BudgetShare> budget_shares;
  std::string digest;  ///< SHA-256 of the file's bytes, in hex

  /// The prior of a kind of first sight, or none.
  const FirstSightPrior* prior(std::string_view feature, std::string_view verb_class, PriorLevel level) const;
  const RatePrior* rate(std::string_view rate, core::Duration window) const;
  /// 0 where the family has no share.
  double share(std::string_view family, std::string_view verb_class) const;
};

core::Result<RoleTemplate> parse_role_template(const std::string& name, std::string_view text);
core::Result<RoleTemplate> load_role_template(const std::string& path);

/// In the order of LikelyRule: the first whose rule holds gives a device its likely role; that of the last always does.
const std::vector<RoleTemplate>& shipped_templates();
/// None where there is no such template.
const RoleTemplate* shipped_template(std::string_view name);
/// For a device that serves and uses these protocols: never none.
const RoleTemplate& likely_template(const std::vector<std::string_view>& serves,
                                    const std::vector<std::string_view>& uses);

}  // namespace vedette::models
