// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include <fmt/format.h>

#include "app/commands/command.h"
#include "app/pipeline.h"
#include "app/progress.h"
#include "capture/open.h"
#include "core/flow_key.h"
#include "decoders/registry.h"
#include "exporters/json_fields.h"

namespace vedette::app {
namespace {

struct DecodeOptions {
  std::vector<std::string> captures;
  std::string protocol, output;
};

/// Writes one line per message, in the envelope of EVE.
class DecodeSink : public decoders::MessageSink {
 public:
  DecodeSink(Output& output, std::string protocol) : output_(output), protocol_(std::move(protocol)) {}

  void begin(const decoders::MessageContext& context, const decoders::DecoderInfo& info) override {
    wanted_ = protocol_.empty() || protocol_ == info.protocol.name;
    fields_.clear();
    fields_.begin_object("");
    fields_.text("timestamp", core::format_time(context.frame_time, context.precision));
    fields_.text("event_type", info.protocol.name);
    fields_.number("pcap_cnt", context.frame);
    fields_.number("flow_id", context.flow.number);
    fields_.text("community_id", core::community_id(context.sender, context.receiver, context.transport));
    fields_.text("src_ip", context.sender.ip.to_string());
    fields_.number("src_port", context.sender.port.number);
    fields_.text("dest_ip", context.receiver.ip.to_string());
    fields_.number("dest_port", context.receiver.port.number);
    fields_.text("proto", context.transport == core::IpProtocol::tcp ? "TCP" : "UDP");
    if (context.sender.vlan.number != 0) {
      fields_.begin_array("vlan");
      fields_.number("", context.sender.vlan.number);
      fields_.end_array();
    }
    if (!context.sender.mac.is_zero() || !context.receiver.mac.is_zero()) {
      fields_.begin_object("ether");
      fields_.text("src_mac", context.sender.mac.to_string());
      fields_.text("dest_mac", context.receiver.mac.to_string());
      fields_.end_object();
    }
    fields_.begin_object(info.protocol.name);
  }
  core::FieldWriter& fields() override { return fields_; }
  void end() override {
    fields_.end_object();
    fields_.end_object();
    if (!wanted_) return;
    ++records_;
    output_.write(fields_.str());
    output_.write("\n");
  }
  std::uint64_t records() const { return records_; }

 private:
  Output& output_;
  std::string protocol_;
  exporters::JsonFields fields_;
  bool wanted_ = true;
  std::uint64_t records_ = 0;
};

struct Nothing : OrderedStage {
  void observe(const core::Observation&) override {}
  void tick(const core::Tick&) override {}
};

Exit run_decode(const DecodeOptions& given, const Invocation& invocation) {
  const Console& console = invocation.console;
  auto source = capture::open_captures(given.captures);
  if (!source) return console.fail(source.error());
  auto output = Output::open(given.output);
  if (!output) return console.fail(output.error());
  DecodeSink sink(*output, given.protocol);
  Progress progress(console);
  Nothing nothing;
  PipelineOptions options;
  options.messages = &sink;
  options.stop = invocation.stop;
  options.progress = [&](const capture::SourceStats& stats) { progress.update(stats); };
  const auto stats = run_pipeline(**source, nothing, options);
  progress.clear();
  for (const auto& warning : (*source)->warnings()) console.warn(warning);
  if (auto flushed = output->flush(); !flushed) return console.fail(flushed.error());
  if (!stats) return console.fail(stats.error());
  console.detail(fmt::format("{} packets, {} conversations, {} messages, {} malformed, {} gaps", stats->engine.packets,
                             stats->engine.flows, stats->engine.messages, stats->engine.malformed, stats->engine.gaps));
  return Exit::done;
}

std::vector<std::string> protocol_names() {
  std::vector<std::string> names;
  for (const auto* info : decoders::decoder_infos()) names.emplace_back(info->protocol.name);
  return names;
}

}  // namespace

void add_decode(CLI::App& root, Invocation& invocation) {
  auto* command = add_command(root, "decode", "Print every application message of captures, one JSON line each",
                              "vedette decode plant.pcap --protocol modbus");
  auto options = std::make_shared<DecodeOptions>();
  command->add_option("CAPTURE", options->captures, "pcap or pcapng files, in any order; - for standard input")
      ->required();
  command->add_option("--protocol", options->protocol, "Only messages of this protocol")
      ->check(CLI::IsMember(protocol_names()));
  command->add_option("--output", options->output, "Write to this file instead of standard output")->type_name("FILE");
  command->callback(
      [options, &invocation] { invocation.run = [options, &invocation] { return run_decode(*options, invocation); }; });
}

}  // namespace vedette::app
