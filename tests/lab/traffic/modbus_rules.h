// SPDX-License-Identifier: Apache-2.0
// What the site file allows others to ask of a role's Modbus servers.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "tests/lab/site.h"
#include "tests/lab/traffic/modbus_pdu.h"

namespace vedette::lab {

class ModbusRules {
 public:
  using Roles = std::initializer_list<std::string_view>;

  ModbusRules(Site& site, std::string_view role) : role_((*site.file.mutable_roles())[std::string{role}]) {}

  ModbusRules& read(Roles from, modbus::Table table, unsigned first, unsigned count);
  ModbusRules& write_coils(Roles from, unsigned first, unsigned count);
  ModbusRules& write_register(Roles from, unsigned first, unsigned count, double min, double max);
  ModbusRules& write_registers(Roles from, unsigned first, unsigned count, double min, double max);
  /// Reads these and writes one of them, in one request.
  ModbusRules& read_and_write(Roles from, unsigned first, unsigned count, double min, double max);
  /// Functions that are about no register.
  ModbusRules& ask(Roles from, std::initializer_list<std::string_view> functions);

 private:
  v1::ModbusRule& add(Roles from, std::string_view function);
  v1::ModbusRegisters& add(Roles from, std::string_view function, std::string_view table, unsigned first,
                           unsigned count);
  v1::SiteRole& role_;
};

}  // namespace vedette::lab
