// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>

#include "app/capture_arguments.h"
#include "app/commands/command.h"
#include "app/flow_json.h"
#include "app/pipeline.h"
#include "app/progress.h"
#include "core/flow_key.h"
#include "decoders/registry.h"
#include "exporters/json_fields.h"

namespace vedette::app {
namespace {

/// Not a decoder's: conversations, one record each.
constexpr std::string_view flow_protocol = "flow";

struct DecodeOptions {
  CaptureArguments input;
  std::vector<std::string> protocols;
  std::string output;
  bool stream_digests = false;

  bool wants(std::string_view protocol) const { return std::ranges::find(protocols, protocol) != protocols.end(); }
};

/// Writes one line per message, in the envelope of EVE.
class DecodeSink : public decoders::MessageSink {
 public:
  DecodeSink(Output& output, const DecodeOptions& options) : output_(output), options_(options) {}

  void begin(const decoders::MessageContext& context, const decoders::DecoderInfo& info) override {
    wanted_ = options_.protocols.empty() || options_.wants(info.protocol.name);
    fields_.clear();
    begin_record(fields_, {.time = context.frame_time,
                           .precision = context.precision,
                           .event_type = info.protocol.name,
                           .frame = context.frame,
                           .flow = context.flow,
                           .community_id = core::community_id(context.sender, context.receiver, context.transport),
                           .source = context.sender,
                           .target = context.receiver,
                           .source_port = context.sender.port,
                           .target_port = context.receiver.port,
                           .transport = context.transport,
                           .tunnels = context.tunnels});
    fields_.begin_object(info.protocol.name);
  }
  core::FieldWriter& fields() override { return fields_; }
  void end() override {
    fields_.end_object();
    fields_.end_object();
    if (!wanted_) return;
    output_.write(fields_.str());
    output_.write("\n");
  }

 private:
  Output& output_;
  const DecodeOptions& options_;
  exporters::JsonFields fields_;
  bool wanted_ = true;
};

struct Nothing : OrderedStage {
  void observe(const core::Observation&) override {}
  void tick(const core::Tick&) override {}
};

Exit run_decode(const DecodeOptions& given, const Invocation& invocation) {
  const Console& console = invocation.console;
  auto source = open_captures(given.input, invocation);
  if (!source) return console.fail(source.error());
  auto output = Output::open(given.output);
  if (!output) return console.fail(output.error());
  DecodeSink messages(*output, given);
  FlowLines flows(*output, given.stream_digests);
  Progress progress(console);
  Nothing nothing;
  PipelineOptions options = pipeline_options(given.input, nullptr, invocation, progress);
  const bool only_flows = given.protocols.size() == 1 && given.wants(flow_protocol);
  if (!only_flows) options.messages = &messages;
  if (given.wants(flow_protocol)) options.flows = &flows;
  core::Result<void> written;
  if (given.input.follow) {
    // Whoever reads along sees a message when it is there, not when a buffer is full.
    options.progress = [&](const capture::SourceStats&) { written = output->flush(); };
  }
  const auto stats = run_pipeline(**source, nothing, options);
  progress.clear();
  for (const auto& warning : (*source)->warnings()) console.warn(warning);
  if (!written) return console.fail(written.error());
  if (auto flushed = output->flush(); !flushed) return console.fail(flushed.error());
  if (!stats) return console.fail(stats.error());
  console.detail(fmt::format("{} packets, {} conversations, {} messages, {} malformed, {} gaps", stats->engine.packets,
                             stats->engine.flows, stats->engine.messages, stats->engine.malformed, stats->engine.gaps));
  return Exit::done;
}

std::vector<std::string> protocol_names() {
  std::vector<std::string> names;
  for (const auto* info : decoders::decoder_infos()) names.emplace_back(info->protocol.name);
  names.emplace_back(flow_protocol);
  return names;
}

}  // namespace

void add_decode(CLI::App& root, Invocation& invocation) {
  auto* command = add_command(root, "decode", "Print every application message of captures, one JSON line each",
                              "vedette decode plant.pcap --protocol modbus");
  auto options = std::make_shared<DecodeOptions>();
  add_captures(*command, options->input);
  command
      ->add_option("--protocol", options->protocols,
                   "Only messages of this protocol; flow for one line per conversation. May be given several times")
      ->check(CLI::IsMember(protocol_names()))
      ->allow_extra_args(false);
  command->add_flag("--stream-digests", options->stream_digests,
                    "With --protocol flow: the SHA-256 of what each direction of a TCP connection delivered");
  add_checksums(*command, options->input);
  add_follow(*command, options->input);
  command->add_option("--output", options->output, "Write to this file instead of standard output")->type_name("FILE");
  command->callback(
      [options, &invocation] { invocation.run = [options, &invocation] { return run_decode(*options, invocation); }; });
}

}  // namespace vedette::app
