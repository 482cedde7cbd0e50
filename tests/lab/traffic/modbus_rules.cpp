// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/modbus_rules.h"

#include <array>
#include <fmt/format.h>

namespace vedette::lab {
namespace {

constexpr std::array<std::string_view, 5> functions{"", "read_coils", "read_discrete_inputs", "read_holding_registers",
                                                    "read_input_registers"};
constexpr std::array<std::string_view, 5> tables{"", "coil", "discrete", "holding", "input"};

}  // namespace

v1::ModbusRule& ModbusRules::add(Roles from, std::string_view function) {
  v1::ModbusRule& rule = *role_.add_modbus();
  for (const auto role : from) rule.add_from(std::string{role});
  rule.add_functions(std::string{function});
  return rule;
}

v1::ModbusRegisters& ModbusRules::add(Roles from, std::string_view function, std::string_view table, unsigned first,
                                      unsigned count) {
  v1::ModbusRegisters& registers = *add(from, function).add_registers();
  registers.set_table(std::string{table});
  registers.set_range(count == 1 ? fmt::format("{}", first) : fmt::format("{}-{}", first, first + count - 1));
  return registers;
}

ModbusRules& ModbusRules::read(Roles from, modbus::Table table, unsigned first, unsigned count) {
  const auto i = static_cast<std::size_t>(table);
  add(from, functions[i], tables[i], first, count);
  return *this;
}

ModbusRules& ModbusRules::write_coils(Roles from, unsigned first, unsigned count) {
  add(from, "write_single_coil", "coil", first, count);
  return *this;
}

ModbusRules& ModbusRules::write_register(Roles from, unsigned first, unsigned count, double min, double max) {
  auto& registers = add(from, "write_single_register", "holding", first, count);
  registers.set_min(min);
  registers.set_max(max);
  return *this;
}

ModbusRules& ModbusRules::write_registers(Roles from, unsigned first, unsigned count, double min, double max) {
  auto& registers = add(from, "write_multiple_registers", "holding", first, count);
  registers.set_min(min);
  registers.set_max(max);
  return *this;
}

ModbusRules& ModbusRules::read_and_write(Roles from, unsigned first, unsigned count, double min, double max) {
  auto& registers = add(from, "read_write_multiple_registers", "holding", first, count);
  registers.set_min(min);
  registers.set_max(max);
  return *this;
}

ModbusRules& ModbusRules::ask(Roles from, std::initializer_list<std::string_view> functions) {
  for (const auto function : functions) add(from, function);
  return *this;
}

}  // namespace vedette::lab
