// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <filesystem>
#include <fmt/format.h>

#include "app/capture_arguments.h"
#include "app/commands/command.h"
#include "app/judge_stage.h"
#include "app/knowledge.h"
#include "app/outlet.h"
#include "app/paced_source.h"
#include "app/pipeline.h"
#include "app/progress.h"
#include "app/traffic_notes.h"
#include "exporters/endpoint.h"
#include "exporters/publisher.h"

namespace vedette::app {
namespace {

struct ReplayOptions {
  CaptureArguments input;
  KnowledgeFiles files;
  std::string format = "text", output, journal, key, publish, fail_on, sensor = "replay";
  std::size_t batch = 256;
  double linger = 0, speed = 0;
  bool sightings = false, ignore_peers = false;
};

core::Result<exporters::PrivateKey> signing_key(const ReplayOptions& options, const Console& console) {
  if (!options.key.empty()) return exporters::PrivateKey::load(options.key);
  if (!options.journal.empty() && std::filesystem::exists(options.journal)) {
    return core::wrong_usage(
        fmt::format("{}: exists already; name the key that signs it with --key, or another file", options.journal));
  }
  auto key = exporters::PrivateKey::generate();
  if (!key) return key;
  if (options.journal.empty()) {
    console.warn("published without --key: signed with a key that nobody can know, so subscribers can't verify it");
    return key;
  }
  if (auto written = exporters::write_public_key(options.journal + ".pub", key->public_key()); !written) {
    return std::unexpected(written.error());
  }
  console.note(fmt::format("Signed with a new key; {}.pub verifies it.", options.journal));
  return key;
}

core::Result<std::unique_ptr<exporters::Publisher>> start_publisher(const ReplayOptions& given,
                                                                    const Knowledge& knowledge,
                                                                    exporters::Channel& channel,
                                                                    const Console& console) {
  // Before a key is made: a mistake should leave nothing behind.
  if (!given.publish.empty()) {
    if (const auto endpoint = exporters::Endpoint::parse_to_bind(given.publish); !endpoint)
      return std::unexpected(endpoint.error());
  }
  auto key = signing_key(given, console);
  if (!key) return std::unexpected(key.error());
  exporters::PublisherOptions options;
  options.site = knowledge.site_name();
  options.sensor = given.sensor;
  if (!given.journal.empty()) options.journal = given.journal;
  if (!given.publish.empty()) options.endpoint = given.publish;
  options.linger = std::chrono::milliseconds(static_cast<std::int64_t>(given.linger * 1000));
  return exporters::Publisher::start(std::move(options), std::move(*key), channel);
}

void summarise(const PipelineStats& stats, const JudgeStage& stage, const Outlet& outlet, const ReplayOptions& options,
               const Console& console) {
  const auto& counts = outlet.counts();
  std::string severities;
  for (std::size_t i = counts.size(); i-- > 1;) {
    if (counts[i] > 0)
      severities += fmt::format("{}{} {}", severities.empty() ? " (" : ", ", counts[i],
                                to_string(static_cast<core::Severity>(i)));
  }
  console.note(fmt::format("{} packets, {} conversations, {} messages, {} malformed: {} alerts{}, {} sightings{}.",
                           stats.engine.packets, stats.engine.flows, stats.engine.messages, stats.engine.malformed,
                           stage.judge().stats().alerts, severities.empty() ? severities : severities + ")", counts[0],
                           counts[0] > 0 && !options.sightings ? " (--sightings shows them)" : ""));
  if (stage.judge().excused() > 0)
    console.note(fmt::format("{} findings were excused by the tuning file.", stage.judge().excused()));
  say_traffic_notes(stats, console);
  if (stats.stopped) console.warn("stopped before the end of the input");
}

Exit finish_publishing(std::unique_ptr<exporters::Publisher> publisher, const ReplayOptions& options,
                       const Console& console) {
  if (!publisher) return Exit::done;
  const auto summary = publisher->finish();
  if (!summary) return console.fail(summary.error());
  console.note(fmt::format("{} records signed{}.", summary->last,
                           options.journal.empty() ? "" : " and stored in " + options.journal));
  if (summary->refused > 0)
    console.warn(fmt::format("{} alerts were refused: {}", summary->refused, summary->first_refusal));
  if (!options.publish.empty() && options.linger > 0 && !summary->acknowledged) {
    return console.fail({core::ErrorKind::unavailable,
                         fmt::format("no subscriber acknowledged the last record within {} s", options.linger)});
  }
  return Exit::done;
}

Exit run_replay(const ReplayOptions& given, const Invocation& invocation) {
  const Console& console = invocation.console;
  const auto knowledge = Knowledge::load(given.files);
  if (!knowledge) return console.fail(knowledge.error());
  auto opened = open_captures(given.input, invocation);
  if (!opened) return console.fail(opened.error());
  std::unique_ptr<capture::PacketSource> source = std::move(*opened);
  if (given.speed > 0) source = std::make_unique<PacedSource>(std::move(source), given.speed, invocation.stop);
  auto output = Output::open(given.output);
  if (!output) return console.fail(output.error());
  say_what_is_assumed(*knowledge, console);

  exporters::Channel channel;
  std::unique_ptr<exporters::Publisher> publisher;
  if (!given.journal.empty() || !given.publish.empty()) {
    auto started = start_publisher(given, *knowledge, channel, console);
    if (!started) return console.fail(started.error());
    publisher = std::move(*started);
  }
  Outlet outlet(
      *output,
      {.json = given.format == "json", .sightings = given.sightings, .channel = publisher ? &channel : nullptr});
  JudgeStage stage(*knowledge, {.sensor = given.sensor, .ignore_peers = given.ignore_peers, .budget = {}},
                   [&](const core::Alert& alert) { outlet(alert); });
  Progress progress(console);
  PipelineOptions options =
      pipeline_options(given.input, knowledge->site ? &*knowledge->site : nullptr, invocation, progress);
  options.batch_packets = given.batch;
  const auto stats = run_pipeline(*source, stage, options);
  stage.finish();
  progress.clear();

  for (const auto& warning : source->warnings()) console.warn(warning);
  if (auto flushed = output->flush(); !flushed) return console.fail(flushed.error());
  const Exit published = finish_publishing(std::move(publisher), given, console);
  if (!stats) return console.fail(stats.error());
  if (outlet.error()) return console.fail(*outlet.error());
  summarise(*stats, stage, outlet, given, console);
  if (published != Exit::done) return published;
  if (const auto limit = core::parse_severity(given.fail_on); limit && outlet.worst() && *outlet.worst() >= *limit)
    return Exit::answer_is_no;
  return Exit::done;
}

}  // namespace

void add_replay(CLI::App& root, Invocation& invocation) {
  auto* command = add_command(root, "replay", "Judge captures as if they were live, as fast as they can be read",
                              "vedette replay attack.pcap --site site.yaml --model model.yaml");
  auto options = std::make_shared<ReplayOptions>();
  add_captures(*command, options->input);
  command->add_option("--site", options->files.site, "What the site is: zones, roles, devices, permissions")
      ->type_name("FILE");
  command->add_option("--model", options->files.model, "What was learned (made by `learn`)")->type_name("FILE");
  command->add_option("--tuning", options->files.tuning, "What an analyst decided")->type_name("FILE");
  command->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}));
  command->add_option("--output", options->output, "Write alerts to this file instead of standard output")
      ->type_name("FILE");
  command->add_flag("--sightings", options->sightings,
                    "Show also what is new but not rare enough to alert (severity info)");
  command->add_option("--fail-on", options->fail_on, "Exit 1 if any alert is at least this severe")
      ->check(CLI::IsMember({"info", "low", "medium", "high", "critical"}))
      ->type_name("SEVERITY");
  add_workers(*command, options->input);
  add_checksums(*command, options->input);
  command->add_option("--speed", options->speed, "Keep the pace of the capture: 1 as recorded, 2 twice as fast")
      ->check(CLI::PositiveNumber);
  command->add_option("--journal", options->journal, "Sign every alert and store it here")->type_name("FILE");
  command->add_option("--key", options->key, "Private key that signs (made by `keygen`)")->type_name("FILE");
  command->add_option("--publish", options->publish, "Publish over ZeroMQ at tcp://127.0.0.1:PORT or ipc://PATH")
      ->type_name("ENDPOINT");
  command
      ->add_option("--linger", options->linger, "After the end wait so long for a subscriber to acknowledge everything")
      ->check(CLI::PositiveNumber)
      ->type_name("SECONDS");
  command->add_option("--sensor", options->sensor, "Name of this sensor in alerts");
  command->add_flag("--ignore-peers", options->ignore_peers,
                    "Judge without who talks to whom, to see what the rest finds alone");
  command->add_option("--batch-packets", options->batch, "Packets read at once; the result is the same for any number")
      ->check(CLI::Range(std::size_t{1}, std::size_t{65536}))
      ->group("");
  command->callback(
      [options, &invocation] { invocation.run = [options, &invocation] { return run_replay(*options, invocation); }; });
}

}  // namespace vedette::app
