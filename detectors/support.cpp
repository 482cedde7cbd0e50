// SPDX-License-Identifier: Apache-2.0
#include "detectors/support.h"

#include <fmt/format.h>

namespace vedette::detectors {

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
    const std::string name = fmt::format("{} ({}{})", prior.feature, prior.verb_class,
                                         prior.level == models::PriorLevel::role ? ", new to the role" : "");
    if (events / days <= share) support.enough.push_back(name);
    else if (share > 0) support.missing.emplace_back(name, events / share - days);
  }
  return support;
}

}  // namespace vedette::detectors
