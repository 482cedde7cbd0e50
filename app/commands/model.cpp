// SPDX-License-Identifier: Apache-2.0
#include "models/model.h"

#include <algorithm>
#include <fmt/format.h>

#include "app/commands/command.h"

namespace vedette::app {
namespace {

void show_parts(const models::Model& model) {
  for (const auto& [key, part] : model.parts) {
    fmt::print("learned by {} from {} to {}: {} packets, {} observations\n", key.sensor, core::format_time(part.from),
               core::format_time(part.to), part.packets, part.observations);
  }
}

void show_things(const std::map<models::ThingKey, models::Thing>& things, std::string_view indent,
                 std::uint32_t of_devices) {
  for (const auto& [key, thing] : things) {
    const std::string devices = of_devices > 0 ? fmt::format("{} of {} devices, ", thing.devices, of_devices) : "";
    fmt::print("{}{:<9} {:<8} {:<44} {}{} times\n", indent, key.feature, key.verb_class, key.what, devices,
               thing.count);
  }
}

void show_rates(const std::map<models::RateKey, models::RateStatistics>& rates, std::string_view indent) {
  for (const auto& [key, rate] : rates) {
    const double mean = static_cast<double>(rate.sum) / static_cast<double>(std::max<std::uint64_t>(1, rate.windows));
    fmt::print("{}{:<9} per {:>4} s: {:.2f} on average over {} windows\n", indent, key.rate, key.window_s, mean,
               rate.windows);
  }
}

Exit run_show(const std::string& file, const std::string& only, const Console& console) {
  const auto loaded = models::load_model(file);
  if (!loaded) return console.fail(loaded.error());
  const models::Model& model = loaded->model;
  if (!only.empty() && !model.roles.contains(only) && !model.devices.contains(only)) {
    return console.fail({core::ErrorKind::usage, fmt::format("{}: has neither a role nor a device '{}'", file, only)});
  }
  fmt::print("model {} of site {}\n", loaded->digest.substr(0, 16), model.site.empty() ? "(none named)" : model.site);
  show_parts(model);
  for (const auto& [name, role] : model.roles) {
    if (!only.empty() && only != name) continue;
    fmt::print("\nrole {} ({} {}, {} observed in all, priors of {})\n", name, role.devices,
               role.devices == 1 ? "device" : "devices", core::format_duration(std::chrono::seconds(role.observed_s)),
               role.template_name.empty() ? "none" : role.template_name);
    show_things(role.things, "  ", role.devices);
    show_rates(role.rates, "  ");
  }
  for (const auto& [name, device] : model.devices) {
    if (!only.empty() && only != name) continue;
    fmt::print("\ndevice {} ({}{})\n", name, device.role.empty() ? "unknown role" : device.role,
               device.ip.empty() ? "" : ", " + *device.ip.begin());
    fmt::print("  seen from {} to {}\n", core::format_time(device.first_seen), core::format_time(device.last_seen));
    show_things(device.things, "  ", 0);
    show_rates(device.rates, "  ");
  }
  return Exit::done;
}

}  // namespace

void add_model(CLI::App& root, Invocation& invocation) {
  auto* model = add_command(root, "model", "Read a model file", "vedette model show model.yaml plc");
  model->require_subcommand(1);
  auto* show = add_command(*model, "show", "Say what was learned, role by role and device by device",
                           "vedette model show model.yaml plc-1");
  auto file = std::make_shared<std::string>();
  auto only = std::make_shared<std::string>();
  show->add_option("FILE", *file, "The model file")->required();
  show->add_option("NAME", *only, "Only this role or device");
  show->callback([file, only, &invocation] {
    invocation.run = [file, only, &invocation] { return run_show(*file, *only, invocation.console); };
  });
}

}  // namespace vedette::app
