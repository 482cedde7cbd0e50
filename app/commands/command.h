// SPDX-License-Identifier: Apache-2.0
// How a command joins the command line: a function that adds its subcommand and, when that was chosen, sets what is to
// be run. Options are kept alive by the closures that read them.
#pragma once

#include <CLI/CLI.hpp>
#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "app/console.h"

namespace vedette::app {

struct Invocation {
  Console console;
  std::function<Exit()> run;      ///< of the chosen command
  const std::atomic<bool>* stop;  ///< set by SIGINT and SIGTERM
};

/// A subcommand with its example in the help.
CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& what, const std::string& example);

void add_replay(CLI::App& root, Invocation& invocation);
void add_backtest(CLI::App& root, Invocation& invocation);
void add_learn(CLI::App& root, Invocation& invocation);
void add_decode(CLI::App& root, Invocation& invocation);
void add_devices(CLI::App& root, Invocation& invocation);
void add_subscribe(CLI::App& root, Invocation& invocation);
void add_keygen(CLI::App& root, Invocation& invocation);
void add_journal(CLI::App& root, Invocation& invocation);
void add_site(CLI::App& root, Invocation& invocation);
void add_model(CLI::App& root, Invocation& invocation);
void add_describe(CLI::App& root, Invocation& invocation);

}  // namespace vedette::app
