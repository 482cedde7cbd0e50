// SPDX-License-Identifier: Apache-2.0
// Stores of a retail chain: up to 150 devices each around a broker. Open from Monday to Saturday, 8 to 20.
#include "tests/lab/sites/parts/store.h"

namespace vedette::lab {
namespace {

constexpr unsigned devices_a_store = 150;

void make_store(Site& site) {
  add_stores(site, site.options().devices);
}

}  // namespace

void add_stores(Site& site, unsigned devices) {
  const unsigned all = devices - 1;  // one is the router
  auto& router = *site.file.add_devices();
  router.set_name(site.router().name);
  router.set_role(site.router().role);
  router.add_ip(site.router().ip.to_string());
  router.add_mac(site.router().mac.to_string());
  (*site.file.mutable_roles())[site.router().role];
  allow_stores(site);
  const unsigned stores = (all + devices_a_store - 1) / devices_a_store;
  for (unsigned i = 0; i < stores; ++i) add_store(site, i + 1, all * (i + 1) / stores - all * i / stores);
}

extern const SiteKind store;
const SiteKind store{"store", "MQTT coolers, meters, sensors and cameras of retail stores, a broker each; open 8 to 20",
                     make_store};

}  // namespace vedette::lab
