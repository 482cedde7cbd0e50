// SPDX-License-Identifier: Apache-2.0
// What an office building's site file allows.
#include "tests/lab/sites/parts/office_staff.h"
#include "tests/lab/traffic/bacnet_rules.h"

namespace vedette::lab::building {
namespace {

void allow_stations(BacnetRules& rules) {
  rules.allow({"operator_station"}, {"who_is", "read_property", "read_property_multiple", "subscribe_cov", "read_range",
                                     "get_event_information", "acknowledge_alarm", "time_synchronization"});
  rules.allow(
      {"operator_station"}, {"write_property"},
      {"analog-value:1-20/present-value", "analog-output:1-20/present-value", "binary-output:1-20/present-value"}, "8");
  rules.allow({"operator_station"}, {"write_property"}, {"binary-value:1/present-value"}, "10");
  rules.allow({"operator_station"}, {"write_property"}, {"multi-state-value:1/present-value"}, "8");
  rules.allow({"operator_station"}, {"write_property"}, {"schedule:1/weekly-schedule"});
}

void allow_engineers(BacnetRules& rules) {
  rules.allow({"engineering", "technician"}, {"who_is", "read_property", "read_property_multiple", "read_range"});
  rules.allow({"engineering"}, {"atomic_read_file", "atomic_write_file", "reinitialize_device"});
  rules.allow({"engineering"}, {"write_property"}, {"analog-input:1-20/cov-increment"});
  rules.allow({"technician"}, {"device_communication_control"});
  rules.allow(
      {"technician"}, {"write_property"},
      {"analog-output:1-20/present-value", "binary-output:1-20/present-value", "analog-value:1-20/present-value"}, "8");
}

}  // namespace

void allow(Site& site) {
  for (const Equipment& kind : equipment()) {
    BacnetRules rules(site, kind.role);
    allow_stations(rules);
    allow_engineers(rules);
    rules.allow({"remote_station"}, {"who_is", "read_property_multiple"});
    if (kind.role == "ahu_controller")
      rules.allow({"vav_controller"}, {"read_property"}, {"analog-input:2/present-value"});
    if (kind.role != "vav_controller") continue;
    rules.allow({"room_panel"}, {"read_property"}, {"analog-input:1/present-value"});
    rules.allow({"room_panel"}, {"write_property"}, {"analog-value:2/present-value"}, "14");
  }
  const BacnetRules::Words controllers{"ahu_controller",    "vav_controller",      "chiller_controller",
                                       "boiler_controller", "lighting_controller", "room_panel",
                                       "energy_meter"};
  BacnetRules stations(site, "operator_station");
  stations.allow(controllers, {"i_am", "confirmed_cov_notification", "unconfirmed_cov_notification",
                               "confirmed_event_notification", "unconfirmed_event_notification"});
  for (const std::string_view role : {"operator_station", "bbmd"}) {
    BacnetRules(site, role)
        .allow({"operator_station"}, {"who_is", "read_property", "read_property_multiple"})
        .allow({"engineering", "technician", "remote_station"}, {"who_is"});
  }
  BacnetRules(site, "bbmd")
      .allow({"engineering"}, {"read_broadcast_distribution_table", "read_foreign_device_table"})
      .allow({"remote_station"}, {"register_foreign_device"});
}

}  // namespace vedette::lab::building
