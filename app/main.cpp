// SPDX-License-Identifier: Apache-2.0
// The command line: which command, and what its answer becomes as an exit code.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fmt/format.h>

#include "app/commands/command.h"

namespace vedette::app {
namespace {

std::atomic<bool> stop_requested = false;

void request_stop(int) {
  stop_requested.store(true, std::memory_order_relaxed);
}

// A second signal ends a process that does not come to its senses; a read that waits for a pipe is not taken up again.
void stop_on(int signal) {
  struct sigaction action = {};
  action.sa_handler = request_stop;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(signal, &action, nullptr);
}

int run(int argc, char** argv) {
  stop_on(SIGINT);
  stop_on(SIGTERM);
  // A reader that goes away shows as a failed write, which is reported like any other.
  std::signal(SIGPIPE, SIG_IGN);

  Invocation invocation{{}, {}, &stop_requested};
  CLI::App root{
      "Vedette watches the traffic of a site full of IoT and OT devices and says, in signed alerts, when one of "
      "them steps out of its role.",
      "vedette"};
  root.set_version_flag("--version", "vedette " VEDETTE_VERSION);
  root.require_subcommand(1);
  root.fallthrough();
  root.add_flag("-q,--quiet", invocation.console.quiet, "Say nothing but results, warnings and errors");
  root.add_flag("-v,--verbose", invocation.console.verbose, "Say more of what is done");
  root.footer(
      "Exit codes: 0 done; 1 done and the answer is no; 2 wrong usage or file; 3 could not read, write or reach "
      "something.");
  for (const auto add : {add_replay, add_learn, add_backtest, add_decode, add_devices, add_subscribe, add_keygen,
                         add_journal, add_site, add_model, add_describe}) {
    add(root, invocation);
  }
  try {
    root.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return root.exit(success);
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "vedette: {}\nRun with --help for usage.\n", error.what());
    return static_cast<int>(Exit::usage);
  }
  return static_cast<int>(invocation.run());
}

/// What was printed has arrived, or it was not done.
int checked(int code) {
  if (code == static_cast<int>(Exit::unavailable) || std::fflush(stdout) == 0) return code;
  fmt::print(stderr, "vedette: standard output: can't be written: {}\n", std::strerror(errno));
  return static_cast<int>(Exit::unavailable);
}

}  // namespace
}  // namespace vedette::app

int main(int argc, char** argv) {
  try {
    return vedette::app::checked(vedette::app::run(argc, argv));
  } catch (const std::exception& error) {
    fmt::print(stderr, "vedette: {}\n", error.what());
    return static_cast<int>(vedette::app::Exit::unavailable);
  }
}
