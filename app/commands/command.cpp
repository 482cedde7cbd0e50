// SPDX-License-Identifier: Apache-2.0
#include "app/commands/command.h"

namespace vedette::app {

CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& what, const std::string& example) {
  auto* command = parent.add_subcommand(name, what);
  command->footer("Example:\n  " + example);
  return command;
}

}  // namespace vedette::app
