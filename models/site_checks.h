// SPDX-License-Identifier: Apache-2.0
// The checks of a site file that look at several of its entries at once, and those of what is only checked in shape.
// Of site.cpp alone: it is the one place that includes this.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/checks.h"
#include "models/schema/site.pb.h"
#include "models/site.h"

namespace vedette::models {

struct SiteContext {
  const Place& root;
  const v1::Site& in;
  const Site& site;  ///< its zones, roles and devices are read
  const Vocabulary& vocabulary;
  std::map<std::string, std::size_t> devices;  ///< the first of each name, as an index
};

Checked check_table(const Place& place, const std::string& table, const Vocabulary& vocabulary);
Checked check_min_max(const Place& place, std::optional<double> min, std::optional<double> max);

Checked check_zones_apart(const SiteContext& context);
Checked check_devices_once(const SiteContext& context);
Checked check_honeytokens(const SiteContext& context);
Checked check_points(const SiteContext& context);
Checked check_unenforced_roles(const SiteContext& context);
std::vector<NotEnforced> list_not_enforced(const SiteContext& context);

}  // namespace vedette::models
