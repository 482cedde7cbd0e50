// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>

#include "app/backtest/labelled_source.h"
#include "app/backtest/report.h"
#include "app/backtest/rival_stage.h"
#include "app/capture_arguments.h"
#include "app/commands/command.h"
#include "app/judge_stage.h"
#include "app/knowledge.h"
#include "app/pipeline.h"
#include "app/progress.h"
#include "app/traffic_notes.h"

namespace vedette::app {
namespace {

using backtest::Exposure;
using backtest::Raised;
using backtest::RivalStage;

struct BacktestOptions {
  CaptureArguments input;
  KnowledgeFiles files;
  std::string labels, format = "text", svg;
  std::vector<std::string> rivals_learn;
  std::optional<double> budget;
  bool rivals = false, without_priors = false;
};

/// What CLI::Range would let pass is not a number.
std::string check_budget(const std::string& text) {
  double value = 0;
  if (CLI::detail::lexical_cast(text, value) && value >= 1e-9 && value <= 1000) return {};
  return "found " + text + "; allowed: a number from 1e-9 to 1000";
}

/// One budget's judge and what it raised.
struct Contestant {
  Contestant(const Knowledge& knowledge, const JudgeOptions& options)
      : budget(*options.budget), stage(knowledge, options, [this](const core::Alert& alert) {
          if (alert.status == core::AlertStatus::open) raised.push_back(backtest::raised(alert));
        }) {}

  double budget;
  std::vector<Raised> raised;
  JudgeStage stage;
};

/// Several judges, and the rivals where asked for, over one pass of the packets.
class SideBySide : public OrderedStage {
 public:
  void add(OrderedStage& stage) { stages_.push_back(&stage); }
  void observe(const core::Observation& observation) override {
    for (OrderedStage* stage : stages_) stage->observe(observation);
  }
  void tick(const core::Tick& tick) override {
    for (OrderedStage* stage : stages_) stage->tick(tick);
  }

 private:
  std::vector<OrderedStage*> stages_;
};

double own_budget(const Knowledge& knowledge, const BacktestOptions& given) {
  return given.budget.value_or(make_budget(knowledge).per_device_day());
}

std::vector<std::unique_ptr<Contestant>> make_contestants(const Knowledge& knowledge, const BacktestOptions& given,
                                                          double own) {
  std::vector<double> budgets{0.0001, 0.001, 0.01};
  if (std::ranges::find(budgets, own) == budgets.end()) budgets.push_back(own);
  std::ranges::sort(budgets);
  std::vector<std::unique_ptr<Contestant>> contestants;
  for (const double budget : budgets) {
    const JudgeOptions options{.sensor = "backtest", .ignore_priors = given.without_priors, .budget = budget};
    contestants.push_back(std::make_unique<Contestant>(knowledge, options));
  }
  return contestants;
}

Exposure exposure_of(const models::Labels& labels, const Knowledge& knowledge) {
  Exposure exposure;
  if (labels.packets > 0) {
    exposure.from = labels.from;
    exposure.to = labels.to;
  }
  if (knowledge.site) {
    for (const auto& device : knowledge.site->devices) ++exposure.roles[device.role];
  } else if (knowledge.model) {
    for (const auto& [name, device] : knowledge.model->model.devices) ++exposure.roles[device.role];
  }
  for (const auto& [role, devices] : exposure.roles) exposure.devices += devices;
  if (labels.devices > 0) exposure.devices = labels.devices;
  return exposure;
}

/// Where nothing else was named: up to the first event; half of the time where there is none.
core::Timestamp learned_until(const models::Labels& labels) {
  if (labels.events.empty()) return labels.from + (labels.to - labels.from) / 2;
  return std::ranges::min(labels.events, {}, &models::LabelledEvent::from).from;
}

/// Lets the rivals learn what was named, and gives the time from which they are judged.
core::Result<core::Timestamp> prepare_rivals(const BacktestOptions& given, const Knowledge& knowledge,
                                             const models::Labels& labels, const Invocation& invocation,
                                             RivalStage& stage) {
  if (given.rivals_learn.empty()) {
    stage.judge_from(learned_until(labels));
    return learned_until(labels);
  }
  CaptureArguments input = given.input;
  input.captures = given.rivals_learn;
  auto source = open_captures(input, invocation);
  if (!source) return std::unexpected(source.error());
  Progress progress(invocation.console);
  const auto stats = run_pipeline(
      **source, stage, pipeline_options(input, knowledge.site ? &*knowledge.site : nullptr, invocation, progress));
  if (!stats) return std::unexpected(stats.error());
  stage.judge_from(core::Timestamp::min());
  return labels.from;
}

backtest::Report make_report(const Knowledge& knowledge, models::Labels labels, double own,
                             const std::vector<std::unique_ptr<Contestant>>& contestants, const RivalStage* rivals,
                             core::Timestamp rivals_from) {
  backtest::Report report;
  report.site = knowledge.site_name();
  report.packets = labels.packets;
  report.capture = labels.capture;
  if (knowledge.model) report.model_digest = knowledge.model->digest;
  report.budget = own;
  const Exposure exposure = exposure_of(labels, knowledge);
  for (const auto& contestant : contestants) {
    report.curve.push_back({contestant->budget, backtest::measure(labels, contestant->raised, exposure)});
    if (contestant->budget == own) report.figures = report.curve.back().figures;
  }
  if (rivals != nullptr) {
    Exposure theirs = exposure;
    theirs.roles.clear();
    theirs.from = std::max(theirs.from, rivals_from);
    for (const auto& entry : rivals->entries()) {
      report.rivals.push_back({std::string{entry.rival->name()}, std::string{entry.rival->what()},
                               backtest::measure(labels, entry.raised, theirs)});
    }
  }
  report.labels = std::move(labels);
  return report;
}

core::Result<void> write(const std::string& path, const std::string& text) {
  auto output = Output::open(path);
  if (!output) return std::unexpected(output.error());
  output->write(text);
  return output->flush();
}

Exit tell(const BacktestOptions& given, const backtest::Report& report, const Console& console) {
  if (!given.svg.empty()) {
    if (auto written = write(given.svg, backtest::report_svg(report)); !written) return console.fail(written.error());
  }
  const std::string text =
      given.format == "json" ? backtest::report_json(report) + "\n" : backtest::report_text(report);
  if (auto written = write({}, text); !written) return console.fail(written.error());
  return Exit::done;
}

/// One pass of the packets, which must be those of the labels.
core::Result<void> judge(const BacktestOptions& given, const Knowledge& knowledge, const models::Labels& labels,
                         const Invocation& invocation, OrderedStage& stages) {
  const Console& console = invocation.console;
  auto opened = open_captures(given.input, invocation);
  if (!opened) return std::unexpected(opened.error());
  backtest::LabelledSource source(std::move(*opened), labels);
  Progress progress(console);
  const auto stats = run_pipeline(
      source, stages, pipeline_options(given.input, knowledge.site ? &*knowledge.site : nullptr, invocation, progress));
  progress.clear();
  for (const auto& warning : source.warnings()) console.warn(warning);
  if (!stats) return std::unexpected(stats.error());
  if (stats->stopped) return core::unavailable("stopped before the end of the input: there are no figures");
  if (auto same = source.check(given.labels); !same) return same;
  say_traffic_notes(*stats, console);
  return {};
}

Exit run_backtest(const BacktestOptions& given, const Invocation& invocation) {
  const Console& console = invocation.console;
  const auto knowledge = Knowledge::load(given.files);
  if (!knowledge) return console.fail(knowledge.error());
  auto labels = models::load_labels(given.labels);
  if (!labels) return console.fail(labels.error());
  say_what_is_assumed(*knowledge, console);

  const double own = own_budget(*knowledge, given);
  const auto contestants = make_contestants(*knowledge, given, own);
  SideBySide stages;
  for (const auto& contestant : contestants) stages.add(contestant->stage);
  std::optional<RivalStage> rivals;
  core::Timestamp rivals_from;
  if (given.rivals || !given.rivals_learn.empty()) {
    stages.add(rivals.emplace(*labels));
    const auto from = prepare_rivals(given, *knowledge, *labels, invocation, *rivals);
    if (!from) return console.fail(from.error());
    rivals_from = *from;
  }
  if (auto judged = judge(given, *knowledge, *labels, invocation, stages); !judged) return console.fail(judged.error());
  for (const auto& contestant : contestants) contestant->stage.finish();
  return tell(given,
              make_report(*knowledge, std::move(*labels), own, contestants, rivals ? &*rivals : nullptr, rivals_from),
              console);
}

}  // namespace

void add_backtest(CLI::App& root, Invocation& invocation) {
  auto* command = add_command(
      root, "backtest", "Measure against labels what is detected, how soon, and how often an alert is false",
      "vedette backtest attack.pcap --site site.yaml --model model.yaml --labels attack.labels.yaml --svg picture.svg");
  auto options = std::make_shared<BacktestOptions>();
  add_captures(*command, options->input);
  command->add_option("--labels", options->labels, "What is known to have happened in the captures")
      ->required()
      ->type_name("FILE");
  command->add_option("--site", options->files.site, "What the site is: zones, roles, devices, permissions")
      ->type_name("FILE");
  command->add_option("--model", options->files.model, "What was learned (made by `learn`)")->type_name("FILE");
  command->add_option("--tuning", options->files.tuning, "What an analyst decided")->type_name("FILE");
  command->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}));
  command->add_option("--svg", options->svg, "Draw detection over time and over false alerts into this file")
      ->type_name("FILE");
  command
      ->add_option("--budget", options->budget,
                   "False alerts per device-day that the figures are of, instead of the site's")
      ->check(check_budget)
      ->type_name("NUMBER");
  command->add_flag("--without-priors", options->without_priors,
                    "Judge first sights by the model alone, without what the shipped role templates know of the field");
  command->add_flag("--rivals", options->rivals,
                    "Measure simple detectors out of the literature on the same observations. They learn before the "
                    "first event and are judged from there on");
  command
      ->add_option("--rivals-learn", options->rivals_learn,
                   "Let the rivals learn on these captures instead, and judge them on all of the others")
      ->type_name("CAPTURE");
  add_workers(*command, options->input);
  add_checksums(*command, options->input);
  command->callback([options, &invocation] {
    invocation.run = [options, &invocation] { return run_backtest(*options, invocation); };
  });
}

}  // namespace vedette::app
