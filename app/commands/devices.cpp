// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <ranges>

#include "app/capture_arguments.h"
#include "app/commands/command.h"
#include "app/device_list.h"
#include "app/pipeline.h"
#include "app/progress.h"
#include "app/traffic_notes.h"

namespace vedette::app {
namespace {

struct DevicesOptions {
  CaptureArguments input;
  KnowledgeFiles files;
  std::string format = "text", output;
  bool all = false;
};

class CensusStage : public OrderedStage {
 public:
  explicit CensusStage(baselines::Behaviour& behaviour) : behaviour_(behaviour), census_(behaviour) {}
  void observe(const core::Observation& observation) override {
    const auto& sight = behaviour_.observe(observation);
    census_.observe(sight);
    if (!sight.familiar) behaviour_.accept();
  }
  void tick(const core::Tick& tick) override { behaviour_.tick(tick); }
  const baselines::Census& census() const { return census_; }

 private:
  baselines::Behaviour& behaviour_;
  baselines::Census census_;
};

/// Whoever never answered may not exist: a scan would fill the list.
bool is_silent(const ListedDevice& device) {
  return !device.known && device.seen && device.silent;
}
bool is_summed_up(const ListedDevice& device) {
  return device.outside || is_silent(device);
}

/// One line for those who never answered.
std::string silent_text(const std::vector<ListedDevice>& devices) {
  std::vector<std::string> names;
  for (const auto& device : devices) {
    if (is_silent(device) && !device.outside) names.push_back(device.shown);
  }
  if (names.empty()) return {};
  if (names.size() > 1) names = {names.front(), names.back()};
  const auto count = std::ranges::count_if(devices, [](const auto& d) { return is_silent(d) && !d.outside; });
  return fmt::format("and {} {} that never answered, {} (--all lists them)\n", count,
                     count == 1 ? "address" : "addresses", fmt::join(names, count == 2 ? " and " : " to "));
}

/// One line for the world outside, by the router that it comes through.
std::string outside_text(const std::vector<ListedDevice>& devices) {
  std::map<std::string, std::size_t> behind;
  std::size_t count = 0;
  for (const auto& device : devices) {
    if (!device.outside) continue;
    ++count;
    if (!device.macs.empty() && !device.macs.front().of.empty()) ++behind[device.macs.front().of];
  }
  if (count == 0) return {};
  // Those with most behind them; by name where equal.
  std::vector<std::pair<std::string, std::size_t>> routers(behind.begin(), behind.end());
  std::ranges::stable_sort(routers, std::greater{}, &std::pair<std::string, std::size_t>::second);
  std::string most;
  for (const auto& [name, addresses] : routers | std::views::take(2))
    most += fmt::format(", {} behind {}", addresses, name);
  return fmt::format("and {} {} outside the site{} (--all lists them)\n", count, count == 1 ? "address" : "addresses",
                     most);
}

void print(const std::vector<ListedDevice>& devices, const DevicesOptions& options, Output& output) {
  const bool text = options.format == "text";
  bool first = true;
  for (const auto& device : devices) {
    if (text && !options.all && is_summed_up(device)) continue;
    if (text && !std::exchange(first, false)) output.write("\n");
    output.write(text ? device_text(device, output.colour()) : device_json(device) + "\n");
  }
  if (!text || options.all) return;
  const std::string others = silent_text(devices) + outside_text(devices);
  if (!others.empty()) output.write((first ? "" : "\n") + others);
}

void summarise(const std::vector<ListedDevice>& devices, const baselines::EntityTable& entities,
               const Console& console) {
  std::size_t seen = 0, outside = 0, silent = 0, missing = 0;
  for (const auto& device : devices) {
    if (!device.seen)
      ++missing;
    else if (device.outside)
      ++outside;
    else if (is_silent(device))
      ++silent;
    else
      ++seen;
  }
  const auto& stats = entities.identity_stats();
  console.note(fmt::format("{} {} of the site{}{}{}.", seen, seen == 1 ? "device" : "devices",
                           silent > 0 ? fmt::format(", {} that never answered", silent) : "",
                           outside > 0 ? fmt::format(", {} outside", outside) : "",
                           missing > 0 ? fmt::format(", {} known and not seen", missing) : ""));
  console.detail(
      fmt::format("{} found to be one with another, {} addresses moved, {} taken from routers and proxies, "
                  "{} VLANs joined.",
                  stats.merges, stats.moves, stats.splits, entities.realms().joins()));
  if (stats.conflicts > 0) console.warn(fmt::format("{} claims of what is another device's", stats.conflicts));
  if (entities.evictions() > 0) {
    console.warn(fmt::format("{} devices were forgotten for others: more than {} are not kept at a time",
                             entities.evictions(), baselines::EntityTable::default_cap));
  }
  if (entities.realms().overflows() > 0)
    console.warn("more VLANs and tunnels than are told apart: the last ones count as one");
}

Exit run_devices(const DevicesOptions& given, const Invocation& invocation) {
  const Console& console = invocation.console;
  const auto knowledge = Knowledge::load(given.files);
  if (!knowledge) return console.fail(knowledge.error());
  auto source = open_captures(given.input, invocation);
  if (!source) return console.fail(source.error());
  auto output = Output::open(given.output);
  if (!output) return console.fail(output.error());

  const auto behaviour = make_behaviour(*knowledge, Learning::yes);
  CensusStage stage(*behaviour);
  Progress progress(console);
  const PipelineOptions options =
      pipeline_options(given.input, knowledge->site ? &*knowledge->site : nullptr, invocation, progress);
  const auto stats = run_pipeline(**source, stage, options);
  progress.clear();
  for (const auto& warning : (*source)->warnings()) console.warn(warning);
  if (!stats) return console.fail(stats.error());

  behaviour->flush();
  const auto devices = list_devices(*behaviour, stage.census(), *knowledge);
  print(devices, given, *output);
  if (auto flushed = output->flush(); !flushed) return console.fail(flushed.error());
  summarise(devices, behaviour->entities(), console);
  say_traffic_notes(*stats, console);
  if (stats->stopped) console.warn("stopped before the end of the input: the list holds who came before");
  return Exit::done;
}

}  // namespace

void add_devices(CLI::App& root, Invocation& invocation) {
  auto* command = add_command(root, "devices", "List who is there, and why each is one device",
                              "vedette devices capture.pcap --site site.yaml");
  auto options = std::make_shared<DevicesOptions>();
  add_captures(*command, options->input);
  command->add_option("--site", options->files.site, "What the site is: its devices are called by their names")
      ->type_name("FILE");
  command->add_option("--model", options->files.model, "What was learned (made by `learn`)")->type_name("FILE");
  command->add_option("--format", options->format, "text, or json: one line for each device")
      ->check(CLI::IsMember({"text", "json"}));
  command->add_option("--output", options->output, "Write to this file instead of standard output")->type_name("FILE");
  command->add_flag("--all", options->all, "List addresses outside the site too, each with its block");
  add_workers(*command, options->input);
  command->callback([options, &invocation] {
    invocation.run = [options, &invocation] { return run_devices(*options, invocation); };
  });
}

}  // namespace vedette::app
