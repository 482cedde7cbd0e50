// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/commands/command.h"
#include "exporters/keys.h"

namespace vedette::app {
namespace {

Exit run_keygen(const std::string& folder, const Console& console) {
  auto key = exporters::PrivateKey::generate();
  if (!key) return console.fail(key.error());
  if (auto written = exporters::write_key_pair(folder, *key); !written) return console.fail(written.error());
  fmt::print(
      "{}/sensor.key  private: it signs; keep it on the sensor\n{}/sensor.pub  public: subscribers trust it\nkey id "
      "{}\n",
      folder, folder, key->public_key().id());
  return Exit::done;
}

}  // namespace

void add_keygen(CLI::App& root, Invocation& invocation) {
  auto* command = add_command(root, "keygen", "Make a sensor's key pair (Ed25519)", "vedette keygen keys/");
  auto folder = std::make_shared<std::string>();
  command->add_option("DIR", *folder, "Folder for sensor.key (mode 0600) and sensor.pub; nothing is overwritten")
      ->required();
  command->callback([folder, &invocation] {
    invocation.run = [folder, &invocation] { return run_keygen(*folder, invocation.console); };
  });
}

}  // namespace vedette::app
