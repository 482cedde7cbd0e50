// SPDX-License-Identifier: Apache-2.0
// A company with all of it: halls that brew (Modbus), an office building (BACnet), a store (MQTT).
#include "tests/lab/sites/parts/brewery.h"
#include "tests/lab/sites/parts/office.h"
#include "tests/lab/sites/parts/store.h"

namespace vedette::lab {
namespace {

constexpr unsigned halls_net = 1, office_net = 20;  // the stores have nets of their own

void make_mixed(Site& site) {
  const unsigned third = site.options().devices / 3;
  add_brewery(site, site.options().devices - 2 * third, halls_net);
  add_office(site, third, office_net);
  add_stores(site, third);
}

}  // namespace

extern const SiteKind mixed;
const SiteKind mixed{"mixed", "A third each: a brewery's halls, an office building, stores", make_mixed, 30};

}  // namespace vedette::lab
