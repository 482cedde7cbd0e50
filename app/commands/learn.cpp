// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <fmt/format.h>

#include "app/capture_arguments.h"
#include "app/commands/command.h"
#include "app/knowledge.h"
#include "app/pipeline.h"
#include "app/progress.h"
#include "app/traffic_notes.h"
#include "baselines/model_io.h"
#include "detectors/support.h"

namespace vedette::app {
namespace {

struct LearnOptions {
  CaptureArguments input;
  KnowledgeFiles files;
  std::string output, sensor = "replay";
};

class LearnStage : public OrderedStage {
 public:
  explicit LearnStage(baselines::Behaviour& behaviour) : behaviour_(behaviour) {}
  void observe(const core::Observation& observation) override {
    if (!behaviour_.observe(observation).familiar) behaviour_.accept();
  }
  void tick(const core::Tick& tick) override { behaviour_.tick(tick); }

 private:
  baselines::Behaviour& behaviour_;
};

void say_support(baselines::Behaviour& behaviour, const models::Model& model, const detectors::Budget& budget,
                 const Console& console) {
  for (const auto& [name, role] : model.roles) {
    console.note(fmt::format("role {}: {} {}, {} observed in all, {} things known", name, role.devices,
                             role.devices == 1 ? "device" : "devices",
                             core::format_duration(std::chrono::seconds(role.observed_s)), role.things.size()));
    const auto support = detectors::support_of(behaviour, behaviour.role(name), budget);
    console.note(
        fmt::format("  the first of these alerts at once: {}",
                    support.enough.empty() ? "nothing yet" : fmt::format("{}", fmt::join(support.enough, "; "))));
    if (support.missing.empty()) continue;
    console.note(fmt::format("  these need more history (--verbose says how much) and are sightings until then: {}",
                             fmt::join(support.missing, "; ")));
    for (const auto& [what, device_days] : support.missing_days) {
      console.detail(fmt::format("    {}: about {:.0f} more device-days without one", what, std::ceil(device_days)));
    }
  }
}

Exit run_learn(const LearnOptions& given, const Invocation& invocation) {
  const Console& console = invocation.console;
  auto knowledge = Knowledge::load(given.files);
  if (!knowledge) return console.fail(knowledge.error());
  auto source = open_captures(given.input, invocation);
  if (!source) return console.fail(source.error());
  if (!knowledge->site) console.note("No site file: roles are inferred from what devices serve and use.");

  const auto behaviour = make_behaviour(*knowledge, Learning::yes);
  LearnStage stage(*behaviour);
  Progress progress(console);
  const PipelineOptions options =
      pipeline_options(given.input, knowledge->site ? &*knowledge->site : nullptr, invocation, progress);
  const auto stats = run_pipeline(**source, stage, options);
  progress.clear();
  for (const auto& warning : (*source)->warnings()) console.warn(warning);
  if (!stats) return console.fail(stats.error());

  models::Model model =
      baselines::export_model(*behaviour, {knowledge->site_name(), given.sensor, stats->engine.packets});
  if (knowledge->model) {
    for (const auto& [key, part] : knowledge->model->model.parts) model.parts.emplace(key, part);
  }
  auto output = Output::open(given.output);
  if (!output) return console.fail(output.error());
  output->write(models::write_model(model));
  if (auto flushed = output->flush(); !flushed) return console.fail(flushed.error());
  console.note(fmt::format("{} packets, {} observations: {} devices in {} roles.", stats->engine.packets,
                           stats->observations, model.devices.size(), model.roles.size()));
  say_traffic_notes(*stats, console);
  say_support(*behaviour, model, make_budget(*knowledge), console);
  if (stats->stopped) console.warn("stopped before the end of the input: the model holds what came before");
  return Exit::done;
}

}  // namespace

void add_learn(CLI::App& root, Invocation& invocation) {
  auto* command =
      add_command(root, "learn", "Learn from captures what is normal, into a model file that can be read and edited",
                  "vedette learn quiet.pcap --site site.yaml --output model.yaml");
  auto options = std::make_shared<LearnOptions>();
  add_captures(*command, options->input);
  command->add_option("--output", options->output, "Where the model goes (- for standard output)")
      ->required()
      ->type_name("FILE");
  command->add_option("--site", options->files.site, "What the site is: zones, roles, devices, permissions")
      ->type_name("FILE");
  command->add_option("--continue", options->files.model, "Learn on from this model")->type_name("FILE");
  add_workers(*command, options->input);
  add_checksums(*command, options->input);
  command->add_option("--sensor", options->sensor, "Name of this sensor in the model");
  command->callback(
      [options, &invocation] { invocation.run = [options, &invocation] { return run_learn(*options, invocation); }; });
}

}  // namespace vedette::app
