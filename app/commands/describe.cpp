// SPDX-License-Identifier: Apache-2.0
// Prints what this build knows, as the reference page docs/reference/tables.md; a test holds the two together.
#include <fmt/format.h>

#include "app/commands/command.h"
#include "baselines/rate.h"
#include "baselines/thing.h"
#include "decoders/registry.h"
#include "detectors/catalogue.h"
#include "models/role_template.h"

namespace vedette::app {
namespace {

/// Codes without a name go by their number; one line says it of all.
std::vector<std::string_view> named(std::span<const std::string_view> operations) {
  std::vector<std::string_view> names;
  for (const auto name : operations) {
    if (!name.starts_with("function_")) names.push_back(name);
  }
  if (names.size() < operations.size()) names.push_back("function_<code> for the rest");
  return names;
}

void describe_protocols() {
  fmt::print(
      "# Tables\n\nPrinted by `vedette describe`.\n\n## Protocols\n\n| protocol | title | over | ports | specification "
      "|\n|---|---|---|---|---|\n");
  for (const auto* info : decoders::decoder_infos()) {
    fmt::print("| {} | {} | {}{}{} | {} | {} |\n", info->protocol.name, info->title, info->over_tcp ? "TCP" : "",
               info->over_tcp && info->over_udp ? ", " : "", info->over_udp ? "UDP" : "", fmt::join(info->ports, ", "),
               info->specification);
  }
  for (const auto* info : decoders::decoder_infos()) {
    fmt::print("\n### Functions of {}\n\n{}\n\nSpaces of objects: {}\n", info->protocol.name,
               fmt::join(named(info->operations), ", "), fmt::join(info->spaces, ", "));
    fmt::print("\n### Defects of {}\n\n| defect | meaning |\n|---|---|\n", info->protocol.name);
    for (const auto& defect : info->defects) fmt::print("| {} | {} |\n", defect.name, defect.meaning);
  }
}

void describe_features() {
  fmt::print(
      "\n## Features\n\nWhat a device can do for the first time, each learned apart for contact, read, write and "
      "admin:\n\n| feature | example |\n|---|---|\n"
      "| side | uses modbus, serves modbus |\n| peer | to plc-1, from hmi-1 |\n| service | uses tcp/502 |\n"
      "| function | serves read_coils |\n| object | serves holding 100-199 |\n");
  fmt::print("\nWhat is counted per device and window ({} s):\n\n", fmt::join(baselines::window_seconds, ", "));
  for (std::size_t i = 0; i < baselines::rate_count; ++i)
    fmt::print("{}{}", i == 0 ? "" : ", ", to_string(static_cast<baselines::Rate>(i)));
  fmt::print("\n");
}

void describe_detectors() {
  fmt::print("\n## Detectors\n\n| detector | finds |\n|---|---|\n");
  for (const auto& info : detectors::catalogue()) fmt::print("| {} | {} |\n", info.name, info.what);
}

void describe_templates() {
  fmt::print("\n## Role templates\n\n| role | likely when | device |\n|---|---|---|\n");
  for (const auto& role : models::shipped_templates()) {
    std::vector<std::string> rule;
    for (const auto& protocol : role.likely.serves) rule.push_back("serves " + protocol);
    for (const auto& protocol : role.likely.uses) rule.push_back("uses " + protocol);
    fmt::print("| {} | {} | {} |\n", role.name,
               rule.empty() ? "nothing else fits" : fmt::format("{}", fmt::join(rule, " and ")), role.description);
  }
}

Exit run_describe() {
  describe_protocols();
  describe_features();
  describe_detectors();
  describe_templates();
  return Exit::done;
}

}  // namespace

void add_describe(CLI::App& root, Invocation& invocation) {
  auto* command = add_command(root, "describe", "Print the tables of protocols, features, detectors and role templates",
                              "vedette describe");
  command->callback([&invocation] { invocation.run = run_describe; });
}

}  // namespace vedette::app
