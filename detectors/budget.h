// SPDX-License-Identifier: Apache-2.0
// The budget of false alerts and how it is shared out. Everything that decides an alert asks here how often it may be
// wrong, so that the sum over all families stays within what the site has set.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/role_template.h"

namespace vedette::detectors {

/// An analyst's weight on a family, of one role or (empty) of all.
struct Weight {
  std::string detector, role;
  double scale = 1;
};

class Budget {
 public:
  explicit Budget(double per_device_day = 0.001, std::vector<Weight> weights = {})
      : per_device_day_(per_device_day), weights_(std::move(weights)) {}

  /// False alerts per device-day that this family may cost a device of `role`. Shares are those of its template.
  double share(const models::RoleTemplate& role_template, std::string_view family, std::string_view verb_class,
               std::string_view role) const {
    double share = per_device_day_ * role_template.share(family, verb_class);
    for (const Weight& weight : weights_) {
      if (weight.detector == family && (weight.role.empty() || weight.role == role)) share *= weight.scale;
    }
    return share;
  }
  double per_device_day() const { return per_device_day_; }

 private:
  double per_device_day_;
  std::vector<Weight> weights_;
};

/// The template whose priors hold for a device; the one for unknown devices where none is named.
inline const models::RoleTemplate& template_or_other(const std::string& name) {
  const auto* found = models::shipped_template(name);
  return found != nullptr ? *found : models::shipped_templates().back();
}

}  // namespace vedette::detectors
