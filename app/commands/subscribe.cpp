// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <vector>

#include "app/commands/command.h"
#include "exporters/endpoint.h"
#include "exporters/json.h"
#include "exporters/keys.h"
#include "exporters/subscriber.h"
#include "exporters/text.h"

namespace vedette::app {
namespace {

struct SubscriberOptions {
  std::string endpoint, format = "text", output, checkpoint;
  std::vector<std::string> trust;
  std::uint64_t from = 1, count = 0;
  double idle = 0;
  bool until_closed = false;
};

core::Result<exporters::SubscribeOptions> make_options(const SubscriberOptions& given, const std::atomic<bool>* stop) {
  auto endpoint = exporters::Endpoint::parse(given.endpoint);
  if (!endpoint) return std::unexpected(endpoint.error());
  exporters::SubscribeOptions options;
  options.endpoint = std::move(*endpoint);
  for (const auto& path : given.trust) {
    auto key = exporters::PublicKey::load(path);
    if (!key) return std::unexpected(key.error());
    options.trusted.push_back(std::move(*key));
  }
  options.from = given.from;
  if (given.count > 0) options.count = given.count;
  if (given.idle > 0) options.idle = std::chrono::milliseconds(static_cast<std::int64_t>(given.idle * 1000));
  options.until_closed = given.until_closed;
  options.stop = stop;
  return options;
}

void keep_checkpoint(const std::string& path, core::Bytes envelope, const Console& console) {
  if (path.empty()) return;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << core::as_text(envelope);
  if (!file.flush()) console.warn(fmt::format("{}: the checkpoint can't be written", path));
}

Exit run_subscribe(const SubscriberOptions& given, const Invocation& invocation) {
  const Console& console = invocation.console;
  const auto options = make_options(given, invocation.stop);
  if (!options) return console.fail(options.error());
  auto output = Output::open(given.output);
  if (!output) return console.fail(output.error());
  std::uint64_t alerts = 0;
  const auto deliver = [&](const exporters::Record& record, core::Bytes envelope) {
    if (const auto* alert = std::get_if<core::Alert>(&record.body)) {
      ++alerts;
      if (given.format == "json")
        output->write(exporters::to_json(*alert, record.sequence) + "\n");
      else if (alert->status != core::AlertStatus::open)
        output->write(exporters::to_text_line(*alert) + "\n");
      else
        output->write(exporters::to_text(*alert, output->colour() ? exporters::Colour::yes : exporters::Colour::no) +
                      "\n");
    } else {
      keep_checkpoint(given.checkpoint, envelope, console);
      console.detail(fmt::format("record {}: checkpoint, the chain is sound up to here", record.sequence));
    }
    return output->flush().has_value();
  };
  const auto summary = exporters::subscribe(*options, deliver);
  if (auto flushed = output->flush(); !flushed) return console.fail(flushed.error());
  if (!summary) return console.fail(summary.error());
  console.note(
      fmt::format("{} alert revisions in {} records, each with a good signature, the chain unbroken up to record {}.",
                  alerts, summary->records, summary->last));
  return Exit::done;
}

}  // namespace

void add_subscribe(CLI::App& root, Invocation& invocation) {
  auto* command = add_command(root, "subscribe", "Receive alerts, print only what is signed and in an unbroken chain",
                              "vedette subscribe tcp://127.0.0.1:5556 --trust keys/sensor.pub");
  auto options = std::make_shared<SubscriberOptions>();
  command->add_option("ENDPOINT", options->endpoint, "tcp://host:port or ipc://path of the publisher")->required();
  command->add_option("--trust", options->trust, "Public key of the sensor; may be repeated")
      ->required()
      ->type_name("KEY");
  command->add_option("--from", options->from, "First record to deliver")->check(CLI::PositiveNumber)->type_name("SEQ");
  command->add_option("--count", options->count, "End after so many records")->check(CLI::PositiveNumber);
  command->add_option("--idle", options->idle, "End when nothing new has come for so long")
      ->check(CLI::PositiveNumber)
      ->type_name("SECONDS");
  command->add_flag("--until-closed", options->until_closed,
                    "End when the publisher has closed its chain in good order");
  command->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}));
  command->add_option("--output", options->output, "Write to this file instead of standard output")->type_name("FILE");
  command
      ->add_option("--keep-checkpoint", options->checkpoint,
                   "Keep the last checkpoint here, as an anchor for `journal verify`")
      ->type_name("FILE");
  command->callback([options, &invocation] {
    invocation.run = [options, &invocation] { return run_subscribe(*options, invocation); };
  });
}

}  // namespace vedette::app
