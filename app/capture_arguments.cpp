// SPDX-License-Identifier: Apache-2.0
#include "app/capture_arguments.h"

#include "capture/open.h"

namespace vedette::app {

void add_captures(CLI::App& command, CaptureArguments& arguments) {
  command
      .add_option("CAPTURE", arguments.captures,
                  "pcap or pcapng files, also packed as .gz or .zst, merged by time; - for standard input")
      ->required();
}

void add_workers(CLI::App& command, CaptureArguments& arguments) {
  command.add_option("--workers", arguments.workers, "Threads that decode; the result is the same for any number")
      ->check(CLI::Range(1u, 64u));
}

void add_checksums(CLI::App& command, CaptureArguments& arguments) {
  command.add_flag("--checksums", arguments.checksums,
                   "Take packets with a wrong checksum for malformed. Without it they are only counted, since mirrors "
                   "often see packets before the network card fills checksums in");
}

void add_follow(CLI::App& command, CaptureArguments& arguments) {
  command.add_flag("--follow", arguments.follow,
                   "The capture still grows: wait for more at its end, until interrupted");
}

core::Result<std::unique_ptr<capture::PacketSource>> open_captures(const CaptureArguments& arguments,
                                                                   const Invocation& invocation) {
  return capture::open_captures(arguments.captures, {.follow = arguments.follow, .stop = invocation.stop});
}

PipelineOptions pipeline_options(const CaptureArguments& arguments, const models::Site* site,
                                 const Invocation& invocation, Progress& progress) {
  PipelineOptions options;
  options.workers = arguments.workers;
  options.stop = invocation.stop;
  options.engine.judge_checksums = arguments.checksums;
  if (site != nullptr) options.engine.vlan_in_identity = site->vlan_in_identity;
  options.progress = [&progress](const capture::SourceStats& stats) { progress.update(stats); };
  return options;
}

}  // namespace vedette::app
