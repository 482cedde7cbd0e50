// SPDX-License-Identifier: Apache-2.0
// What the site file allows others to ask of a role's BACnet devices.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "tests/lab/site.h"

namespace vedette::lab {

class BacnetRules {
 public:
  using Words = std::initializer_list<std::string_view>;

  BacnetRules(Site& site, std::string_view role) : role_((*site.file.mutable_roles())[std::string{role}]) {}

  /// Without objects: any.
  BacnetRules& allow(Words from, Words services, Words objects = {}, std::string_view priority = {}) {
    v1::BacnetRule& rule = *role_.add_bacnet();
    for (const auto role : from) rule.add_from(std::string{role});
    for (const auto service : services) rule.add_services(std::string{service});
    for (const auto object : objects) rule.add_objects(std::string{object});
    rule.set_priority(std::string{priority});
    return *this;
  }

 private:
  v1::SiteRole& role_;
};

}  // namespace vedette::lab
