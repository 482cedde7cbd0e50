// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/commands/command.h"
#include "app/knowledge.h"

namespace vedette::app {
namespace {

Exit run_check(const std::string& file, const Console& console) {
  const auto site = models::load_site(file, vocabulary());
  if (!site) return console.fail(site.error());
  fmt::print("{}: site {}, {} zones, {} roles, {} devices: no contradiction found.\n", file, site->name,
             site->zones.size(), site->roles.size(), site->devices.size());
  for (const auto& [name, role] : site->roles) {
    if (role.modbus) continue;
    fmt::print("  role {}: says nothing of modbus, so any may be asked of it\n", name);
  }
  for (const auto& part : site->not_enforced) {
    fmt::print("{}:{}: {} is understood but not enforced by this version\n", file, part.line, part.path);
  }
  return Exit::done;
}

}  // namespace

void add_site(CLI::App& root, Invocation& invocation) {
  auto* site = add_command(root, "site", "Work with a site file", "vedette site check site.yaml");
  site->require_subcommand(1);
  auto* check = add_command(*site, "check", "Check a site file, and say what of it can't be enforced",
                            "vedette site check site.yaml");
  auto file = std::make_shared<std::string>();
  check->add_option("FILE", *file, "The site file")->required();
  check->callback(
      [file, &invocation] { invocation.run = [file, &invocation] { return run_check(*file, invocation.console); }; });
}

}  // namespace vedette::app
