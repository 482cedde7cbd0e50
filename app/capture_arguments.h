// SPDX-License-Identifier: Apache-2.0
// What commands that read captures have in common on the command line, and what it means for the pipeline.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "app/commands/command.h"
#include "app/knowledge.h"
#include "app/pipeline.h"
#include "app/progress.h"

namespace vedette::app {

struct CaptureArguments {
  std::vector<std::string> captures;
  unsigned workers = 1;
  bool checksums = false, follow = false;
};

void add_captures(CLI::App& command, CaptureArguments& arguments);
void add_workers(CLI::App& command, CaptureArguments& arguments);
void add_checksums(CLI::App& command, CaptureArguments& arguments);
void add_follow(CLI::App& command, CaptureArguments& arguments);

core::Result<std::unique_ptr<capture::PacketSource>> open_captures(const CaptureArguments& arguments,
                                                                   const Invocation& invocation);

/// `site`, where one is given, says what VLANs mean. `progress` outlives the run.
PipelineOptions pipeline_options(const CaptureArguments& arguments, const models::Site* site,
                                 const Invocation& invocation, Progress& progress);

}  // namespace vedette::app
