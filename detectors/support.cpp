// SPDX-License-Identifier: Apache-2.0
#include "detectors/support.h"

#include <fmt/format.h>

namespace vedette::detectors {
namespace {

/// Templates list the classes of a feature one after another.
void add_to_group(std::vector<std::string>& groups, const std::string& feature, const std::string& what) {
  if (groups.empty() || !groups.back().starts_with(feature + ":"))
    groups.push_back(feature + ": " + what);
  else
    groups.back() += ", " + what;
}

}  // namespace

Support support_of(baselines::Behaviour& behaviour, baselines::Role& role, const Budget& budget) {
  behaviour.refresh_exposure(role);
  std::string template_name = role.template_name;
  for (std::uint32_t i = 0; template_name.empty() && i < behaviour.entities().size(); ++i) {
    if (behaviour.entities().at({i}).role == role.name) template_name = behaviour.likely_role({i});
  }
  const auto& role_template = template_or_other(template_name);
  Support support;
  for (const auto& prior : role_template.priors) {
    const auto verb_class = baselines::parse_class(prior.verb_class);
    if (!verb_class) continue;
    // A sibling is a peer: what is learned of peers holds for it.
    const auto feature = baselines::parse_feature(prior.feature == "sibling" ? "peer" : prior.feature);
    if (!feature) continue;
    const auto learned = settled_support(role, *feature, *verb_class);
    const double share = budget.share(role_template, "novelty", prior.verb_class, role.name);
    const double events = prior.events + learned.events, days = prior.device_days + learned.device_days;
    const std::string what = prior.verb_class + (prior.level == models::PriorLevel::role ? " new to the role" : "");
    if (events / days <= share) {
      add_to_group(support.enough, prior.feature, what);
    } else if (share > 0) {
      add_to_group(support.missing, prior.feature, what);
      support.missing_days.emplace_back(fmt::format("{} ({})", prior.feature, what), events / share - days);
    }
  }
  return support;
}

}  // namespace vedette::detectors
