// SPDX-License-Identifier: Apache-2.0
// A brewery: controllers of brewhouse, fermenters, bottling lines and utilities (Modbus), an HMI for each hall, one
// historian. Two shifts from Monday to Saturday; fermenters never rest.
#include "tests/lab/sites/parts/brewery.h"

namespace vedette::lab {
namespace {

constexpr unsigned control_net = 1;

void make_brewery(Site& site) {
  add_brewery(site, site.options().devices, control_net);
}

}  // namespace

extern const SiteKind brewery;
const SiteKind brewery{"brewery", "Modbus controllers of halls, an HMI each, a historian; two shifts", make_brewery};

}  // namespace vedette::lab
